/**
 * The rules of an auction as far as the public can check them, event by event: state = fold(events). Written from the
 * rules, not from the SQL. README.md in this folder says what follows from hidden maxima and what cannot be checked.
 */

import type { LedgerEvent } from './event.ts'
import { Broken, insist } from './fault.ts'
import { foldAutoBid, foldBid } from './fold-bids.ts'
import { foldClosing } from './fold-closing.ts'
import { insistInTime, insistSameEnd, insistUnchanged } from './fold-common.ts'
import { instantOf } from './instant.ts'
import { isClosed, type State } from './state.ts'
import { readTerms } from './terms.ts'

const SECOND_MS = 1000
/** What a host may add to an open lot at once, in seconds. */
const EXTENSION_S = { least: 5, most: 600 }

/** The state after the event. Throws `Broken` when the rules do not lead there. `state` is null before the first one. */
export function foldEvent(state: State | null, event: LedgerEvent): State {
  if (state === null) return foldOpening(event)
  insist(!isClosed(state), 'closing', 'kind', 'Nothing may follow the end of the auction.')
  const { placedAt } = state
  insist(instantOf(event.placed_at) >= placedAt, 'time', 'placed_at', 'The time runs back.')
  if (state.open !== null) insistOnOtherHalf(state, event)
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
    case 'sold':
    case 'unsold':
    case 'cancelled':
      return foldClosing(state, event)
  }
}

/** A bid of two events is one moment: they are placed in one transaction. */
function insistOnOtherHalf({ open, placedAt }: State, event: LedgerEvent): void {
  const due = open?.half === 'beaten' ? 'auto_bid' : 'bid'
  insist(
    event.kind === due,
    'automatic',
    'kind',
    `Half of a bid is missing: "${due}" was due here.`,
  )
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
  return {
    terms,
    kind: 'opened',
    price: startingPrice,
    leader: null,
    bidCount: 0,
    reserveMet: !hasReserve,
    endsAt,
    placedAt: instantOf(event.placed_at),
    open: null,
  }
}

/** The host of a show gives the open lot more time. */
function foldExtension(state: State, event: LedgerEvent): State {
  insistInTime(state, event)
  insistUnchanged(state, event)
  insist(event.bidder === null, 'shape', 'bidder', 'Added time has no bidder.')
  insist(event.amount_cents === null, 'shape', 'amount_cents', 'Added time has no amount.')
  const { hardEnd } = state.terms
  const endsAt = instantOf(event.ends_at)
  const seconds = (endsAt - state.endsAt) / SECOND_MS
  const isAllowed =
    Number.isInteger(seconds) && seconds >= EXTENSION_S.least && seconds <= EXTENSION_S.most
  insist(isAllowed, 'time', 'ends_at', 'A host adds between 5 and 600 whole seconds.')
  insist(hardEnd === null || endsAt <= hardEnd, 'time', 'ends_at', 'Past the last possible end.')
  return { ...state, kind: event.kind, endsAt, placedAt: instantOf(event.placed_at) }
}

/**
 * A bid is taken back or struck out, and the price is what it would have been without it. That depends on maxima which
 * the public does not know: here only the bounds are checked. The one event after which the price may be lower.
 */
function foldWithdrawal(state: State, event: LedgerEvent): State {
  const { startingPrice, hasReserve } = state.terms
  insist(state.bidCount > 0, 'count', 'kind', 'There is no bid to withdraw.')
  insist(event.detail !== '', 'shape', 'detail', 'A withdrawal states its reason.')
  insist(event.bidder !== null, 'leader', 'bidder', 'A withdrawal names whose bid it was.')
  const { price_cents: price, leader, bid_count: count } = event
  insist(price <= state.price, 'price', 'price_cents', 'A withdrawal cannot raise the price.')
  insist(price >= startingPrice, 'price', 'price_cents', 'The price is below the starting price.')
  const isStart = leader !== null || price === startingPrice
  insist(isStart, 'price', 'price_cents', 'Without a leader the price is the starting price.')
  insist(count <= state.bidCount, 'count', 'bid_count', 'A withdrawal cannot add bids.')
  const reserve = event.reserve_met ? state.reserveMet : hasReserve
  insist(reserve, 'reserve', 'reserve_met', 'A withdrawal cannot meet a reserve.')
  insistSameEnd(state, event)
  return {
    ...state,
    kind: event.kind,
    price,
    leader,
    bidCount: count,
    reserveMet: event.reserve_met,
    placedAt: instantOf(event.placed_at),
  }
}
