/** What several kinds of events must leave alone. */
import type { LedgerEvent } from './event.ts'
import { insist } from './fault.ts'
import { instantOf } from './instant.ts'
import type { State } from './state.ts'

/** Nothing is placed at or after the end. */
export function insistInTime({ endsAt }: State, event: LedgerEvent): void {
  const at = instantOf(event.placed_at)
  insist(at < endsAt, 'time', 'placed_at', 'Placed at or after the end of the auction.')
}

export function insistSameEnd({ endsAt }: State, event: LedgerEvent): void {
  insist(instantOf(event.ends_at) === endsAt, 'time', 'ends_at', 'This event cannot move the end.')
}

/** Price, leader, count and reserve are as before. */
export function insistUnchanged(state: State, event: LedgerEvent): void {
  const { price, leader, bidCount, reserveMet } = state
  insist(event.price_cents === price, 'price', 'price_cents', 'This event cannot move the price.')
  insist(event.leader === leader, 'leader', 'leader', 'This event cannot change the leader.')
  insist(event.bid_count === bidCount, 'count', 'bid_count', 'This event is not a bid.')
  const isSame = event.reserve_met === reserveMet
  insist(isSame, 'reserve', 'reserve_met', 'This event cannot change whether the reserve is met.')
}
