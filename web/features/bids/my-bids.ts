import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const REFRESH_MS = 15_000
const LIMIT = 100

const schema = z.array(
  z.object({
    id: z.string(),
    show_id: z.nullable(z.string()),
    title: z.string(),
    currency: z.string(),
    status: z.enum(['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled']),
    price_cents: z.number(),
    bid_count: z.number(),
    ends_at: z.nullable(z.string()),
    reserve_met: z.boolean(),
    product: z.object({ images: z.array(z.string()) }),
    you: z.object({
      leading: z.boolean(),
      max_cents: z.nullable(z.number()),
      order_id: z.nullable(z.string()),
    }),
    your_last_bid_at: z.string(),
  }),
)

/** One auction the user has bid in; of `auction_snapshot` only what this page shows. */
export type MyBid = z.infer<typeof schema>[number]

/** The auctions the user has bid in, latest bid first. */
export function myBidsQuery(userId: string) {
  return queryOptions({
    queryKey: ['my-bids', userId],
    queryFn: async ({ signal }): Promise<MyBid[]> =>
      schema.parse(unwrap(await client.rpc('my_bids', { p_limit: LIMIT }).abortSignal(signal))),
    refetchInterval: REFRESH_MS,
  })
}
