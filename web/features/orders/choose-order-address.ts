import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `choose_order_address`. Errors: NOFND, STATE {status}, RTLIM. */
export async function chooseOrderAddress(orderId: string, addressId: string): Promise<void> {
  unwrap(await client.rpc('choose_order_address', { p_order_id: orderId, p_address_id: addressId }))
}
