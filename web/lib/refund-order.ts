import { client } from './client.ts'
import { toAppError } from './errors.ts'
import { unwrap } from './unwrap.ts'

export interface RefundRequest {
  amount_cents: number
  reason: string
}

/** The key of the refund of an order that has not been confirmed yet. It outlives the dialog: an answer may be lost. */
const unconfirmed = new Map<string, string>()

/**
 * Calls `refund_order`. Until one is confirmed all attempts for an order carry the same key, so that they are one refund at
 * most: an attempt with other values after a lost answer is either the first to arrive, or is refused (IDMPT).
 * Errors: NOFND, STATE {status, left_cents}, INVAL {field}, IDMPT, MFAAL, RTLIM.
 */
export async function refundOrder(orderId: string, request: RefundRequest): Promise<void> {
  const key = unconfirmed.get(orderId) ?? crypto.randomUUID()
  unconfirmed.set(orderId, key)
  try {
    unwrap(
      await client.rpc('refund_order', {
        p_order_id: orderId,
        p_amount_cents: request.amount_cents,
        p_reason: request.reason,
        p_idempotency_key: key,
      }),
    )
  } catch (error) {
    // Refused because a refund has this key: that one was made, and the next is another one.
    if (toAppError(error).code === 'IDMPT') unconfirmed.delete(orderId)
    throw error
  }
  unconfirmed.delete(orderId)
}
