import { queryOptions } from '@tanstack/react-query'
import { array, nullable, object, parse, string } from 'valibot'
import { publicFetch } from './public-fetch.ts'

const REFRESH_MS = 60_000
/** The clocks run again at once, and nothing is broadcast of it. Each page has a pace of its own. */
const PAUSED_MS = 1_500 + 1_000 * Math.random()

const rows = array(object({ paused_at: nullable(string()), message: nullable(string()) }))

/** Whether the platform is paused, and the operators' message; null when nothing was ever said. */
export const platformStatusQuery = queryOptions({
  queryKey: ['platform-status'],
  queryFn: async ({ signal }) => {
    const reply = await publicFetch('platform_status?select=paused_at,message', { signal })
    return parse(rows, reply)[0] ?? null
  },
  refetchInterval: ({ state }) => (state.data?.paused_at == null ? REFRESH_MS : PAUSED_MS),
})
