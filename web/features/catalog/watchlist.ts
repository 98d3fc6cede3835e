import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { watchlistKey } from '../../lib/watchlist-key.ts'
import { AUCTION_SUMMARY, type AuctionSummary } from './auction-summary.ts'

const REFRESH_MS = 15_000

/** What the user watches, latest first. */
export function watchlistQuery(userId: string) {
  return queryOptions({
    queryKey: [...watchlistKey, userId],
    queryFn: async ({ signal }): Promise<AuctionSummary[]> => {
      const rows = unwrap(
        await client
          .from('watches')
          .select(`auction:auctions(${AUCTION_SUMMARY})`)
          .order('created_at', { ascending: false })
          .abortSignal(signal),
      )
      return rows.map((row) => row.auction).filter((auction) => auction !== null)
    },
    refetchInterval: REFRESH_MS,
  })
}
