import * as z from 'zod/mini'
import { client } from '../../../../lib/client.ts'
import { unwrap } from '../../../../lib/unwrap.ts'

const quoteSchema = z.object({
  currency: z.string(),
  item_cents: z.number(),
  buyer_fee_cents: z.number(),
  shipping_cents: z.number(),
  tax_cents: z.number(),
  total_cents: z.number(),
  tax_name: z.nullable(z.string()),
  tax_known: z.boolean(),
  country: z.string(),
  region: z.string(),
  address_id: z.nullable(z.string()),
  place_known: z.boolean(),
  joins_order_id: z.nullable(z.string()),
  terms: z.object({
    fee_rate_ppm: z.number(),
    tax_rate_ppm: z.number(),
    tax_on_fee: z.boolean(),
    taxed_before_cents: z.number(),
    taxed_shipping_cents: z.number(),
  }),
})

export type Quote = z.infer<typeof quoteSchema>

/** Where to: an own address, a place, or null for the default address. */
export type Destination = { addressId: string } | { country: string; region: string } | null

export interface QuoteInput {
  auctionId: string
  /** Of one unit, in cents. */
  unitCents: number
  quantity: number
  to: Destination
}

/** Calls `price_quote`: what so many units cost together. Errors: NOFND, INVAL. */
export async function fetchQuote(input: QuoteInput): Promise<Quote> {
  const { auctionId, unitCents, quantity, to } = input
  const place =
    to === null
      ? {}
      : 'addressId' in to
        ? { p_address_id: to.addressId }
        : { p_country: to.country, p_region: to.region }
  return quoteSchema.parse(
    unwrap(
      await client.rpc('price_quote', {
        p_auction_id: auctionId,
        p_amount_cents: unitCents,
        p_quantity: quantity,
        ...place,
      }),
    ),
  )
}
