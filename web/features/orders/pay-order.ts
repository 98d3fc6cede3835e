import * as z from 'zod/mini'
import { callFunction } from '../../lib/call-function.ts'

const replySchema = z.object({
  order_status: z.string(),
  reason: z.nullable(z.string()),
  /** Where the browser goes on; null when there is nothing left to do in it. */
  url: z.nullable(z.url()),
})

/** Pays an order now, with the card on file or with another one on the hosted page. Errors: STATE {status}, NOFND. */
export function payOrder(orderId: string, card: 'saved' | 'other') {
  return callFunction('stripe-checkout', { order_id: orderId, card }, replySchema)
}
