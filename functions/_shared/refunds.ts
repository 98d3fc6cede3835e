/** Sends money back: once for each refund, whoever asks again and whatever has crashed before. */
import Stripe from 'stripe'
import type { Refund, RefundStatus, RefundStore, SeenRefund } from './refund-store.ts'
import { codeText, expanded, isFinalFailure, KEY_LIFETIME_S } from './stripe.ts'

export interface RefundContext {
  stripe: Stripe
  refunds: RefundStore
}

/** All that `sync_refund` needs of a refund, and whose it is. */
export const REFUND_EXPANSION = ['transfer_reversal', 'charge.application_fee', 'payment_intent']

/** @param refund expanded as in {@link REFUND_EXPANSION}. */
export function seenRefund(refund: Stripe.Refund): SeenRefund {
  const charge = expanded(refund.charge)
  const { id, status, amount, currency, failure_reason } = refund
  return {
    refund: {
      ...{ id, status: status ?? 'pending', amount_cents: amount, currency },
      ...(failure_reason ? { failure_code: codeText(failure_reason) } : {}),
      transfer_back_cents: expanded(refund.transfer_reversal)?.amount ?? 0,
    },
    fee_back_total_cents: expanded(charge?.application_fee)?.amount_refunded ?? 0,
  }
}

export function fetchRefund(stripe: Stripe, id: string): Promise<Stripe.Refund> {
  return stripe.refunds.retrieve(id, { expand: REFUND_EXPANSION })
}

/** The refund's id at Stripe, found without its key. Undefined: there is none. */
async function findRefund({ stripe }: RefundContext, { id, intent_id }: Refund) {
  for await (const each of stripe.refunds.list({ payment_intent: intent_id, limit: 100 })) {
    if (each.metadata?.refund_id === id) return each.id
  }
  return undefined
}

async function createRefund({ stripe }: RefundContext, refund: Refund): Promise<string> {
  const { id, order_id, payment_id, intent_id, amount_cents, key } = refund
  const made = await stripe.refunds.create(
    {
      payment_intent: intent_id,
      amount: amount_cents,
      // Absent rather than false: what was sent once must be sent again in the same words.
      ...(refund.reverse_transfer ? { reverse_transfer: true } : {}),
      ...(refund.refund_application_fee ? { refund_application_fee: true } : {}),
      reason: 'requested_by_customer',
      metadata: { refund_id: id, payment_id, order_id },
    },
    { idempotencyKey: key },
  )
  return made.id
}

/** Why Stripe will never make this refund; undefined when it may yet. */
function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return undefined
  // Another worker is at it under the same key.
  if (error.statusCode === 409 || error.code === 'idempotency_key_in_use') return undefined
  return error.code === undefined ? 'refused' : codeText(error.code)
}

/**
 * Carries a refund out, or on.
 * @returns its status, or when to ask again.
 * @throws when nobody knows what came of the call: then it must be asked again, and can be.
 */
export async function carryOutRefund(
  context: RefundContext,
  refundId: string,
): Promise<RefundStatus | { again: number }> {
  const { stripe, refunds } = context
  const step = await refunds.begin(refundId)
  if (step.action === 'later') return { again: step.seconds }
  if (step.action === 'none') return step.reason === 'failed' ? 'failed' : 'succeeded'
  const { refund } = step
  const known =
    refund.stripe_id ??
    (refund.age_seconds > KEY_LIFETIME_S ? await findRefund(context, refund) : undefined)
  try {
    const id = known ?? (await createRefund(context, refund))
    return await refunds.sync(refundId, seenRefund(await fetchRefund(stripe, id)))
  } catch (error) {
    const refusal = isFinalFailure(error) ? 'lost' : refusalOf(error)
    if (refusal === undefined) throw error
    const found = await findRefund(context, refund)
    if (found !== undefined)
      return refunds.sync(refundId, seenRefund(await fetchRefund(stripe, found)))
    const status = await refunds.fail(refundId, refund.attempt, refusal)
    return status === 'pending' ? carryOutRefund(context, refundId) : status
  }
}
