/** The calls that can move money, made of nothing but what was stored before: whoever repeats one repeats exactly it. */
import Stripe from 'stripe'
import type { Attempt, Payment, PaymentCall } from './payment-store.ts'
import { INTENT_EXPANSION, type Seen, seenIntent } from './stripe.ts'

export interface CallContext {
  stripe: Stripe
  /** Where Stripe sends the buyer back, given the payment's id. */
  returnUrl(paymentId: string): string
}

export interface Outcome {
  seen: Seen
  /** Where the buyer must go: the bank's question, or the hosted page. */
  url: string | null
}

export function seenNow(parts: Omit<Seen, 'observed_at'>, at: Date): Seen {
  return { observed_at: at.toISOString(), ...parts }
}

function outcomeOf(intent: Stripe.PaymentIntent, at: Date): Outcome {
  return {
    seen: seenNow({ intent: seenIntent(intent) }, at),
    url: intent.next_action?.redirect_to_url?.url ?? null,
  }
}

function metadataOf({ id, order_id }: Payment): Record<string, string> {
  return { payment_id: id, order_id }
}

/** The seller's part goes to their account, less the platform's; without an account the platform keeps all for now. */
function split({ destination, fee_cents }: Payment) {
  if (destination === null) return {}
  return { transfer_data: { destination }, application_fee_amount: fee_cents }
}

function sessionOf(attempt: Attempt, returnUrl: string) {
  return attempt.session === 'on' ? { return_url: returnUrl } : { off_session: true }
}

function openPage({ stripe, returnUrl }: CallContext, { payment, attempt }: PaymentCall) {
  const { amount_cents: unit_amount, currency, order_number } = payment
  const product_data = { name: `Order ${order_number}` }
  return stripe.checkout.sessions.create(
    {
      mode: 'payment',
      ...(attempt.customer_id === null ? {} : { customer: attempt.customer_id }),
      client_reference_id: payment.order_id,
      line_items: [{ quantity: 1, price_data: { currency, unit_amount, product_data } }],
      payment_intent_data: {
        ...split(payment),
        metadata: metadataOf(payment),
        setup_future_usage: 'off_session',
      },
      allowed_payment_method_types: ['card'],
      metadata: metadataOf(payment),
      success_url: returnUrl(payment.id),
      cancel_url: returnUrl(payment.id),
      ...(attempt.expires_at === undefined ? {} : { expires_at: attempt.expires_at }),
    },
    { idempotencyKey: attempt.key },
  )
}

/**
 * Makes the stored call. A card that refuses is an outcome, not an error.
 * @throws whatever else Stripe or the network says.
 */
export async function performCall(context: CallContext, call: PaymentCall): Promise<Outcome> {
  const { stripe, returnUrl } = context
  const { payment, attempt } = call
  const at = new Date()
  const options = { idempotencyKey: attempt.key }
  const card = attempt.payment_method_id ?? ''
  try {
    if (attempt.call === 'session') {
      const { id, status, url } = await openPage(context, call)
      return { seen: seenNow({ session: { id, status: status ?? 'open' } }, at), url }
    }
    if (attempt.call === 'confirm') {
      const confirmed = await stripe.paymentIntents.confirm(
        payment.intent_id ?? '',
        {
          payment_method: card,
          ...sessionOf(attempt, returnUrl(payment.id)),
          expand: INTENT_EXPANSION,
        },
        options,
      )
      return outcomeOf(confirmed, at)
    }
    const created = await stripe.paymentIntents.create(
      {
        amount: payment.amount_cents,
        currency: payment.currency,
        ...(attempt.customer_id === null ? {} : { customer: attempt.customer_id }),
        payment_method: card,
        allowed_payment_method_types: ['card'],
        confirm: true,
        ...sessionOf(attempt, returnUrl(payment.id)),
        ...split(payment),
        metadata: metadataOf(payment),
        description: `Order ${payment.order_number}`,
        expand: INTENT_EXPANSION,
      },
      options,
    )
    return outcomeOf(created, at)
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError && error.payment_intent) {
      return outcomeOf(error.payment_intent, at)
    }
    throw error
  }
}

/** Looks at a payment as it is at Stripe now. */
export async function look(stripe: Stripe, payment: Payment): Promise<Outcome> {
  const at = new Date()
  if (payment.via === 'card' || payment.session_id === null) {
    if (payment.intent_id === null) return { seen: seenNow({}, at), url: null }
    return outcomeOf(await fetchIntent(stripe, payment.intent_id), at)
  }
  const session = await stripe.checkout.sessions.retrieve(payment.session_id)
  const intentId = typeof session.payment_intent === 'string' ? session.payment_intent : null
  const intent = intentId === null ? undefined : await fetchIntent(stripe, intentId)
  const { id, status, url } = session
  const parts = {
    session: { id, status: status ?? 'open' },
    ...(intent === undefined ? {} : { intent: seenIntent(intent) }),
  }
  return { seen: seenNow(parts, at), url }
}

export function fetchIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.retrieve(id, { expand: INTENT_EXPANSION })
}
