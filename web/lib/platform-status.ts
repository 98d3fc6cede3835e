import { queryOptions } from '@tanstack/react-query'
import { array, nullable, object, parse, string } from 'valibot'
import { publicFetch } from './public-fetch.ts'

const REFRESH_MS = 60_000

const rows = array(object({ paused_at: nullable(string()), message: nullable(string()) }))

/** Whether the platform is paused, and the operators' message; null when nothing was ever said. */
export const platformStatusQuery = queryOptions({
  queryKey: ['platform-status'],
  queryFn: async ({ signal }) => {
    const reply = await publicFetch('platform_status?select=paused_at,message', { signal })
    return parse(rows, reply)[0] ?? null
  },
  refetchInterval: REFRESH_MS,
})
