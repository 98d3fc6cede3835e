import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const instant = z.nullable(z.string())
const schema = z.array(
  z.object({
    amount_cents: z.number(),
    code: z.string(),
    detail: z.nullable(z.record(z.string(), z.unknown())),
    price_cents: z.number(),
    min_bid_cents: z.number(),
    ends_at: instant,
    received_at: z.string(),
    locked_at: instant,
    decided_at: z.string(),
    rtt_ms: z.nullable(z.number()),
    ms_before_end: z.nullable(z.number()),
  }),
)

/** A refused bid of one's own as the server saw it. Times ISO 8601, amounts in cents. */
export type Attempt = z.infer<typeof schema>[number]

const LIMIT = 20

/** Calls `my_attempts` for one auction, latest first. Errors: 42501. */
export async function fetchAttempts(auctionId: string): Promise<Attempt[]> {
  return schema.parse(
    unwrap(await client.rpc('my_attempts', { p_auction_id: auctionId, p_limit: LIMIT })),
  )
}
