import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Withdraws an own auction that has no bids. Errors: 42501, NOFND, STATE. */
export async function cancelAuction(auctionId: string): Promise<void> {
  unwrap(await client.rpc('cancel_auction', { p_auction_id: auctionId }))
}
