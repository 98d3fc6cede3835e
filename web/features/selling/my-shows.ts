import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { studioKey } from './studio-keys.ts'

const LIMIT = 50

/** The seller's shows, latest first. */
export function myShowsQuery(userId: string) {
  return queryOptions({
    queryKey: [...studioKey(userId), 'shows'],
    queryFn: async ({ signal }) =>
      unwrap(
        await client
          .from('shows')
          .select('id, title, status, starts_at, ended_at, peak_viewers, created_at')
          .eq('seller_id', userId)
          .order('created_at', { ascending: false })
          .limit(LIMIT)
          .abortSignal(signal),
      ),
  })
}
