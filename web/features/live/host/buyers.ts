import type { LedgerEvent } from '../auction/fetch-ledger.ts'

export interface Buyer {
  /** Their name in this sale only. */
  alias: string
  /** What all of theirs comes to, in cents. */
  cents: number
  units: number
}

/** What of a ledger's event tells who buys. */
export type Purchase = Pick<LedgerEvent, 'kind' | 'bidder' | 'amount_cents'>

/** Who has bought of a fixed-price sale at so many cents a unit, from the public ledger: whoever has most comes first. */
export function buyersOf(events: readonly Purchase[], unitCents: number): Buyer[] {
  const cents = new Map<string, number>()
  for (const { kind, bidder, amount_cents } of events) {
    if (kind !== 'bought' || bidder === null || amount_cents === null) continue
    cents.set(bidder, (cents.get(bidder) ?? 0) + amount_cents)
  }
  return [...cents]
    .map(([alias, sum]) => ({ alias, cents: sum, units: sum / unitCents }))
    .sort((a, b) => b.cents - a.cents)
}
