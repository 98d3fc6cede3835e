import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { SHOW_SUMMARY, type ShowSummary } from './show-summary.ts'

const REFRESH_MS = 10_000
const LIMIT = 24

/** Shows on air, most watched first. */
export const liveShowsQuery = queryOptions({
  queryKey: ['shows', 'live'],
  queryFn: async ({ signal }): Promise<ShowSummary[]> =>
    unwrap(
      await publicClient()
        .from('shows')
        .select(SHOW_SUMMARY)
        .eq('status', 'live')
        .order('viewers', { ascending: false })
        .order('id')
        .limit(LIMIT)
        .abortSignal(signal),
    ),
  refetchInterval: REFRESH_MS,
})
