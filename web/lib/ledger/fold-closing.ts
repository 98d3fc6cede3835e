/** The end: sold to the leader when the reserve is met, else unsold; cancelled only without bids or with a reason. */
import type { LedgerEvent } from './event.ts'
import { insist } from './fault.ts'
import { insistSameEnd, insistUnchanged } from './fold-common.ts'
import { instantOf } from './instant.ts'
import type { State } from './state.ts'

export function foldClosing(state: State, event: LedgerEvent): State {
  insistUnchanged(state, event)
  insistSameEnd(state, event)
  const { leader, price, reserveMet, bidCount, endsAt } = state
  const isSold = event.kind === 'sold'
  const closing = (holds: boolean, field: string, message: string) =>
    insist(holds, 'closing', field, message)
  if (event.kind === 'cancelled') {
    const isExplained = bidCount === 0 || event.detail !== ''
    closing(isExplained, 'kind', 'An auction with bids is cancelled only with a stated reason.')
  } else {
    closing(instantOf(event.placed_at) >= endsAt, 'placed_at', 'Closed before its end.')
    const isDue = leader !== null && reserveMet
    closing(!isSold || leader !== null, 'kind', 'Sold without a leader.')
    closing(!isSold || reserveMet, 'kind', 'Sold below the reserve.')
    closing(isSold || !isDue, 'kind', 'The leader met every condition: this had to be sold.')
  }
  closing(event.bidder === (isSold ? leader : null), 'bidder', 'Only a sale names the buyer.')
  const amount = isSold ? price : null
  closing(event.amount_cents === amount, 'amount_cents', 'The amount is the final price, if sold.')
  return { ...state, kind: event.kind, placedAt: instantOf(event.placed_at) }
}
