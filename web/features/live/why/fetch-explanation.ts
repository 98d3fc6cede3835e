import * as z from 'zod/mini'
import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const schema = z.object({
  seq: z.number(),
  outcome: z.enum(['leading', 'outbid']),
  rule: z.enum([
    'first_bid',
    'raised_own',
    'outbid_leader',
    'beaten_by_maximum',
    'tie_to_the_earlier',
  ]),
  amount_cents: z.number(),
  is_max: z.boolean(),
  price_before_cents: z.number(),
  price_after_cents: z.number(),
  reserve_met: z.boolean(),
  min_bid_cents: z.number(),
  received_at: z.nullable(z.string()),
  locked_at: z.string(),
  ends_at: z.string(),
  rtt_ms: z.nullable(z.number()),
  ms_before_end: z.number(),
  extended_ms: z.number(),
  withdrawn: z.boolean(),
})

/** What the server knew when it took a bid of one's own. Times ISO 8601, amounts in cents. */
export type Explanation = z.infer<typeof schema>

/** Calls `explain_bid`. Errors: 42501, NOFND. */
export async function fetchExplanation(auctionId: string, seq: number): Promise<Explanation> {
  return schema.parse(
    unwrap(await client.rpc('explain_bid', { p_auction_id: auctionId, p_seq: seq })),
  )
}
