import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Takes an offer; the order that it becomes. Calls `accept_second_chance`. Errors: NOFND, STATE, KBANN, NOCRD, UNVER. */
export async function acceptOffer(offerId: string): Promise<string | null> {
  return unwrap(await client.rpc('accept_second_chance', { p_offer_id: offerId })).order_id
}

/** Leaves an offer to the next bidder. Calls `decline_second_chance`. Errors: NOFND, STATE. */
export async function declineOffer(offerId: string): Promise<void> {
  unwrap(await client.rpc('decline_second_chance', { p_offer_id: offerId }))
}
