import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { adminKey } from './admin-keys.ts'

const found = z.object({
  id: z.string(),
  number: z.int(),
  status: z.string(),
  currency: z.string(),
  cents: z.int(),
  created_at: z.string(),
  buyer: z.string(),
  shop: z.string(),
})
export type FoundOrder = z.infer<typeof found>

/** Calls `find_orders`: by number, person, e-mail or what Stripe calls it; the latest for an empty query. Errors: 42501, INVAL, RTLIM. */
export function findOrdersQuery(query: string) {
  return queryOptions({
    queryKey: [...adminKey, 'orders', query],
    queryFn: async ({ signal }) =>
      z
        .array(found)
        .parse(
          unwrap(
            await client
              .rpc('find_orders', query === '' ? {} : { p_query: query })
              .abortSignal(signal),
          ),
        ),
  })
}
