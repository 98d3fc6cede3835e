import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { AUCTION_SUMMARY, type AuctionSummary } from './auction-summary.ts'

const LIMIT = 48

/** A seller's timed auctions, running ones first. */
export function sellerAuctionsQuery(sellerId: string) {
  return queryOptions({
    queryKey: ['auctions', 'seller', sellerId],
    queryFn: async ({ signal }): Promise<AuctionSummary[]> =>
      unwrap(
        await publicClient()
          .from('auctions')
          .select(AUCTION_SUMMARY)
          .eq('seller_id', sellerId)
          .is('show_id', null)
          .in('status', ['live', 'scheduled'])
          .order('ends_at')
          .limit(LIMIT)
          .abortSignal(signal),
      ),
  })
}
