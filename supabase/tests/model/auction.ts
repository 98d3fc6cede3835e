/**
 * The rules of an english auction as a pure function, written from the rules page alone and never from the SQL: the tests
 * hold the two against each other. `decide` turns a bid into events, `apply` folds an event into the state.
 * Amounts are integer minor units; times are integers of any one unit (the tests use microseconds).
 */
import { type Ladder, stepAbove } from './ladder.ts'

export interface Terms {
  ladder: Ladder
  startingPrice: number
  /** Null where there is none; secret. */
  reserve: number | null
  /** Window and extension of the soft close; 0 is sudden death. */
  softClose: number
  /** No extension passes it; null where nothing limits them. */
  hardEnd: number | null
}

export interface State {
  seq: number
  price: number
  leader: string | null
  /** The leader's maximum; secret. */
  maximum: number | null
  bidCount: number
  reserveMet: boolean
  endsAt: number
}

type PublicKind = 'opened' | 'bid' | 'auto_bid' | 'sold' | 'unsold'

/** A public event as the ledger shows it (with the leader's maximum, which the ledger hides), or a raise nobody sees. */
export type AuctionEvent =
  | (State & { kind: PublicKind; bidder: string | null; amount: number | null })
  | { kind: 'raise'; maximum: number }

export interface Bid {
  bidder: string
  amount: number
  /** False for a jump bid, which puts the price straight at its amount (rule 7). */
  isMax: boolean
  at: number
}

export type Decision =
  | { outcome: 'leading' | 'outbid'; events: AuctionEvent[] }
  | { outcome: 'refused'; code: 'LATEB' | 'LOWBD'; minimum?: number }

export function open(terms: Terms, endsAt: number): AuctionEvent {
  const { startingPrice: price, reserve } = terms
  const nobody = { leader: null, maximum: null, bidder: null, bidCount: 0 }
  return {
    kind: 'opened',
    seq: 1,
    price,
    amount: price,
    reserveMet: reserve === null,
    endsAt,
    ...nobody,
  }
}

export function minimumBid(terms: Terms, state: State): number {
  return state.leader === null
    ? terms.startingPrice
    : state.price + stepAbove(terms.ladder, state.price)
}

export function decide(terms: Terms, state: State, bid: Bid): Decision {
  if (bid.at >= state.endsAt) return { outcome: 'refused', code: 'LATEB' }
  const minimum = minimumFor(terms, state, bid)
  if (bid.amount < minimum) return { outcome: 'refused', code: 'LOWBD', minimum }
  const { leader, maximum } = state
  if (leader === null || maximum === null)
    return takeTheLead(terms, state, bid, terms.startingPrice)
  if (bid.bidder === leader) return raise(terms, state, bid)
  if (bid.amount <= maximum) return beatenAtOnce(terms, state, bid, leader, maximum)
  return outbidTheLeader(terms, state, bid, leader, maximum)
}

export function apply(state: State | null, event: AuctionEvent): State {
  if (event.kind !== 'raise') {
    const { kind: _kind, bidder: _bidder, amount: _amount, ...next } = event
    return next
  }
  if (state === null) throw new Error('a raise needs a leader')
  return { ...state, maximum: event.maximum }
}

/** Sold to the leader unless a reserve is unmet ("End"). */
export function close(state: State): AuctionEvent {
  const sold = state.leader !== null && state.reserveMet
  return {
    ...state,
    kind: sold ? 'sold' : 'unsold',
    seq: state.seq + 1,
    bidder: sold ? state.leader : null,
    amount: sold ? state.price : null,
  }
}

/** Rule 1. Raising the own maximum need not reach the ladder; a jump by the leader must do both. */
function minimumFor(terms: Terms, state: State, bid: Bid): number {
  const ladderMinimum = minimumBid(terms, state)
  if (bid.bidder !== state.leader || state.maximum === null) return ladderMinimum
  return bid.isMax ? state.maximum + 1 : Math.max(state.maximum + 1, ladderMinimum)
}

/** Rules 2 and 6: silent unless the reserve or a jump makes it visible. */
function raise(terms: Terms, state: State, bid: Bid): Decision {
  const price = priceOfLeader(terms, bid, state.price)
  if (price === state.price) {
    return { outcome: 'leading', events: [{ kind: 'raise', maximum: bid.amount }] }
  }
  return takeTheLead(terms, state, bid, state.price)
}

/** Rule 4: a hidden maximum is shown before it is beaten. */
function outbidTheLeader(
  terms: Terms,
  state: State,
  bid: Bid,
  leader: string,
  maximum: number,
): Decision {
  const enough = Math.min(bid.amount, maximum + stepAbove(terms.ladder, maximum))
  if (state.price >= maximum) return takeTheLead(terms, state, bid, enough)
  const shown: AuctionEvent = {
    ...state,
    kind: 'auto_bid',
    seq: state.seq + 1,
    bidder: leader,
    amount: maximum,
    price: maximum,
  }
  const { events, outcome } = takeTheLead(terms, apply(state, shown), bid, enough)
  return { outcome, events: [shown, ...events] }
}

/** Rule 5: the earlier maximum keeps the lead, on a tie too. */
function beatenAtOnce(
  terms: Terms,
  state: State,
  bid: Bid,
  leader: string,
  maximum: number,
): Decision {
  const price = Math.min(maximum, bid.amount + stepAbove(terms.ladder, bid.amount))
  const after = { ...state, bidCount: state.bidCount + 1, endsAt: endAfter(terms, state, bid) }
  const { seq } = state
  const { bidder, amount } = bid
  return {
    outcome: 'outbid',
    events: [
      { ...after, kind: 'bid', seq: seq + 1, bidder, amount, price: amount },
      { ...after, kind: 'auto_bid', seq: seq + 2, bidder: leader, amount: price, price },
    ],
  }
}

/** The bid's own event, at the price at which it leads; `enough` is the price that the other bids ask for. */
function takeTheLead(
  terms: Terms,
  state: State,
  bid: Bid,
  enough: number,
): { outcome: 'leading'; events: AuctionEvent[] } {
  const price = priceOfLeader(terms, bid, enough)
  const event: AuctionEvent = {
    kind: 'bid',
    seq: state.seq + 1,
    bidder: bid.bidder,
    amount: price,
    price,
    leader: bid.bidder,
    maximum: bid.amount,
    bidCount: state.bidCount + 1,
    reserveMet: terms.reserve === null || bid.amount >= terms.reserve,
    endsAt: endAfter(terms, state, bid),
  }
  return { outcome: 'leading', events: [event] }
}

/** Rules 6 and 7: a jump and a maximum below the reserve show in full; one that reaches it shows at least the reserve. */
function priceOfLeader(terms: Terms, bid: Bid, enough: number): number {
  if (!bid.isMax) return bid.amount
  if (terms.reserve === null) return enough
  return bid.amount < terms.reserve ? bid.amount : Math.max(enough, terms.reserve)
}

function endAfter(terms: Terms, state: State, bid: Bid): number {
  if (bid.at < state.endsAt - terms.softClose) return state.endsAt
  const extended = Math.max(state.endsAt, bid.at + terms.softClose)
  return terms.hardEnd === null
    ? extended
    : Math.max(state.endsAt, Math.min(extended, terms.hardEnd))
}
