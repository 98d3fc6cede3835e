import { loadClient } from '../../../lib/load-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Puts an auction on the caller's watchlist, or takes it off. Errors: 42501 (not signed in). */
export async function watchAuction(
  auctionId: string,
  userId: string,
  watching: boolean,
): Promise<void> {
  const watches = (await loadClient()).from('watches')
  unwrap(
    watching
      ? // A second tab may have been faster: that is the same watch.
        await watches.upsert(
          { auction_id: auctionId },
          { onConflict: 'user_id,auction_id', ignoreDuplicates: true },
        )
      : await watches.delete().eq('auction_id', auctionId).eq('user_id', userId),
  )
}
