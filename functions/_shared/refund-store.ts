/** Refunds in the database: what is to be called at Stripe, and what came of it. */
import { z } from 'zod'
import { type Commands, command } from './commands.ts'

const refund = z.object({
  id: z.string(),
  order_id: z.string(),
  payment_id: z.string(),
  intent_id: z.string(),
  /** Known once it exists at Stripe. */
  stripe_id: z.string().nullable(),
  amount_cents: z.int(),
  reason: z.string(),
  reverse_transfer: z.boolean(),
  refund_application_fee: z.boolean(),
  attempt: z.int(),
  key: z.string(),
  age_seconds: z.int(),
})
export type Refund = z.infer<typeof refund>

const step = z.discriminatedUnion('action', [
  z.object({ action: z.literal('call'), refund }),
  z.object({ action: z.literal('later'), seconds: z.int() }),
  z.object({ action: z.literal('none'), reason: z.string() }),
])
export type RefundStep = z.infer<typeof step>

const status = z.enum(['pending', 'succeeded', 'failed'])
export type RefundStatus = z.infer<typeof status>

/** As public.sync_refund takes it; cents. */
export interface SeenRefund {
  refund: {
    id: string
    status: string
    amount_cents: number
    currency: string
    failure_code?: string
    /** What came back from the shop's account. */
    transfer_back_cents: number
  }
  /** Of the platform's fee on the whole charge, up to now: Stripe tells it of no single refund. */
  fee_back_total_cents: number
}

export interface RefundStore {
  begin(refundId: string): Promise<RefundStep>
  sync(refundId: string, seen: SeenRefund): Promise<RefundStatus>
  /** `lost`: nothing happened under this attempt's key; any other code: Stripe will never do it. */
  fail(refundId: string, attempt: number, code: string): Promise<RefundStatus>
}

/** `client` holds the secret key. */
export function createRefundStore(client: Commands): RefundStore {
  return {
    begin: (p_refund_id) => command(client, 'begin_refund', { p_refund_id }, step),
    sync: (p_refund_id, p_seen) => command(client, 'sync_refund', { p_refund_id, p_seen }, status),
    fail: (p_refund_id, p_attempt, p_code) =>
      command(client, 'fail_refund', { p_refund_id, p_attempt, p_code }, status),
  }
}
