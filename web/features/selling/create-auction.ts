import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { type Offer, offerArguments } from './offer-terms.ts'

/** Drafts a timed auction of an own product; returns its id. Errors: 42501, NOFND, INVAL, STATE, RTLIM. */
export async function createAuction(offer: Offer): Promise<string> {
  const { id } = unwrap(await client.rpc('create_auction', offerArguments(offer)))
  return id
}
