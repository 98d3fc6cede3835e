import { client } from './client.ts'
import { unwrap } from './unwrap.ts'

export interface RefundRequest {
  amount_cents: number
  reason: string
  /** Of one decision to refund: asked twice, it is one refund. */
  key: string
}

/** Calls `refund_order`. Errors: NOFND, STATE {status, left_cents}, INVAL {field}, IDMPT, MFAAL, RTLIM. */
export async function refundOrder(orderId: string, request: RefundRequest): Promise<void> {
  unwrap(
    await client.rpc('refund_order', {
      p_order_id: orderId,
      p_amount_cents: request.amount_cents,
      p_reason: request.reason,
      p_idempotency_key: request.key,
    }),
  )
}
