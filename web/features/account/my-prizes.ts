import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const prizeSchema = z.object({
  giveaway_id: z.string(),
  prize: z.string(),
  won_at: z.string(),
  show_id: z.string(),
  show_title: z.string(),
  shop_name: z.string(),
  username: z.string(),
})

/** Calls `my_prizes`: what the user has won in giveaways, latest first. */
export function myPrizesQuery(userId: string) {
  return queryOptions({
    queryKey: ['my-prizes', userId],
    queryFn: async ({ signal }) =>
      z.array(prizeSchema).parse(unwrap(await client.rpc('my_prizes').abortSignal(signal))),
  })
}
