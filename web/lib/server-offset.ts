import { queryOptions, useQuery } from '@tanstack/react-query'
import { publicClient } from './public-client.ts'
import { unwrap } from './unwrap.ts'

const STALE_MS = 5 * 60_000

/** Milliseconds to add to this device's clock to get the server's: one sample, the middle of its round trip. */
const serverOffsetQuery = queryOptions({
  queryKey: ['server-offset'],
  queryFn: async ({ signal }) => {
    const sent = Date.now()
    const at = unwrap(await publicClient().rpc('server_time').abortSignal(signal))
    return Date.parse(at) - (sent + Date.now()) / 2
  },
  staleTime: STALE_MS,
})

/** Good to some tenths of a second: enough for lists. Null until the server has said its time. */
export function useServerOffset(): number | null {
  return useQuery(serverOffsetQuery).data ?? null
}
