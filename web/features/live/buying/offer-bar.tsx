import type { Bidding } from '../bidding/use-bidding.ts'
import type { Lot } from '../state/shapes.ts'
import { DescendingBar } from './descending-bar.tsx'
import { UnitsBar } from './units-bar.tsx'

/** What stands in the bid bar's place where nobody bids: a price to accept, or units to buy. */
export default function OfferBar({ lot, bidding }: { lot: Lot; bidding: Bidding }) {
  return lot.format === 'descending' ? (
    <DescendingBar key={lot.id} lot={lot} bidding={bidding} />
  ) : (
    <UnitsBar key={lot.id} lot={lot} bidding={bidding} />
  )
}
