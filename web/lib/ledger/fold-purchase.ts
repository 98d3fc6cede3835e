/** Units of a fixed-price sale: first come first served, until they are gone. */
import * as z from 'zod/mini'
import { type LedgerEvent, MAX_UNITS } from './event.ts'
import { Broken, insist } from './fault.ts'
import { insistInTime, insistSameEnd } from './fold-common.ts'
import { instantOf } from './instant.ts'
import { readDetail } from './json.ts'
import type { State } from './state.ts'

const units = z.strictObject({ quantity: z.int().check(z.minimum(1), z.maximum(MAX_UNITS)) })

export function foldPurchase(state: State, event: LedgerEvent): State {
  const { terms, price, leader, bidCount, reserveMet } = state
  const { format } = terms
  if (format.name !== 'fixed') {
    throw new Broken('format', 'kind', 'Units are bought only in a fixed-price sale.')
  }
  insistInTime(state, event)
  const { bidder } = event
  insist(bidder !== null, 'shape', 'bidder', 'A purchase has a buyer.')
  const message = 'A purchase states its quantity.'
  const { quantity } = readDetail(units, event, 'purchase', message)
  insist(event.price_cents === price, 'price', 'price_cents', 'The price is fixed.')
  const isPaid = event.amount_cents === quantity * price
  insist(isPaid, 'purchase', 'amount_cents', 'The amount is the price of the units.')
  const sold = bidCount + quantity
  insist(event.bid_count === sold, 'count', 'bid_count', 'Each unit counts once.')
  insist(sold <= format.quantity, 'purchase', 'detail', 'More units than there were.')
  const bought = (state.units.get(bidder) ?? 0) + quantity
  const isAllowed = format.perBuyer === null || bought <= format.perBuyer
  insist(isAllowed, 'purchase', 'bidder', 'More units than one buyer can have.')
  insist(event.leader === leader, 'leader', 'leader', 'Nobody leads in a fixed-price sale.')
  insist(event.reserve_met === reserveMet, 'reserve', 'reserve_met', 'There is no reserve.')
  insistSameEnd(state, event)
  state.units.set(bidder, bought)
  return {
    ...state,
    kind: event.kind,
    bidCount: sold,
    placedAt: instantOf(event.placed_at),
    open: sold === format.quantity ? { half: 'sold out' } : null,
  }
}
