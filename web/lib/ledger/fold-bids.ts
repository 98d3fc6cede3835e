/** Bids and the automatic bids of a leader: the public side of proxy bidding. */
import type { LedgerEvent } from './event.ts'
import { insist } from './fault.ts'
import { insistInTime, insistSameEnd } from './fold-common.ts'
import { instantOf } from './instant.ts'
import type { State } from './state.ts'
import { oneStepAbove } from './terms.ts'

export function foldBid(state: State, event: LedgerEvent): State {
  insistOnBidding(state)
  insistInTime(state, event)
  insistOnBid(event)
  const isNext = event.bid_count === state.bidCount + 1
  insist(isNext, 'count', 'bid_count', 'A bid counts as exactly one.')
  const endsAt = endAfterBid(state, event)
  const isByRule = instantOf(event.ends_at) === endsAt
  insist(isByRule, 'soft_close', 'ends_at', `The soft close puts the end at ${spelled(endsAt)}.`)
  const leads = event.leader === event.bidder
  if (leads) insistOnLead(state, event)
  else insistOnDefeat(state, event)
  const placedAt = instantOf(event.placed_at)
  state.bids.set(event.seq, { bidder: event.bidder, amount: event.price_cents, placedAt })
  return {
    ...state,
    kind: event.kind,
    price: event.price_cents,
    leader: event.leader,
    bidCount: event.bid_count,
    reserveMet: event.reserve_met,
    endsAt,
    placedAt,
    open: leads ? null : { half: 'beaten', amount: event.price_cents },
  }
}

/** The leader's hidden maximum bids by itself: as the answer to a bid it beats, or shown just before it is beaten. */
export function foldAutoBid(state: State, event: LedgerEvent): State {
  insistOnBidding(state)
  insistInTime(state, event)
  insistOnBid(event)
  const { leader, open, bidCount, reserveMet, terms, price } = state
  const isLeaders = leader !== null && event.bidder === leader
  insist(isLeaders, 'automatic', 'bidder', 'Only the leader bids automatically.')
  insist(event.leader === leader, 'leader', 'leader', 'An automatic bid keeps the lead.')
  insist(event.bid_count === bidCount, 'count', 'bid_count', 'Automatic bids do not count.')
  const isSame = event.reserve_met === reserveMet
  insist(isSame, 'reserve', 'reserve_met', 'An automatic bid cannot change this.')
  insistSameEnd(state, event)
  const amount = event.price_cents
  if (open?.half === 'beaten') {
    // A tie goes to the earlier maximum, at the tied amount.
    insist(amount >= open.amount, 'price', 'price_cents', 'The price falls.')
    const most = oneStepAbove(terms, open.amount)
    insist(amount <= most, 'automatic', 'price_cents', 'More than a step above the beaten bid.')
  } else {
    insist(amount > price, 'price', 'price_cents', 'A maximum is shown only above the price.')
    // Below the reserve the price is the leader's maximum in full: nothing is hidden that could be shown.
    insist(reserveMet, 'reserve', 'kind', 'Below the reserve a leader has no hidden maximum.')
  }
  return {
    ...state,
    kind: event.kind,
    price: amount,
    placedAt: instantOf(event.placed_at),
    open: open === null ? { half: 'raised', from: price } : null,
  }
}

function insistOnBidding({ terms }: State): void {
  const { name } = terms.format
  insist(name === 'english', 'format', 'kind', `A ${name} auction takes no bids.`)
}

/** What every bid and automatic bid looks like. */
function insistOnBid(event: LedgerEvent): asserts event is LedgerEvent & { bidder: string } {
  insist(event.bidder !== null, 'shape', 'bidder', 'A bid has a bidder.')
  const isPrice = event.amount_cents === event.price_cents
  insist(isPrice, 'price', 'amount_cents', 'A bid’s amount is the price after it.')
  insist(event.detail === '', 'shape', 'detail', 'A bid has no detail.')
}

/** The bid takes the lead, or is the leader's own jump. */
function insistOnLead(state: State, event: LedgerEvent): void {
  const { terms, leader, price, open, reserveMet } = state
  const amount = event.price_cents
  // Met once, a reserve stays met: the leader's maximum only rises.
  const isKept = event.reserve_met || !reserveMet
  insist(isKept, 'reserve', 'reserve_met', 'A reserve that is met stays met.')
  if (leader === null) {
    const { startingPrice } = terms
    insist(amount >= startingPrice, 'minimum', 'price_cents', 'Below the starting price.')
  } else if (event.bidder === leader) {
    insist(open === null, 'automatic', 'bidder', 'Nobody outbids their own maximum.')
    insist(amount > price, 'price', 'price_cents', 'A leader’s own bid must raise the price.')
    // Below the reserve every raise of a maximum shows in full, and a maximum need not keep to the ladder.
    const enough = !reserveMet || amount >= oneStepAbove(terms, price)
    insist(enough, 'minimum', 'price_cents', 'A leader’s jump is below the minimum bid.')
  } else {
    insist(amount > price, 'price', 'price_cents', 'The lead passes only to a higher bid.')
    const asked = oneStepAbove(terms, open?.half === 'raised' ? open.from : price)
    // The price is the bid itself, which reached the minimum, or one step above the maximum it has beaten.
    const enough = amount >= asked || amount === oneStepAbove(terms, price)
    insist(enough, 'minimum', 'price_cents', `The minimum bid was ${asked}.`)
  }
}

/** The bid is beaten at once by the leader's hidden maximum; the answer must follow. */
function insistOnDefeat(state: State, event: LedgerEvent): void {
  const { terms, leader, price, open, reserveMet } = state
  const keeps = leader !== null && event.leader === leader
  insist(keeps, 'leader', 'leader', 'The leader is neither the bidder nor the leader before.')
  insist(open === null, 'automatic', 'leader', 'A maximum was shown without being beaten.')
  insist(reserveMet, 'reserve', 'leader', 'Below the reserve a leader has no hidden maximum.')
  insist(event.reserve_met, 'reserve', 'reserve_met', 'A reserve that is met stays met.')
  const asked = oneStepAbove(terms, price)
  const enough = event.price_cents >= asked
  insist(enough, 'minimum', 'price_cents', `The minimum bid was ${asked}.`)
}

/** Inside the window a bid leaves at least the window's length, never past the last possible end. */
function endAfterBid({ terms, endsAt, hardEnd }: State, event: LedgerEvent): number {
  const at = instantOf(event.placed_at)
  if (endsAt - at > terms.softClose) return endsAt
  const extended = Math.max(endsAt, at + terms.softClose)
  return Math.max(endsAt, Math.min(extended, hardEnd ?? extended))
}

function spelled(moment: number): string {
  return new Date(moment).toISOString()
}
