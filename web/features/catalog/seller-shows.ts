import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { SHOW_SUMMARY, type ShowSummary } from './show-summary.ts'

/** A seller's shows on air and announced, by start. */
export function sellerShowsQuery(sellerId: string) {
  return queryOptions({
    queryKey: ['shows', 'seller', sellerId],
    queryFn: async ({ signal }): Promise<ShowSummary[]> =>
      unwrap(
        await publicClient()
          .from('shows')
          .select(SHOW_SUMMARY)
          .eq('seller_id', sellerId)
          .in('status', ['live', 'scheduled'])
          .order('starts_at')
          .abortSignal(signal),
      ),
  })
}
