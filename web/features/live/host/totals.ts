import type { Lot } from '../state/shapes.ts'

/** What a sold lot has brought, in cents: in a fixed-price sale `bid_count` counts the units that were bought. */
export function broughtBy({ format, price_cents, bid_count }: Lot): number {
  return format === 'fixed' ? price_cents * bid_count : price_cents
}

export interface Totals {
  sold: number
  unsold: number
  /** Opened, and ended by the host before anybody bid. */
  passed: number
  left: number
  /** Sum of what was sold, in cents. */
  revenueCents: number
  bids: number
  /** Share of the lots offered so far that found a buyer, 0 to 1; null before the first has ended. */
  sellThrough: number | null
}

/** What a show has brought so far. */
export function totalsOf(lots: readonly Lot[]): Totals {
  const count = { sold: 0, unsold: 0, passed: 0, left: 0, revenueCents: 0, bids: 0 }
  for (const lot of lots) {
    count.bids += lot.format === 'fixed' ? 0 : lot.bid_count
    if (lot.status === 'sold') {
      count.sold += 1
      count.revenueCents += broughtBy(lot)
    } else if (lot.status === 'unsold') count.unsold += 1
    // A lot that was withdrawn before it opened has no event.
    else if (lot.status === 'cancelled') count.passed += lot.version > 0 ? 1 : 0
    else if (lot.status === 'scheduled' || lot.status === 'draft') count.left += 1
  }
  return { ...count, sellThrough: sellThrough(count.sold, count.unsold + count.passed) }
}

/** Sold lots among all that were offered; null when none was. */
export function sellThrough(sold: number, notSold: number): number | null {
  return sold + notSold === 0 ? null : sold / (sold + notSold)
}
