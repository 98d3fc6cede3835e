import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `confirm_delivery`. Errors: NOFND, STATE {status}. */
export async function confirmDelivery(orderId: string): Promise<void> {
  unwrap(await client.rpc('confirm_delivery', { p_order_id: orderId }))
}
