import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { AUCTION_SUMMARY, type AuctionSummary } from './auction-summary.ts'

const REFRESH_MS = 15_000
const LIMIT = 12

/** Timed auctions outside shows, the next to end first. */
export const endingAuctionsQuery = queryOptions({
  queryKey: ['auctions', 'ending'],
  queryFn: async ({ signal }): Promise<AuctionSummary[]> =>
    unwrap(
      await publicClient()
        .from('auctions')
        .select(AUCTION_SUMMARY)
        .eq('status', 'live')
        .is('show_id', null)
        .order('ends_at')
        .order('id')
        .limit(LIMIT)
        .abortSignal(signal),
    ),
  refetchInterval: REFRESH_MS,
})
