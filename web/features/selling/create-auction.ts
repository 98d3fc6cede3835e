import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface AuctionTerms {
  product_id: string
  starting_price_cents: number
  reserve_cents: number | null
  requires_card: boolean
}

/** Drafts a timed auction of an own product; returns its id. Errors: 42501, NOFND, INVAL, STATE, RTLIM. */
export async function createAuction(terms: AuctionTerms): Promise<string> {
  const { id } = unwrap(
    await client.rpc('create_auction', {
      p_product_id: terms.product_id,
      p_starting_price_cents: terms.starting_price_cents,
      p_requires_card: terms.requires_card,
      ...(terms.reserve_cents === null ? {} : { p_reserve_cents: terms.reserve_cents }),
    }),
  )
  return id
}
