/** The terms of an auction. They stand in its first event, so that nobody can change them under the bidders unseen. */
import * as z from 'zod/mini'
import { MAX_CENTS } from './event.ts'
import { Broken, insist } from './fault.ts'
import { instantOf, parseInstant } from './instant.ts'

const positive = z.int().check(z.minimum(1))
const terms = z.strictObject({
  format: z.literal('english'),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  starting_price_cents: z.int().check(z.minimum(1), z.maximum(MAX_CENTS)),
  has_reserve: z.boolean(),
  increment_from: z.array(z.int().check(z.minimum(0))).check(z.minLength(1)),
  increment_step: z.array(positive),
  soft_close_seconds: z.int().check(z.minimum(0)),
  hard_ends_at: z.nullable(z.string().check(z.refine((text) => parseInstant(text) !== null))),
})

export interface Terms {
  currency: string
  startingPrice: number
  hasReserve: boolean
  /** `steps[i]` applies to prices from `from[i]` up to the next one. */
  ladder: { from: readonly number[]; steps: readonly number[] }
  /** Milliseconds: window and extension of the soft close. */
  softClose: number
  /** Milliseconds since 1970 that no extension passes; null where nothing limits them. */
  hardEnd: number | null
}

function parsed(detail: string): unknown {
  try {
    return JSON.parse(detail)
  } catch {
    throw new Broken('terms', 'detail', 'The first event must hold the terms as JSON.')
  }
}

/** Throws `terms` when they are not those of an auction whose rules this verifier knows. */
export function readTerms(detail: string): Terms {
  const result = terms.safeParse(parsed(detail))
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
    currency: result.data.currency,
    startingPrice: result.data.starting_price_cents,
    hasReserve: result.data.has_reserve,
    ladder: { from, steps },
    softClose: result.data.soft_close_seconds * 1000,
    hardEnd: hardEnd === null ? null : instantOf(hardEnd),
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
