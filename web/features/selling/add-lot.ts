import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { type Offer, offerArguments } from './offer-terms.ts'

export interface LotOffer extends Offer {
  duration_seconds: number
}

/** Puts an own product into a show's run as its next lot. Errors: 42501, NOFND, STATE, INVAL, RTLIM. */
export async function addLot(showId: string, offer: LotOffer): Promise<void> {
  unwrap(
    await client.rpc('add_lot', {
      ...offerArguments(offer),
      p_show_id: showId,
      p_duration_seconds: offer.duration_seconds,
    }),
  )
}
