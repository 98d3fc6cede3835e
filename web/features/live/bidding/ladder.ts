import { formatMoney } from '../../../lib/money.ts'
import { parseMoney } from '../../../lib/typed-money.ts'
import type { Lot } from '../state/shapes.ts'

type Increment = Lot['increment']

/** The step above a price on a ladder (RULES: Increments). Cents. */
export function stepAbove(priceCents: number, { from, step }: Increment): number {
  const rung = from.findLastIndex((threshold) => threshold <= priceCents)
  return step[Math.max(0, rung)] ?? 1
}

/** How many steps above the lowest bid the offered amounts lie. */
const PRESET_STEPS = [0, 1, 3, 6]

/** Amounts to choose from: the lowest possible bid and some rungs above it. Cents, rising. */
export function presetsAbove(minCents: number, increment: Increment): number[] {
  let amount = minCents
  let climbed = 0
  return PRESET_STEPS.map((steps) => {
    while (climbed < steps) {
      amount += stepAbove(amount, increment)
      climbed += 1
    }
    return amount
  })
}

/**
 * The lowest amount the caller can bid now, in cents (RULES: Proxy bidding 1). A leader raises the own maximum by as
 * little as a cent, but a jump must also reach the ladder.
 */
export function lowestBid(lot: Lot, isMax: boolean): number {
  const { you } = lot
  if (you === null || lot.leader !== you.alias || you.max_cents === null) return lot.min_bid_cents
  return isMax ? you.max_cents + 1 : Math.max(you.max_cents + 1, lot.min_bid_cents)
}

/** The lowest maximum before the opening, in cents: the starting price, and above one's own so far. */
export function lowestPreBid({ starting_price_cents: start, you }: Lot): number {
  return Math.max(start, (you?.max_cents ?? 0) + 1)
}

export type AmountCheck = { cents: number; problem: null } | { cents: null; problem: string }

/** What somebody typed, as an amount that can be bid, or why it cannot. */
export function checkAmount(text: string, currency: string, lowestCents: number): AmountCheck {
  const cents = parseMoney(text, currency)
  if (cents === null) {
    return {
      cents: null,
      problem: `Enter an amount such as ${formatMoney(lowestCents, currency)}.`,
    }
  }
  if (cents < lowestCents) {
    return { cents: null, problem: `The lowest bid is ${formatMoney(lowestCents, currency)}.` }
  }
  return { cents, problem: null }
}

/** True for an amount that looks like a slip: several times the lowest bid, and not just small change. */
export function looksLikeSlip(cents: number, lowestCents: number): boolean {
  return cents >= lowestCents * 5 && cents - lowestCents >= 10_000
}
