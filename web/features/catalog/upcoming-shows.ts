import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { SHOW_SUMMARY, type ShowSummary } from './show-summary.ts'

const REFRESH_MS = 60_000
const LIMIT = 12

/** Announced shows, the next one first. */
export const upcomingShowsQuery = queryOptions({
  queryKey: ['shows', 'upcoming'],
  queryFn: async ({ signal }): Promise<ShowSummary[]> =>
    unwrap(
      await publicClient()
        .from('shows')
        .select(SHOW_SUMMARY)
        .eq('status', 'scheduled')
        .order('starts_at')
        .order('id')
        .limit(LIMIT)
        .abortSignal(signal),
    ),
  refetchInterval: REFRESH_MS,
})
