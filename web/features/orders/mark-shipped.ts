import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

export interface Parcel {
  carrier: string
  tracking_number: string
}

/** Calls `mark_shipped`; again corrects carrier and number. Errors: NOFND, STATE {status}, INVAL {field}, RTLIM. */
export async function markShipped(orderId: string, parcel: Parcel): Promise<void> {
  unwrap(
    await client.rpc('mark_shipped', {
      p_order_id: orderId,
      p_carrier: parcel.carrier,
      p_tracking_number: parcel.tracking_number,
    }),
  )
}
