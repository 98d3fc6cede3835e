/**
 * Tells an auction again: the reference model decides every bid of the ledger anew, in the ledger's order and at its
 * times, and each of its events must be the one that is stored. What comes out are the states in between, which the
 * replies are held against.
 */
import {
  type AuctionEvent,
  apply,
  close,
  decide,
  open,
  type State,
  type Terms,
} from '../../model/auction.ts'
import type { AuctionFacts, EventFacts, RaiseFacts } from './read.ts'
import { nextSale } from './retell-sales.ts'
import { type Maximum, preBidFaults, withdrawn } from './retell-withdrawals.ts'

const OWN_RULES = ['extended', 'cancelled', 'bought', 'retracted', 'voided']

/** A state that was committed: after the opening, a bid with its automatic events, a silent raise, an extension, the end. */
export interface Position {
  state: State
  /** Of the bid that led here; null where the auctioneer or the host did. */
  key: string | null
  kind: string
  bidder: string | null
  /** What the bidder of this position gave as maximum. */
  max: number | null
  hash: string
  placedAt: number
}

export interface Retold {
  format: string
  terms: Terms
  positions: Position[]
  /** Keys of the maxima that were given before the opening, in their order. */
  preBids: (string | null)[]
  faults: string[]
}

export const FINAL: readonly string[] = ['sold', 'unsold', 'cancelled']

export function termsOf(auction: AuctionFacts): Terms {
  return {
    ladder: { from: auction.from, steps: auction.steps },
    startingPrice: auction.starting_price,
    reserve: auction.reserve,
    softClose: auction.soft_close_ms,
    hardEnd: auction.hard_end,
  }
}

export function retell(
  auction: AuctionFacts,
  events: readonly EventFacts[],
  raises: readonly RaiseFacts[],
): Retold {
  const terms = termsOf(auction)
  const faults: string[] = []
  const positions: Position[] = []
  const preBids = raises.filter(({ seq }) => seq === 0).map(({ key }) => key)
  const [first] = events
  if (first === undefined) {
    if (raises.some(({ seq }) => seq > 0))
      faults.push(`raises in ${auction.id}, which never opened`)
    return { format: auction.format, terms, positions, preBids, faults }
  }
  const say = (seq: number, text: string) =>
    faults.push(`auction ${auction.id}, event ${seq}: ${text}`)

  let state = apply(null, open(terms, first.ends_at))
  const reach = (event: EventFacts, by: Partial<Position> = {}) =>
    positions.push({
      state,
      key: null,
      kind: event.kind,
      bidder: null,
      max: null,
      hash: event.hash,
      placedAt: event.placed_at,
      ...by,
    })

  /** All that has been accepted, as a withdrawal folds it anew. */
  const maxima: Maximum[] = []
  const accept = (bidder: string, amount: number, isMax: boolean, bidSeq: number | null) => {
    const own = maxima.filter((each) => each.bidder === bidder).map((each) => each.bidSeq)
    maxima.push({ bidder, amount, isMax, bidSeq: bidSeq ?? Math.max(...own) })
  }

  /** The silent raises that were given while `event` was the last one, and the maximum that they left in its row. */
  const settle = (event: EventFacts) => {
    for (const raise of raises.filter(({ seq }) => seq === event.seq)) {
      const bid = { bidder: raise.bidder_id, amount: raise.max, isMax: true, at: raise.placed_at }
      const decision = decide(terms, state, bid)
      const isSilent = decision.outcome === 'leading' && decision.events[0]?.kind === 'raise'
      if (!isSilent) say(event.seq, `a silent raise to ${raise.max} that the rules do not allow`)
      state = { ...state, maximum: raise.max }
      accept(raise.bidder_id, raise.max, true, null)
      reach(event, { kind: 'raise', key: raise.key, bidder: raise.bidder_id, max: raise.max })
    }
    if (event.leader_max !== state.maximum) {
      say(event.seq, `the leader's maximum is ${event.leader_max}, by the rules ${state.maximum}`)
    }
  }

  expectSame(first, { ...state, kind: 'opened', bidder: null, amount: terms.startingPrice }, say)
  reach(first)
  settle(first)

  for (let index = 1; index < events.length; ) {
    const event = events[index]
    const previous = events[index - 1]
    if (event === undefined || previous === undefined) break
    if (FINAL.includes(previous.kind)) say(event.seq, `${event.kind} after ${previous.kind}`)
    const decided =
      withdrawn(terms, state, events, index, maxima, say) ??
      nextSale(auction, state, events, index, say) ??
      next(terms, state, events, index, say)
    for (const [offset, expected] of decided.events.entries()) {
      const stored = events[index + offset]
      if (stored === undefined) say(event.seq + offset, 'half of a bid is missing')
      else if (expected.kind === 'raise')
        say(stored.seq, 'an event where the rules know a silent raise')
      else expectSame(stored, expected, say)
    }
    state = decided.events.reduce<State>(apply, state)
    const last = events[index + decided.events.length - 1] ?? event
    reach(last, decided.by)
    const bid = events
      .slice(index, index + decided.events.length)
      .find(({ kind }) => kind === 'bid')
    if (bid?.bidder_id && bid.max !== null)
      accept(bid.bidder_id, bid.max, bid.is_max ?? true, bid.seq)
    index += decided.events.length
    settle(last)
  }
  for (const raise of raises.filter(({ seq }) => seq > events.length)) {
    say(raise.seq, 'a raise at a seq that the ledger does not have')
  }
  faults.push(...preBidFaults(auction.id, terms, events, raises))
  return { format: auction.format, terms, positions, preBids, faults }
}

export interface Decided {
  /** Never empty, so that the telling goes on. */
  events: AuctionEvent[]
  by: Partial<Position>
}

/** What the rules make of the next entry of the ledger. */
function next(
  terms: Terms,
  state: State,
  events: readonly EventFacts[],
  index: number,
  say: (seq: number, text: string) => void,
): Decided {
  const event = events[index]
  if (event === undefined) throw new RangeError('beyond the ledger')
  const asStored: Decided = { events: [{ ...stored(event), maximum: state.maximum }], by: {} }
  switch (event.kind) {
    case 'bid':
    case 'auto_bid': {
      // An automatic event before the bid belongs to it.
      const bid = event.kind === 'bid' ? event : events[index + 1]
      if (
        bid?.kind !== 'bid' ||
        bid.bidder_id === null ||
        bid.max === null ||
        bid.is_max === null
      ) {
        say(event.seq, 'an automatic bid that belongs to no bid')
        return asStored
      }
      const { bidder_id: bidder, max: amount, is_max: isMax, placed_at: at, key } = bid
      const decision = decide(terms, state, { bidder, amount, isMax, at })
      if (decision.outcome === 'refused' || decision.events.length === 0) {
        say(event.seq, `a bid of ${amount} that the rules refuse`)
        return asStored
      }
      return { events: decision.events, by: { key, kind: 'bid', bidder, max: amount } }
    }
    case 'extended':
      if (event.placed_at >= state.endsAt) say(event.seq, 'extended after the end')
      if (event.ends_at <= state.endsAt) say(event.seq, 'extended to an earlier end')
      return {
        events: [
          {
            ...state,
            kind: 'bid',
            seq: state.seq + 1,
            bidder: null,
            amount: null,
            endsAt: event.ends_at,
          },
        ],
        by: {},
      }
    case 'sold':
    case 'unsold':
      if (event.placed_at < state.endsAt) say(event.seq, 'closed before the end')
      return { events: [close(state)], by: {} }
    case 'cancelled':
      // Only an admin calls off an auction with bids, and says why.
      if (state.bidCount > 0 && event.detail === '')
        say(event.seq, 'cancelled with bids, no reason')
      return {
        events: [{ ...state, kind: 'unsold', seq: state.seq + 1, bidder: null, amount: null }],
        by: {},
      }
    default:
      say(event.seq, `no rule for ${event.kind}`)
      return asStored
  }
}

function stored(
  event: EventFacts,
): State & { kind: 'bid'; bidder: string | null; amount: number | null } {
  return {
    kind: 'bid',
    seq: event.seq,
    bidder: event.bidder_id,
    amount: event.amount,
    price: event.price,
    leader: event.leader_id,
    maximum: event.leader_max,
    bidCount: event.bid_count,
    reserveMet: event.reserve_met,
    endsAt: event.ends_at,
  }
}

function expectSame(
  event: EventFacts,
  expected: Exclude<AuctionEvent, { kind: 'raise' }>,
  say: (seq: number, text: string) => void,
): void {
  // Kinds that the model has no twin of were looked at by their own rules.
  const kind = OWN_RULES.includes(event.kind) ? event.kind : expected.kind
  // The winner of a sale is told by its leader.
  const bidder = event.kind === 'sold' ? event.leader_id : event.bidder_id
  const pairs: [string, unknown, unknown][] = [
    ['kind', event.kind, kind],
    ['seq', event.seq, expected.seq],
    ['bidder', bidder, expected.bidder],
    ['amount', event.amount, expected.amount],
    ['price', event.price, expected.price],
    ['leader', event.leader_id, expected.leader],
    ['bid count', event.bid_count, expected.bidCount],
    ['reserve met', event.reserve_met, expected.reserveMet],
    ['end', event.ends_at, expected.endsAt],
  ]
  for (const [what, is, due] of pairs) {
    if (is !== due) say(event.seq, `${what} is ${String(is)}, by the rules ${String(due)}`)
  }
}
