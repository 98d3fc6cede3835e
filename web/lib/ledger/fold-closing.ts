/** The end: one event for every format, sold, unsold or cancelled. */
import * as z from 'zod/mini'
import type { LedgerEvent } from './event.ts'
import { insist } from './fault.ts'
import { insistInTime, insistSameEnd, insistUnchanged } from './fold-common.ts'
import { instantOf } from './instant.ts'
import { readDetail } from './json.ts'
import { priceAt, type State } from './state.ts'

const purchase = z.union([
  z.strictObject({ buy_now: z.literal(true) }),
  z.strictObject({ accepted: z.literal(true) }),
])
const reason = z.strictObject({ reason: z.string().check(z.minLength(1)) })

const closing = (holds: boolean, field: string, message: string) =>
  insist(holds, 'closing', field, message)

export function foldClosing(state: State, event: LedgerEvent): State {
  insistSameEnd(state, event)
  if (event.kind === 'sold' && event.detail !== '') return foldSaleByPurchase(state, event)
  const at = instantOf(event.placed_at)
  insistUnchanged({ ...state, price: priceAt(state, at) }, event)
  const winner = event.kind === 'sold' ? state.leader : null
  if (event.kind === 'cancelled') insistOnReason(state, event)
  else insistOnDue(state, event)
  closing(event.bidder === winner, 'bidder', 'Only a sale names the buyer.')
  const amount = winner === null ? null : state.price
  closing(event.amount_cents === amount, 'amount_cents', 'The amount is the final price, if sold.')
  const way = state.terms.format.name === 'fixed' ? 'units' : 'bids'
  return {
    ...state,
    kind: event.kind,
    price: event.price_cents,
    placedAt: at,
    open: null,
    sale: event.kind === 'sold' ? way : null,
  }
}

/** Called off: without a bid by the seller, with bids only by an admin, who says why. */
function insistOnReason({ bidCount }: State, event: LedgerEvent): void {
  const isExplained = bidCount === 0 || event.detail !== ''
  closing(isExplained, 'kind', 'An auction with bids is cancelled only with a stated reason.')
  if (event.detail !== '') {
    readDetail(reason, event, 'closing', 'A cancellation states a reason or nothing.')
  }
}

/** Sold to the leader when the reserve is met, or when any unit was bought; else unsold. Not before the end. */
function insistOnDue(state: State, event: LedgerEvent): void {
  const { leader, reserveMet, bidCount, endsAt, terms, open } = state
  closing(event.detail === '', 'detail', 'Only a cancellation gives a reason.')
  const isSoldOut = open?.half === 'sold out'
  const isOver = isSoldOut || instantOf(event.placed_at) >= endsAt
  closing(isOver, 'placed_at', 'Closed before its end.')
  const isSold = event.kind === 'sold'
  if (terms.format.name === 'fixed') {
    closing(isSold === bidCount > 0, 'kind', 'A fixed-price sale is sold when any unit was bought.')
    return
  }
  closing(!isSold || leader !== null, 'kind', 'Sold without a leader.')
  closing(!isSold || reserveMet, 'kind', 'Sold below the reserve.')
  const isDue = leader !== null && reserveMet
  closing(isSold || !isDue, 'kind', 'The leader met every condition: this had to be sold.')
}

/** Bought before the end, at the buy-now price or at the descending price of that moment. */
function foldSaleByPurchase(state: State, event: LedgerEvent): State {
  const { terms, leader, reserveMet, bidCount } = state
  const message = 'A sale states how it was bought, or nothing.'
  const how = readDetail(purchase, event, 'purchase', message)
  insistInTime(state, event)
  const { format } = terms
  const at = instantOf(event.placed_at)
  let price: number | null = null
  if ('accepted' in how) {
    const isDescending = format.name === 'descending'
    insist(isDescending, 'format', 'detail', 'Only a descending price is accepted.')
    price = priceAt(state, at)
  } else if (format.name === 'english') {
    price = format.buyNow
    // Until the first bid; where there is a reserve, until it is met.
    const isOpen = leader === null || !reserveMet
    insist(isOpen, 'purchase', 'detail', 'A bid had ended buying now.')
  }
  insist(price !== null, 'purchase', 'detail', 'The terms name no price to buy at now.')
  const isPrice = event.price_cents === price && event.amount_cents === price
  insist(isPrice, 'purchase', 'price_cents', `The price to buy at was ${price}.`)
  insist(event.bidder !== null, 'shape', 'bidder', 'A sale names the buyer.')
  insist(event.leader === event.bidder, 'leader', 'leader', 'Who buys is the winner.')
  insist(event.bid_count === bidCount, 'count', 'bid_count', 'A purchase is not a bid.')
  insist(event.reserve_met, 'reserve', 'reserve_met', 'A purchase meets the reserve.')
  return {
    ...state,
    kind: event.kind,
    price: event.price_cents,
    leader: event.leader,
    reserveMet: true,
    placedAt: at,
    sale: 'accepted' in how ? 'accepted' : 'buy_now',
  }
}
