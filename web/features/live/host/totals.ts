import type { Lot } from '../state/shapes.ts'

export interface Totals {
  sold: number
  unsold: number
  left: number
  /** Sum of what was sold, in cents. */
  revenueCents: number
  bids: number
}

/** What a show has brought so far. */
export function totalsOf(lots: readonly Lot[]): Totals {
  const totals: Totals = { sold: 0, unsold: 0, left: 0, revenueCents: 0, bids: 0 }
  for (const lot of lots) {
    totals.bids += lot.bid_count
    if (lot.status === 'sold') {
      totals.sold += 1
      totals.revenueCents += lot.price_cents
    } else if (lot.status === 'unsold') totals.unsold += 1
    else if (lot.status === 'scheduled' || lot.status === 'draft') totals.left += 1
  }
  return totals
}
