/**
 * A bid is taken back by its bidder or struck out by an admin, and the price is what it would have been without it. That
 * depends on maxima which the public does not know: of the price only the bounds are checked. The one event after which
 * a price may be lower.
 */
import * as z from 'zod/mini'
import type { LedgerEvent } from './event.ts'
import { Broken, insist } from './fault.ts'
import { insistSameEnd } from './fold-common.ts'
import { instantOf } from './instant.ts'
import { readDetail } from './json.ts'
import type { StandingBid, State } from './state.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** The database asks whether a bid may be retracted, then works out the state without it, then reads the clock again. */
const WORK_MS = 10_000

const reasons = z.strictObject({
  seq: z.int().check(z.minimum(1)),
  reason: z.string().check(z.minLength(1)),
})

export function foldWithdrawal(state: State, event: LedgerEvent): State {
  const { startingPrice, hasReserve } = state.terms
  const bid = withdrawnBid(state, event)
  const placedAt = instantOf(event.placed_at)
  if (event.kind === 'retracted') insistInTimeToRetract(state, bid, placedAt)
  const { price_cents: price, leader, bid_count: count } = event
  insist(price <= state.price, 'price', 'price_cents', 'A withdrawal cannot raise the price.')
  insist(price >= startingPrice, 'price', 'price_cents', 'The price is below the starting price.')
  insist(count === state.bidCount - 1, 'count', 'bid_count', 'A withdrawal takes one bid away.')
  const standing = new Set([...state.bids.values()].map(({ bidder }) => bidder))
  const leads = leader === null ? standing.size === 0 : standing.has(leader)
  insist(leads, 'leader', 'leader', 'The leader is somebody whose bid still stands, if any does.')
  const isStart = leader !== null || price === startingPrice
  insist(isStart, 'price', 'price_cents', 'Without a leader the price is the starting price.')
  const isKept = event.reserve_met ? state.reserveMet : hasReserve
  insist(isKept, 'reserve', 'reserve_met', 'A withdrawal cannot meet a reserve.')
  insistSameEnd(state, event)
  return {
    ...state,
    kind: event.kind,
    price,
    leader,
    bidCount: count,
    reserveMet: event.reserve_met,
    placedAt,
  }
}

/** The bid that the detail names, taken out of those that stand. */
function withdrawnBid({ bids, terms }: State, event: LedgerEvent): StandingBid {
  const isBidding = terms.format.name === 'english'
  insist(isBidding, 'format', 'kind', 'Only bids are withdrawn; a purchase is not.')
  const message = 'A withdrawal names the bid and the reason.'
  const { seq } = readDetail(reasons, event, 'withdrawal', message)
  const bid = bids.get(seq)
  if (bid === undefined) {
    throw new Broken('withdrawal', 'detail', `Event ${seq} is no bid that stands.`)
  }
  insist(event.bidder === bid.bidder, 'withdrawal', 'bidder', 'The bid was somebody else’s.')
  const isAmount = event.amount_cents === bid.amount
  insist(isAmount, 'withdrawal', 'amount_cents', 'The bid was of another amount.')
  bids.delete(seq)
  return bid
}

/** More than twelve hours before the end at any time; later within an hour of the bid, not in the last 15 minutes. */
function insistInTimeToRetract({ endsAt }: State, bid: StandingBid, at: number): void {
  const left = endsAt - at + WORK_MS
  const age = at - bid.placedAt - WORK_MS
  const isInTime = left > 12 * HOUR_MS || (age <= HOUR_MS && left > 15 * MINUTE_MS)
  insist(isInTime, 'withdrawal', 'placed_at', 'It was too late to retract this bid.')
}
