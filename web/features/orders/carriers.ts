import { queryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Who carries parcels. */
export const carriersQuery = queryOptions({
  queryKey: ['carriers'],
  queryFn: async ({ signal }) =>
    unwrap(
      await publicClient().from('carriers').select('code, name').order('name').abortSignal(signal),
    ),
  staleTime: Number.POSITIVE_INFINITY,
})

/** The carrier's page for a parcel, or null where there is none. */
export function trackingUrl(template: string | null, number: string | null): string | null {
  if (template === null || number === null) return null
  return template.replace('{number}', encodeURIComponent(number))
}
