import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Takes an auction off the user's watchlist; harmless when it is not on it. */
export async function unwatch(auctionId: string): Promise<void> {
  unwrap(await client.from('watches').delete().eq('auction_id', auctionId))
}
