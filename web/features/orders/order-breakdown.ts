import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const cents = z.nullable(z.number())

const breakdownSchema = z.object({
  currency: z.string(),
  items_cents: z.number(),
  buyer_fee_cents: cents,
  shipping_cents: cents,
  tax_cents: cents,
  total_cents: cents,
  tax_name: z.nullable(z.string()),
  tax_rate_ppm: z.nullable(z.number()),
  /** False while it follows the buyer's choice of address. */
  final: z.boolean(),
})

export type Breakdown = z.infer<typeof breakdownSchema>

/** What an order costs, part by part. Calls `order_breakdown`. Errors: NOFND. */
export function breakdownQuery(orderId: string) {
  return queryOptions({
    // Below the order's own key: whatever refreshes the order refreshes its price.
    queryKey: ['order', orderId, 'breakdown'],
    queryFn: async ({ signal }) =>
      breakdownSchema.parse(
        unwrap(await client.rpc('order_breakdown', { p_order_id: orderId }).abortSignal(signal)),
      ),
  })
}
