/** Payments in the database: what is to be called at Stripe, stored before the call, and what came of it. */
import { z } from 'zod'
import { type Commands, command } from './commands.ts'
import type { SavedCard, Seen } from './stripe.ts'

const payment = z.object({
  id: z.string(),
  order_id: z.string(),
  order_number: z.int(),
  via: z.enum(['card', 'checkout']),
  status: z.string(),
  amount_cents: z.int(),
  currency: z.string(),
  fee_cents: z.int(),
  destination: z.string().nullable(),
  intent_id: z.string().nullable(),
  session_id: z.string().nullable(),
  customer_id: z.string().nullable(),
})
export type Payment = z.infer<typeof payment>

const attempt = z.object({
  number: z.int(),
  key: z.string(),
  /** Somebody else began it, and nobody knows what came of it. */
  resumed: z.boolean(),
  age_seconds: z.int(),
  call: z.enum(['create', 'confirm', 'session']),
  session: z.enum(['on', 'off']).optional(),
  customer_id: z.string().nullable(),
  payment_method_id: z.string().optional(),
  /** Unix seconds; of a hosted page. */
  expires_at: z.int().optional(),
})
export type Attempt = z.infer<typeof attempt>

const call = z.object({ action: z.literal('call'), payment, attempt })
export type PaymentCall = z.infer<typeof call>

const step = z.discriminatedUnion('action', [
  call,
  z.object({ action: z.literal('none'), reason: z.string(), payment: payment.optional() }),
  z.object({ action: z.literal('later'), seconds: z.int() }),
  z.object({ action: z.literal('stop'), payment }),
  z.object({ action: z.literal('page'), payment }),
])
export type Step = z.infer<typeof step>

const state = z.discriminatedUnion('action', [
  call.extend({ booked: z.boolean() }),
  z.object({ action: z.literal('none'), reason: z.string(), payment, booked: z.boolean() }),
])
export type PaymentState = z.infer<typeof state>

const synced = z.object({
  order_id: z.string(),
  order_status: z.string(),
  reason: z.string().nullable(),
  payment_status: z.string(),
  /** Its fee and transfer are in the books. */
  booked: z.boolean(),
})
export type Synced = z.infer<typeof synced>

export type PaymentMode = 'off_session' | 'on_session' | 'checkout'

export interface PaymentStore {
  begin(orderId: string, mode: PaymentMode): Promise<Step>
  state(paymentId: string): Promise<PaymentState>
  /** `attempt`: the call that this answers. */
  sync(paymentId: string, seen: Seen, attempt?: number): Promise<Synced>
  /** `why`: in Stripe's words, for operators. */
  failAttempt(orderId: string, number: number, code: string, why?: string): Promise<void>
  /** The user's customer at Stripe, after keeping `customerId` unless there is one already. */
  customer(userId: string, customerId?: string): Promise<string | null>
  storeCard(card: SavedCard): Promise<boolean>
  forgetCard(userId: string): Promise<void>
}

/** `client` holds the secret key. */
export function createPaymentStore(client: Commands): PaymentStore {
  return {
    begin: (p_order_id, p_mode) => command(client, 'begin_payment', { p_order_id, p_mode }, step),
    state: (p_payment_id) => command(client, 'payment_state', { p_payment_id }, state),
    sync: (p_payment_id, p_seen, p_attempt) =>
      command(
        client,
        'sync_payment',
        { p_payment_id, p_seen, p_attempt: p_attempt ?? null },
        synced,
      ),
    async failAttempt(p_order_id, p_number, p_code, why) {
      const args = { p_order_id, p_number, p_code, p_why: why ?? null }
      await command(client, 'fail_attempt', args, z.unknown())
    },
    customer: (p_user_id, customerId) =>
      command(
        client,
        'store_customer',
        { p_user_id, p_customer_id: customerId ?? null },
        z.string().nullable(),
      ),
    storeCard: (p_card) => command(client, 'store_card', { p_card }, z.boolean()),
    async forgetCard(p_user_id) {
      await command(client, 'forget_card', { p_user_id }, z.unknown())
    },
  }
}
