import { queryOptions } from '@tanstack/react-query'
import { publicClient } from './public-client.ts'
import { unwrap } from './unwrap.ts'

const REFRESH_MS = 60_000

/** Whether the platform is paused, and the operators' message. */
export const platformStatusQuery = queryOptions({
  queryKey: ['platform-status'],
  queryFn: async ({ signal }) =>
    unwrap(
      await publicClient()
        .from('platform_status')
        .select('paused_at, message')
        .abortSignal(signal)
        .maybeSingle(),
    ),
  refetchInterval: REFRESH_MS,
})
