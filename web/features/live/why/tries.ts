/** The bids of one person in one auction, taken or refused, as one story. */
import type { LedgerEvent } from '../auction/fetch-ledger.ts'
import type { Lot } from '../state/shapes.ts'
import type { Attempt } from './fetch-attempts.ts'
import type { Explanation } from './fetch-explanation.ts'

/** The first public event that took the lead away. */
export interface Overtaken {
  at: string
  priceCents: number
}

export type Try =
  | { taken: true; at: string; bid: Explanation; overtaken: Overtaken | null }
  | { taken: false; at: string; bid: Attempt }

/** So many of one's own bids are explained: the latest. */
const MOST = 10

/** Numbers of the latest bids under an alias. */
export function ownBids(events: readonly LedgerEvent[], alias: string): number[] {
  return events
    .filter(({ kind, bidder }) => kind === 'bid' && bidder === alias)
    .map(({ seq }) => seq)
    .slice(-MOST)
}

/** Taken and refused, latest first. */
export function triesOf(
  alias: string,
  events: readonly LedgerEvent[],
  explained: readonly Explanation[],
  attempts: readonly Attempt[],
): Try[] {
  const taken = explained.map(
    (bid): Try => ({
      taken: true,
      at: bid.locked_at,
      bid,
      overtaken: bid.outcome === 'leading' ? overtaken(events, bid.seq, alias) : null,
    }),
  )
  const refused = attempts.map((bid): Try => ({ taken: false, at: bid.decided_at, bid }))
  return [...taken, ...refused].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

function overtaken(events: readonly LedgerEvent[], seq: number, alias: string): Overtaken | null {
  const next = events.find((event) => event.seq > seq && event.leader !== alias)
  return next === undefined ? null : { at: next.placed_at, priceCents: next.price_cents }
}

/** Whether the caller has won, and so has nothing to ask. */
export function hasWon({ status, leader, you }: Lot): boolean {
  return status === 'sold' && you !== null && leader === you.alias
}
