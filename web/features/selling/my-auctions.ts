import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { studioKey } from './studio-keys.ts'

const LIMIT = 100
const REFRESH_MS = 15_000

/** The seller's timed auctions outside shows, latest first. */
export function myAuctionsQuery(userId: string) {
  return queryOptions({
    queryKey: [...studioKey(userId), 'auctions'],
    queryFn: async ({ signal }) =>
      unwrap(
        await client
          .from('auctions')
          .select('id, title, status, currency, price_cents, bid_count, starts_at, ends_at')
          .eq('seller_id', userId)
          .is('show_id', null)
          .order('created_at', { ascending: false })
          .limit(LIMIT)
          .abortSignal(signal),
      ),
    refetchInterval: REFRESH_MS,
  })
}
