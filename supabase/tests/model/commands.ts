/**
 * An english auction with everything that can happen to it before its end: pre-bids, the opening, bids, withdrawn bids and
 * a purchase. Written from the rules page, over the model of a single bid. The clock stands still: times have tests of
 * their own.
 */
import { apply, type Bid, decide, open, type State, type Terms } from './auction.ts'

export type Command =
  | { kind: 'bid'; bidder: string; amount: number; isMax: boolean }
  | { kind: 'open' }
  | { kind: 'withdraw'; seq: number }
  | { kind: 'buyNow'; bidder: string }

/** What the caller is told, and how many public events it made. */
export interface Answer {
  outcome: 'leading' | 'outbid' | 'pending' | 'bought' | 'refused' | 'done'
  code: string | null
  minimum?: number | undefined
}

/** A maximum that has been accepted; a silent raise stands on the bidder's bid before it. */
interface Accepted extends Omit<Bid, 'at'> {
  /** The ledger's number of the bid, or of the bid that a raise stands on. */
  bidSeq: number
}

export interface Auction {
  terms: Terms
  buyNow: number | null
  preBids: { bidder: string; amount: number }[]
  /** Null before the opening. */
  state: State | null
  accepted: Accepted[]
  /** Numbers of bids that can still be withdrawn. */
  standing: number[]
  kinds: string[]
  ended: boolean
}

const FOREVER = Number.MAX_SAFE_INTEGER
const refused = (code: string, minimum?: number): Answer => ({ outcome: 'refused', code, minimum })

export function draft(terms: Terms, buyNow: number | null): Auction {
  return {
    ...{ terms, buyNow, preBids: [], state: null, accepted: [], standing: [], kinds: [] },
    ended: false,
  }
}

/** The bidder's own highest maximum that counts. */
export function ownMaximum(auction: Auction, bidder: string): number | null {
  const given = auction.state === null ? auction.preBids : auction.accepted
  const own = given.filter((each) => each.bidder === bidder).map((each) => each.amount)
  return own.length === 0 ? null : Math.max(...own)
}

export function run(auction: Auction, command: Command): { auction: Auction; answer: Answer } {
  switch (command.kind) {
    case 'open':
      return { auction: opened(auction), answer: { outcome: 'done', code: null } }
    case 'bid':
      return auction.state === null
        ? preBid(auction, command)
        : bid(auction, auction.state, command)
    case 'withdraw':
      return withdraw(auction, command.seq)
    case 'buyNow':
      return buy(auction, command.bidder)
  }
}

function preBid(auction: Auction, command: Extract<Command, { kind: 'bid' }>) {
  const { bidder, amount, isMax } = command
  if (!isMax) return { auction, answer: refused('NLIVE') }
  const own = ownMaximum(auction, bidder)
  const minimum = Math.max(auction.terms.startingPrice, own === null ? 0 : own + 1)
  if (amount < minimum) return { auction, answer: refused('LOWBD', minimum) }
  const preBids = [...auction.preBids, { bidder, amount }]
  return { auction: { ...auction, preBids }, answer: { outcome: 'pending', code: null } as Answer }
}

function opened(auction: Auction): Auction {
  const state = apply(null, open(auction.terms, FOREVER))
  const start: Auction = { ...auction, state, kinds: ['opened'] }
  return auction.preBids.reduce((now, { bidder, amount }) => {
    if (now.state === null) throw new Error('not open')
    return bid(now, now.state, { kind: 'bid', bidder, amount, isMax: true }).auction
  }, start)
}

function bid(auction: Auction, state: State, command: Extract<Command, { kind: 'bid' }>) {
  const { bidder, amount, isMax } = command
  if (auction.ended) return { auction, answer: refused('LATEB') }
  const decision = decide(auction.terms, state, { bidder, amount, isMax, at: 0 })
  if (decision.outcome === 'refused') {
    return { auction, answer: refused(decision.code, decision.minimum) }
  }
  const kinds = decision.events.flatMap((event) => (event.kind === 'raise' ? [] : [event.kind]))
  const after = decision.events.reduce<State>(apply, state)
  const made = decision.events.find((event) => event.kind === 'bid')
  const bidSeq = made?.kind === 'bid' ? made.seq : Math.max(...seqsOf(auction.accepted, bidder))
  return {
    auction: {
      ...auction,
      state: after,
      accepted: [...auction.accepted, { bidder, amount, isMax, bidSeq }],
      standing: made === undefined ? auction.standing : [...auction.standing, bidSeq],
      kinds: [...auction.kinds, ...kinds],
    },
    answer: { outcome: decision.outcome, code: null } as Answer,
  }
}

const seqsOf = (accepted: readonly Accepted[], bidder: string): number[] =>
  accepted.filter((each) => each.bidder === bidder).map((each) => each.bidSeq)

/** "Both append an event and recompute the state by replaying the ledger without that bid." */
function withdraw(auction: Auction, seq: number): { auction: Auction; answer: Answer } {
  const { state, terms } = auction
  if (state === null || auction.ended || !auction.standing.includes(seq)) {
    return { auction, answer: refused('NOFND') }
  }
  const accepted = auction.accepted.filter((each) => each.bidSeq !== seq)
  const fold = accepted.reduce<State>(
    (now, { bidder, amount, isMax }) => {
      const decision = decide(terms, now, { bidder, amount, isMax, at: 0 })
      return decision.outcome === 'refused' ? now : decision.events.reduce<State>(apply, now)
    },
    apply(null, open(terms, FOREVER)),
  )
  const after = { ...fold, seq: state.seq + 1, bidCount: state.bidCount - 1 }
  return {
    auction: {
      ...{ ...auction, state: after, accepted },
      standing: auction.standing.filter((each) => each !== seq),
      kinds: [...auction.kinds, 'voided'],
    },
    answer: { outcome: 'done', code: null },
  }
}

/** "Available until the first accepted bid, or until the reserve is met where there is one." */
function buy(auction: Auction, bidder: string): { auction: Auction; answer: Answer } {
  const { state, buyNow } = auction
  if (state === null) return { auction, answer: refused('NLIVE') }
  const isOpen = state.leader === null || !state.reserveMet
  if (auction.ended || buyNow === null || !isOpen) return { auction, answer: refused('SOLDX') }
  const sold: State = {
    ...{ ...state, seq: state.seq + 1, price: buyNow, leader: bidder, maximum: buyNow },
    reserveMet: true,
  }
  return {
    auction: { ...auction, state: sold, ended: true, kinds: [...auction.kinds, 'sold'] },
    answer: { outcome: 'bought', code: null },
  }
}
