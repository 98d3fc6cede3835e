import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface LotTerms {
  product_id: string
  starting_price_cents: number
  reserve_cents: number | null
  duration_seconds: number
  requires_card: boolean
}

/** Puts an own product into a show's run as its next lot. Errors: 42501, NOFND, STATE, INVAL, RTLIM. */
export async function addLot(showId: string, terms: LotTerms): Promise<void> {
  unwrap(
    await client.rpc('add_lot', {
      p_show_id: showId,
      p_product_id: terms.product_id,
      p_starting_price_cents: terms.starting_price_cents,
      p_duration_seconds: terms.duration_seconds,
      p_requires_card: terms.requires_card,
      ...(terms.reserve_cents === null ? {} : { p_reserve_cents: terms.reserve_cents }),
    }),
  )
}
