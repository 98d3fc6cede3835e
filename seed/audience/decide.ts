/** How a bot makes up its mind: pure, so that the tests can ask. */
import type { Random } from './random.ts'
import { type AuctionView, millisecondsLeft } from './view.ts'

export interface Decision {
  cents: number
  /** False: a jump, the price goes straight to `cents`. */
  isMax: boolean
}

/** How likely a look at the auction ends in a bid, by the time that is left. People wait, then hurry. */
const EAGERNESS = [
  { belowMs: 12_000, chance: 0.75 },
  { belowMs: 90_000, chance: 0.5 },
  { belowMs: Number.POSITIVE_INFINITY, chance: 0.07 },
]

function eagerness(leftMs: number): number {
  return EAGERNESS.find(({ belowMs }) => leftMs < belowMs)?.chance ?? 0
}

/**
 * What the thing is worth to one bot, in cents: from a little above the start to some two and a half times of it, low
 * values more often. Never without a limit, so that a person who wants it can always have it.
 */
export function valuation(startingPriceCents: number, random: Random): number {
  const keenness = 1.05 + 1.5 * random.next() ** 1.6
  // Nobody values a one-dollar start at two dollars.
  return wholeUnits(Math.max(startingPriceCents, 1_000) * keenness)
}

/** The next bid of a bot with this budget, or null when it holds still. */
export function decideBid(view: AuctionView, budgetCents: number, random: Random): Decision | null {
  const left = millisecondsLeft(view)
  const { min_bid_cents: minimum, you } = view
  if (view.status !== 'live' || left <= 0 || you?.leading || you?.is_seller) return null
  if (minimum > budgetCents) return null
  if (!random.chance(eagerness(left))) return null
  const mood = random.next()
  if (mood < 0.65) return { cents: minimum, isMax: true }
  if (mood < 0.85) {
    const steps = Math.ceil(random.between(0, 3))
    return { cents: Math.min(budgetCents, minimum + steps * stepAt(view)), isMax: false }
  }
  const most = wholeUnits(random.between(minimum, budgetCents))
  return { cents: Math.max(minimum, most), isMax: true }
}

/** People think in whole dollars. */
function wholeUnits(cents: number): number {
  return Math.floor(cents / 100) * 100
}

function stepAt({ increment, price_cents }: AuctionView): number {
  const index = increment.from.findLastIndex((from) => from <= price_cents)
  return increment.step[index] ?? 0
}
