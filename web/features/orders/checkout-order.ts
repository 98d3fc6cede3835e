import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Closes an open order and lets the card on file be charged. Calls `checkout_order`. Errors: NOFND, STATE {status}, RTLIM. */
export async function checkoutOrder(orderId: string): Promise<void> {
  unwrap(await client.rpc('checkout_order', { p_order_id: orderId }))
}
