/** What a member of the audience sees of an auction. */
import { z } from 'zod'
import { dataOf } from '../call.ts'
import type { Client } from '../market.ts'

const schema = z.object({
  id: z.string(),
  status: z.string(),
  title: z.string(),
  starting_price_cents: z.number(),
  price_cents: z.number(),
  min_bid_cents: z.number(),
  bid_count: z.number(),
  ends_at: z.string().nullable(),
  server_time: z.string(),
  increment: z.object({ from: z.array(z.number()), step: z.array(z.number()) }),
  you: z.object({ leading: z.boolean(), is_seller: z.boolean() }).nullable(),
})

export type AuctionView = z.infer<typeof schema>

export async function viewAuction(client: Client, id: string): Promise<AuctionView> {
  const answer = await client.rpc('auction_snapshot', { p_auction_id: id })
  return schema.parse(dataOf('auction_snapshot', answer))
}

/** By the server's clock; negative once it is over, infinite while no end is set. */
export function millisecondsLeft({ ends_at, server_time }: AuctionView): number {
  return ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(ends_at) - Date.parse(server_time)
}

/** The tick comes once a second; later than this it is not coming. */
const TICK_MS = 1_500

export function isOverdue(view: AuctionView): boolean {
  return view.status === 'live' && millisecondsLeft(view) < -TICK_MS
}
