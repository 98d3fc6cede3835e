import type { LedgerEvent } from '../auction/fetch-ledger.ts'

export interface Bidder {
  /** Their name in this auction only. */
  alias: string
  /** The most they have publicly bid, in cents. */
  highestCents: number
  /** Bids they have given; what their maximum bid for them does not count. */
  bids: number
  leads: boolean
}

/** What of a ledger's event tells who bids. */
export type PublicBid = Pick<
  LedgerEvent,
  'kind' | 'bidder' | 'amount_cents' | 'leader' | 'placed_at'
>

/** Who bids, from the public ledger: the leader first, then by what they have bid. */
export function biddersOf(events: readonly PublicBid[]): Bidder[] {
  const leader = events.at(-1)?.leader ?? null
  const found = new Map<string, Bidder>()
  for (const { kind, bidder, amount_cents } of events) {
    if (bidder === null || amount_cents === null || (kind !== 'bid' && kind !== 'auto_bid'))
      continue
    const known = found.get(bidder)
    found.set(bidder, {
      alias: bidder,
      highestCents: Math.max(known?.highestCents ?? 0, amount_cents),
      bids: (known?.bids ?? 0) + (kind === 'bid' ? 1 : 0),
      leads: bidder === leader,
    })
  }
  return [...found.values()].sort(
    (a, b) => Number(b.leads) - Number(a.leads) || b.highestCents - a.highestCents,
  )
}

const MINUTE_MS = 60_000

/** How many bids people gave in the minute before `nowMs` (server time). */
export function bidsInLastMinute(events: readonly PublicBid[], nowMs: number): number {
  return events.filter(
    ({ kind, placed_at }) => kind === 'bid' && Date.parse(placed_at) > nowMs - MINUTE_MS,
  ).length
}
