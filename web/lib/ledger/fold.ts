/**
 * The rules of an auction as far as the public can check them, event by event: state = fold(events). Written from the
 * rules, not from the SQL. README.md in this folder says what follows from hidden maxima and what cannot be checked.
 */

import type { LedgerEvent } from './event.ts'
import { Broken, insist } from './fault.ts'
import { foldAutoBid, foldBid } from './fold-bids.ts'
import { foldClosing } from './fold-closing.ts'
import { foldExtension } from './fold-extension.ts'
import { foldPurchase } from './fold-purchase.ts'
import { foldWithdrawal } from './fold-withdrawal.ts'
import { instantOf } from './instant.ts'
import { dueAfter, isClosed, type State, type Unfinished } from './state.ts'
import { readTerms } from './terms.ts'

/** The state after the event. Throws `Broken` when the rules do not lead there. `state` is null before the first one. */
export function foldEvent(state: State | null, event: LedgerEvent): State {
  if (state === null) return foldOpening(event)
  insist(!isClosed(state), 'closing', 'kind', 'Nothing may follow the end of the auction.')
  const { placedAt } = state
  insist(instantOf(event.placed_at) >= placedAt, 'time', 'placed_at', 'The time runs back.')
  if (state.open !== null) insistOnRest(state.open, state.placedAt, event)
  switch (event.kind) {
    case 'opened':
      throw new Broken('opening', 'kind', 'An auction opens once.')
    case 'bid':
      return foldBid(state, event)
    case 'auto_bid':
      return foldAutoBid(state, event)
    case 'extended':
      return foldExtension(state, event)
    case 'retracted':
    case 'voided':
      return foldWithdrawal(state, event)
    case 'bought':
      return foldPurchase(state, event)
    case 'sold':
    case 'unsold':
    case 'cancelled':
      return foldClosing(state, event)
  }
}

/** What one transaction writes stands together; the two halves of a bid are one moment as well. */
function insistOnRest(open: Unfinished, placedAt: number, event: LedgerEvent): void {
  const due = dueAfter(open)
  insist(
    event.kind === due,
    'automatic',
    'kind',
    `The ledger is incomplete: "${due}" was due here.`,
  )
  if (open.half === 'sold out') return
  const at = instantOf(event.placed_at)
  insist(at === placedAt, 'time', 'placed_at', 'Both halves of a bid are placed at one moment.')
}

function foldOpening(event: LedgerEvent): State {
  insist(event.kind === 'opened', 'opening', 'kind', 'The first event must open the auction.')
  const terms = readTerms(event.detail)
  const { startingPrice, hasReserve, hardEnd } = terms
  const endsAt = instantOf(event.ends_at)
  const opening = (holds: boolean, field: string, message: string) =>
    insist(holds, 'opening', field, message)
  opening(event.bidder === null, 'bidder', 'Nobody bids by opening.')
  opening(event.leader === null, 'leader', 'Nobody leads before the first bid.')
  opening(event.amount_cents === startingPrice, 'amount_cents', 'Not the starting price.')
  opening(event.price_cents === startingPrice, 'price_cents', 'Not the starting price.')
  opening(event.bid_count === 0, 'bid_count', 'There are no bids before the first one.')
  opening(
    event.reserve_met === !hasReserve,
    'reserve_met',
    'A reserve cannot be met without a bid.',
  )
  opening(
    hardEnd === null || endsAt <= hardEnd,
    'ends_at',
    'The end lies behind the last possible end.',
  )
  const at = instantOf(event.placed_at)
  return {
    terms,
    kind: 'opened',
    price: startingPrice,
    leader: null,
    bidCount: 0,
    reserveMet: !hasReserve,
    endsAt,
    placedAt: at,
    opened: { at, endsAt },
    hardEnd,
    open: null,
    sale: null,
    bids: new Map(),
    units: new Map(),
  }
}
