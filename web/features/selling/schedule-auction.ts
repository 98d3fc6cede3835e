import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Publishes a drafted auction, opening now; 30 seconds to 30 days long. Errors: 42501, NOFND, STATE, INVAL. */
export async function scheduleAuction(auctionId: string, endsAt: string): Promise<void> {
  unwrap(await client.rpc('schedule_auction', { p_auction_id: auctionId, p_ends_at: endsAt }))
}
