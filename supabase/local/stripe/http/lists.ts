/** Cursor pagination: https://docs.stripe.com/api/pagination */
import { z } from 'zod'
import { invalidRequest } from './errors.ts'
import { integer, text } from './params.ts'

const DEFAULT_LIMIT = 10
const MAX_LIMIT = 100

const limit = integer.transform((value, ctx) => {
  if (value >= 1 && value <= MAX_LIMIT) return value
  const message = `Invalid integer: must be between 1 and ${MAX_LIMIT}`
  ctx.addIssue({ code: 'custom', message, params: { code: 'parameter_invalid_integer' } })
  return z.NEVER
})

/** Every list takes these. */
export const page = {
  limit: limit.optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

/** Lists of objects with `created` take this too. */
export const created = z
  .union([
    integer,
    z.strictObject({
      gt: integer.optional(),
      gte: integer.optional(),
      lt: integer.optional(),
      lte: integer.optional(),
    }),
  ])
  .optional()

type Created = z.infer<typeof created>

function isWithin(at: number, range: Created): boolean {
  if (range === undefined) return true
  if (typeof range === 'number') return at === range
  const { gt, gte, lt, lte } = range
  return (
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte)
  )
}

export interface PageRequest {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: Created
}

export interface List<T> {
  object: 'list'
  data: T[]
  has_more: boolean
  url: string
}

function positionOf(all: { id: string }[], id: string, param: string): number {
  const index = all.findIndex((each) => each.id === id)
  if (index === -1)
    throw invalidRequest(`No such object: '${id}'`, { code: 'resource_missing', param })
  return index
}

/**
 * One page of `all`, which comes newest first.
 * @throws {StripeFailure} 400 for a cursor that is not in the list.
 */
export function paginate<T extends { id: string; created?: number }>(
  all: T[],
  request: PageRequest,
  url: string,
): List<T> {
  const size = request.limit ?? DEFAULT_LIMIT
  const range = request.created
  const found = range ? all.filter((each) => isWithin(each.created ?? 0, range)) : all
  const { starting_after: after, ending_before: before } = request
  if (before !== undefined) {
    const end = positionOf(found, before, 'ending_before')
    const start = Math.max(0, end - size)
    return { object: 'list', data: found.slice(start, end), has_more: start > 0, url }
  }
  const start = after === undefined ? 0 : positionOf(found, after, 'starting_after') + 1
  const data = found.slice(start, start + size)
  return { object: 'list', data, has_more: start + size < found.length, url }
}

/** A list inside another object. */
export function fullList<T>(data: T[], url: string): List<T> {
  return { object: 'list', data, has_more: false, url }
}
