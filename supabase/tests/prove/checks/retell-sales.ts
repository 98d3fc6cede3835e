/** What the rules make of purchases: buy now, a descending price, units at a fixed price. */
import type { State } from '../../model/auction.ts'
import type { AuctionFacts, EventFacts } from './read.ts'
import type { Decided } from './retell.ts'

type Say = (seq: number, text: string) => void

/** Null where the entry is none of a sale at a standing price. */
export function nextSale(
  auction: AuctionFacts,
  state: State,
  events: readonly EventFacts[],
  index: number,
  say: Say,
): Decided | null {
  const event = events[index]
  const opened = events[0]
  if (event === undefined || opened === undefined) return null
  const isPurchase = event.kind === 'bought' || (event.kind === 'sold' && event.bidder_id !== null)
  if (isPurchase && event.placed_at >= state.endsAt) say(event.seq, 'bought at or after the end')
  if (auction.format === 'english') {
    return isPurchase ? bought(state, event, buyNow(auction, state, event, say)) : null
  }
  if (event.kind === 'bid' || event.kind === 'auto_bid') {
    say(event.seq, `a bid in a ${auction.format} auction`)
  }
  if (event.kind === 'sold' && !isPurchase && auction.format === 'descending') {
    say(event.seq, 'sold to nobody')
  }
  if (event.kind === 'sold' || event.kind === 'unsold' || event.kind === 'bought') {
    if (auction.format === 'descending') {
      const price = descendingPrice(auction, opened, event)
      return isPurchase ? bought(state, event, price) : ended({ ...state, price }, event, say)
    }
    return event.kind === 'bought'
      ? units(auction, state, events, index, say)
      : fixedEnd(auction, state, event, say)
  }
  return null
}

function bought(state: State, event: EventFacts, price: number): Decided {
  const { bidder_id: buyer, key } = event
  const after = { leader: buyer, maximum: price, price, reserveMet: true, seq: state.seq + 1 }
  return {
    events: [{ ...state, ...after, kind: 'sold', bidder: buyer, amount: price }],
    by: { key, bidder: buyer },
  }
}

function ended(state: State, event: EventFacts, say: Say): Decided {
  if (event.placed_at < state.endsAt) say(event.seq, 'closed before the end')
  const kind = event.kind === 'sold' ? 'sold' : 'unsold'
  return { events: [{ ...state, kind, seq: state.seq + 1, bidder: null, amount: null }], by: {} }
}

/** Until the first accepted bid, or until the reserve is met where there is one. */
function buyNow({ buy_now }: AuctionFacts, state: State, event: EventFacts, say: Say): number {
  if (buy_now === null) say(event.seq, 'bought, but it has no buy-now price')
  if (state.leader !== null && state.reserveMet) say(event.seq, 'bought after a bid')
  return buy_now ?? event.price
}

/** Falls by a step every tick from start to floor; a pause moves the end and lets the price stand as long. */
function descendingPrice(
  { starting_price, floor, drop, tick_ms }: AuctionFacts,
  opened: EventFacts,
  event: EventFacts,
): number {
  const from = opened.placed_at + (event.ends_at - opened.ends_at)
  const elapsed = Math.min(event.placed_at, event.ends_at) - from
  const ticks = Math.max(0, Math.floor(elapsed / (tick_ms ?? 1)))
  return Math.max(floor ?? 0, starting_price - (drop ?? 0) * ticks)
}

function units(
  auction: AuctionFacts,
  state: State,
  events: readonly EventFacts[],
  index: number,
  say: Say,
): Decided {
  const event = events[index]
  if (event === undefined) throw new RangeError('beyond the ledger')
  const { bidder_id: buyer, key } = event
  const count = unitsIn(event)
  const before = events.slice(0, index).filter((each) => each.bidder_id === buyer)
  const own = before.reduce((sum, each) => sum + unitsIn(each), count)
  const total = state.bidCount + count
  if (count < 1) say(event.seq, 'no units bought')
  if (total > (auction.quantity ?? 0)) say(event.seq, `unit ${total} of ${auction.quantity}`)
  if (own > (auction.per_buyer ?? Infinity)) say(event.seq, `${own} units for one buyer`)
  const amount = count * auction.starting_price
  const after = { ...state, bidCount: total, seq: state.seq + 1 }
  return { events: [{ ...after, kind: 'bid', bidder: buyer, amount }], by: { key, bidder: buyer } }
}

/** Sold when the last unit is gone, or at the end with at least one. */
function fixedEnd({ quantity }: AuctionFacts, state: State, event: EventFacts, say: Say): Decided {
  const isOut = state.bidCount === quantity
  if (!isOut && event.placed_at < state.endsAt) say(event.seq, 'closed before the end')
  const kind = state.bidCount > 0 ? 'sold' : 'unsold'
  return { events: [{ ...state, kind, seq: state.seq + 1, bidder: null, amount: null }], by: {} }
}

export function unitsIn({ kind, detail }: EventFacts): number {
  if (kind !== 'bought') return 0
  const { quantity } = Object(JSON.parse(detail))
  return Number(quantity)
}
