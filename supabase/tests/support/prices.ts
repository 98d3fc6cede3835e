/** Prices and addresses in tests. */
import type { Arguments } from './call.ts'
import { call } from './call.ts'
import type { Market } from './market.ts'

export interface Quote {
  currency: string
  item_cents: number
  buyer_fee_cents: number
  shipping_cents: number
  tax_cents: number
  total_cents: number
  tax_name: string | null
  tax_known: boolean
  country: string
  region: string
  address_id: string | null
  place_known: boolean
  joins_order_id: string | null
  terms: {
    fee_rate_ppm: number
    tax_rate_ppm: number
    tax_on_fee: boolean
    taxed_before_cents: number
    taxed_shipping_cents: number
  }
}

export interface Address {
  full_name?: string
  line1?: string
  city?: string
  region?: string
  postal_code?: string
  country?: string
  is_default?: boolean
}

export const quote = (
  market: Market,
  caller: string,
  auction: string,
  amount: number,
  args: Arguments = {},
): Promise<Quote> =>
  call<Quote>(market.db, caller, 'price_quote', {
    p_auction_id: auction,
    p_amount_cents: amount,
    ...args,
  })

/** A further address of a user, written as the user; its id. */
export async function addressOf(market: Market, user: string, address: Address): Promise<string> {
  const row = {
    full_name: 'A Bidder',
    line1: '2 Side Street',
    city: 'Town',
    region: 'CA',
    postal_code: '94607',
    country: 'US',
    is_default: false,
    ...address,
  }
  const [made] = await market.db.as(
    user,
    (tx) => tx<{ id: string }[]>`insert into public.addresses ${tx(row)} returning id`,
  )
  if (!made) throw new Error('no address')
  return made.id
}

/** Lets somebody win an auction with one bid; the order's id. */
export async function winAt(
  market: Market,
  buyer: string,
  auction: string,
  amount: number,
): Promise<string> {
  await market.bid(buyer, auction, amount)
  await market.endIn(auction, -1)
  await call(market.db, buyer, 'close_auction', { p_auction_id: auction })
  const [item] = await market.db.sql<{ order_id: string }[]>`
    select order_id from public.order_items where auction_id = ${auction} and released_at is null`
  if (!item) throw new Error('nobody won')
  return item.order_id
}

export interface OrderPrice {
  items: number
  fee: number
  shipping: number
  tax: number
  total: number
}

export async function orderPrice(market: Market, order: string): Promise<OrderPrice> {
  const [row] = await market.db.sql<OrderPrice[]>`
    select items_cents::int as items, buyer_fee_cents::int as fee, shipping_cents::int as shipping, tax_cents::int as tax,
      total_cents::int as total from private.order_price(${order})`
  if (!row) throw new Error('no such order')
  return row
}
