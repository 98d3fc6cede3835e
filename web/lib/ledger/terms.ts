/** The terms of an auction. They stand in its first event, so that nobody can change them under the bidders unseen. */
import * as z from 'zod/mini'
import { MAX_CENTS, MAX_UNITS } from './event.ts'
import { Broken, insist } from './fault.ts'
import { instantOf, parseInstant } from './instant.ts'
import { readJson } from './json.ts'

const SECOND_MS = 1000

const positive = z.int().check(z.minimum(1))
const cents = z.int().check(z.minimum(1), z.maximum(MAX_CENTS))
const units = z.int().check(z.minimum(1), z.maximum(MAX_UNITS))
const common = {
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  starting_price_cents: cents,
  has_reserve: z.boolean(),
  increment_from: z.array(z.int().check(z.minimum(0))).check(z.minLength(1)),
  increment_step: z.array(positive),
  soft_close_seconds: z.int().check(z.minimum(0)),
  hard_ends_at: z.nullable(z.string().check(z.refine((text) => parseInstant(text) !== null))),
}
const terms = z.discriminatedUnion('format', [
  z.strictObject({ ...common, format: z.literal('english'), buy_now_cents: z.optional(cents) }),
  z.strictObject({
    ...common,
    format: z.literal('descending'),
    floor_cents: cents,
    step_cents: cents,
    tick_seconds: positive,
  }),
  z.strictObject({
    ...common,
    format: z.literal('fixed'),
    quantity: units,
    per_buyer: z.optional(units),
  }),
])
type RawTerms = z.infer<typeof terms>

/** What a format needs besides a price. `tick` in milliseconds. */
export type Format =
  | { name: 'english'; buyNow: number | null }
  | { name: 'descending'; floor: number; step: number; tick: number }
  | { name: 'fixed'; quantity: number; perBuyer: number | null }

export interface Terms {
  format: Format
  currency: string
  startingPrice: number
  hasReserve: boolean
  /** `steps[i]` applies to prices from `from[i]` up to the next one. */
  ladder: { from: readonly number[]; steps: readonly number[] }
  /** Milliseconds: window and extension of the soft close. */
  softClose: number
  /** Milliseconds since 1970 that no bid moves the end past; null where nothing limits it. */
  hardEnd: number | null
}

/** Throws `terms` when they are not those of an auction whose rules this verifier knows. */
export function readTerms(detail: string): Terms {
  const parsed = readJson(detail)
  if (parsed === undefined) {
    throw new Broken('terms', 'detail', 'The first event must hold the terms as JSON.')
  }
  const result = terms.safeParse(parsed)
  if (!result.success) {
    const name = result.error.issues[0]?.path.join('.')
    throw new Broken('terms', 'detail', `The terms are unknown or malformed: ${name || 'detail'}.`)
  }
  const { increment_from: from, increment_step: steps, hard_ends_at: hardEnd } = result.data
  const ascends = from.every((value, index) => value > (from[index - 1] ?? -1))
  insist(
    from[0] === 0 && ascends && from.length === steps.length,
    'terms',
    'detail',
    'The ladder must begin at 0, ascend, and have a step for each rung.',
  )
  return {
    format: formatOf(result.data),
    currency: result.data.currency,
    startingPrice: result.data.starting_price_cents,
    hasReserve: result.data.has_reserve,
    ladder: { from, steps },
    softClose: result.data.soft_close_seconds * SECOND_MS,
    hardEnd: hardEnd === null ? null : instantOf(hardEnd),
  }
}

/** The format with its numbers, which must go together. */
function formatOf(raw: RawTerms): Format {
  const { starting_price_cents: start, has_reserve: hasReserve } = raw
  const sound = (holds: boolean, message: string) => insist(holds, 'terms', 'detail', message)
  switch (raw.format) {
    case 'english': {
      const buyNow = raw.buy_now_cents ?? null
      sound(buyNow === null || buyNow > start, 'Buying now costs more than the starting price.')
      return { name: 'english', buyNow }
    }
    case 'descending':
      sound(!hasReserve, 'Only bidding has a reserve.')
      sound(raw.floor_cents < start, 'A descending price begins above its floor.')
      return {
        name: 'descending',
        floor: raw.floor_cents,
        step: raw.step_cents,
        tick: raw.tick_seconds * SECOND_MS,
      }
    case 'fixed': {
      const perBuyer = raw.per_buyer ?? null
      sound(!hasReserve, 'Only bidding has a reserve.')
      sound(perBuyer === null || perBuyer <= raw.quantity, 'No buyer can have more than all.')
      return { name: 'fixed', quantity: raw.quantity, perBuyer }
    }
  }
}

/** The increment above a price. A boundary belongs to the step that begins there. */
export function stepAbove({ ladder }: Terms, price: number): number {
  const step = ladder.steps[ladder.from.findLastIndex((from) => from <= price)]
  if (step === undefined) throw new RangeError(`no step above ${price}`)
  return step
}

/** The price one step higher. */
export function oneStepAbove(terms: Terms, price: number): number {
  return price + stepAbove(terms, price)
}
