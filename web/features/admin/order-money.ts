import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { adminKey } from './admin-keys.ts'

const event = z.object({
  at: z.string(),
  what: z.string(),
  cents: z.nullable(z.int()),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type MoneyEvent = z.infer<typeof event>

const orderMoney = z.object({
  id: z.string(),
  number: z.int(),
  status: z.string(),
  /** Why the buyer must act, or why it was cancelled. */
  reason: z.nullable(z.string()),
  currency: z.string(),
  total_cents: z.nullable(z.int()),
  payment_due_at: z.string(),
  buyer: z.string(),
  shop: z.string(),
  items: z.array(z.object({ title: z.string(), quantity: z.int(), price_cents: z.int() })),
  /** Can still go back to the buyer. */
  left_cents: z.int(),
  disputed: z.boolean(),
  /** Oldest first. */
  events: z.array(event),
  /** The order's entries in the books, by account. */
  accounts: z.array(z.object({ account: z.string(), cents: z.int() })),
})
export type OrderMoney = z.infer<typeof orderMoney>

/** Calls `order_money`. Errors: 42501, NOFND. */
export function orderMoneyQuery(id: string) {
  return queryOptions({
    queryKey: [...adminKey, 'order', id],
    queryFn: async ({ signal }) =>
      orderMoney.parse(
        unwrap(await client.rpc('order_money', { p_order_id: id }).abortSignal(signal)),
      ),
  })
}
