/**
 * Carries a stored call out, or on. The same code serves the worker and the buyer's checkout: whoever meets a call that
 * was begun and not finished repeats it with its key, so that however many meet, one thing happens at Stripe.
 */
import Stripe from 'stripe'
import type { PaymentCall, PaymentState, PaymentStore, Synced } from './payment-store.ts'
import { isFinalFailure, KEY_LIFETIME_S, seenIntent } from './stripe.ts'
import { type CallContext, fetchIntent, look, performCall, seenNow } from './stripe-calls.ts'

export interface ChargeContext extends CallContext {
  store: PaymentStore
}

export interface Carried extends Synced {
  url: string | null
}

/** Clocks differ, and a request may have been long on its way. */
const LOOK_BACK_S = 600

/** What a refusal of the call itself says: no money moved, and none will by repeating it. */
function codeOf(error: unknown, { attempt }: PaymentCall): string | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined
  const { code, param } = error
  if (param === 'payment_method' || code === 'payment_method_unexpected_state') return 'card_gone'
  if (code === 'resource_missing' && param === 'customer') return 'card_gone'
  if (code === 'insufficient_capabilities_for_transfer' || code === 'account_invalid')
    return 'seller_restricted'
  if (param === 'transfer_data[destination]') return 'seller_restricted'
  if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) return undefined
  // A page that cannot be opened keeps nobody from anything: another one can.
  if (attempt.call === 'session') return 'page_refused'
  // Whatever else Stripe does not take: a total outside its limits, a parameter. It would not take it from any card.
  return error.statusCode === 400 ? 'refused' : undefined
}

/** Finds out without the key what became of a call. Undefined: nothing, and nothing is on its way. */
async function findOutcome({ stripe }: ChargeContext, { payment, attempt }: PaymentCall) {
  const at = new Date()
  if (attempt.call === 'session') return undefined
  if (attempt.call === 'confirm') {
    const intent = await fetchIntent(stripe, payment.intent_id ?? '')
    const failed = intent.last_payment_error?.payment_method?.id
    const isUntouched =
      intent.status === 'requires_payment_method' && failed !== attempt.payment_method_id
    return isUntouched ? undefined : seenNow({ intent: seenIntent(intent) }, at)
  }
  const since = Math.floor(Date.now() / 1000) - attempt.age_seconds - LOOK_BACK_S
  const filter = attempt.customer_id === null ? {} : { customer: attempt.customer_id }
  const candidates = stripe.paymentIntents.list({ ...filter, created: { gte: since }, limit: 100 })
  for await (const { id, metadata } of candidates) {
    if (metadata.payment_id !== payment.id) continue
    return seenNow({ intent: seenIntent(await fetchIntent(stripe, id)) }, at)
  }
  return undefined
}

async function afterFailure(
  context: ChargeContext,
  call: PaymentCall,
  code: string,
  why?: string,
): Promise<Carried> {
  const { store } = context
  const { payment, attempt } = call
  await store.failAttempt(payment.order_id, attempt.number, code, why)
  // Its account is part of a PaymentIntent: without it there must be another one.
  if (code === 'seller_restricted' && payment.intent_id !== null)
    await stopPayment(context, payment.id)
  const next = await store.state(payment.id)
  const payment_status = next.action === 'call' ? 'processing' : next.reason
  return {
    order_id: payment.order_id,
    order_status: code === 'refused' ? 'action_required' : 'pending',
    reason: code,
    payment_status,
    booked: false,
    url: null,
  }
}

/** Without its key: asks Stripe what there is, and gives the call up when there is nothing. */
async function recover(
  context: ChargeContext,
  call: PaymentCall,
  code = 'lost',
  why?: string,
): Promise<Carried> {
  const seen = await findOutcome(context, call)
  if (seen === undefined) return afterFailure(context, call, code, why)
  return { ...(await context.store.sync(call.payment.id, seen, call.attempt.number)), url: null }
}

/**
 * Makes the call and stores what came of it; `order_status` is the order's afterwards.
 * @throws when nobody knows what came of it: then the same call must be repeated, and can be.
 */
export async function carryOut(context: ChargeContext, call: PaymentCall): Promise<Carried> {
  const { stripe, store } = context
  const { payment, attempt } = call
  if (attempt.resumed && attempt.age_seconds > KEY_LIFETIME_S) return recover(context, call)
  try {
    const { seen, url } = await performCall(context, call)
    return { ...(await store.sync(payment.id, seen, attempt.number)), url }
  } catch (error) {
    if (isFinalFailure(error)) return recover(context, call)
    if (
      error instanceof Stripe.errors.StripeError &&
      error.code === 'payment_intent_unexpected_state'
    ) {
      // Paid or cancelled meanwhile.
      const { seen } = await look(stripe, payment)
      return { ...(await store.sync(payment.id, seen, attempt.number)), url: null }
    }
    const code = codeOf(error, call)
    if (code === undefined) throw error
    const why = error instanceof Error ? error.message : undefined
    // What is made and confirmed in one call may have been made before it was refused.
    return code === 'refused' && attempt.call === 'create'
      ? recover(context, call, code, why)
      : afterFailure(context, call, code, why)
  }
}

/** Ignores the refusal of what has come to an end already; anything else is thrown. */
async function unlessOver(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
  })
}

/** Makes sure that a payment can no longer succeed, or finds that it has. @returns its state in the end. */
export async function stopPayment(
  context: ChargeContext,
  paymentId: string,
): Promise<PaymentState> {
  const { stripe, store } = context
  const before = await store.state(paymentId)
  if (before.action === 'call') await carryOut(context, before)
  const { payment, ...state } = await store.state(paymentId)
  if (state.action === 'none' && (state.reason === 'succeeded' || state.reason === 'canceled')) {
    return { ...state, payment }
  }
  if (payment.session_id !== null)
    await unlessOver(stripe.checkout.sessions.expire(payment.session_id))
  const between = await look(stripe, payment)
  const intentId = between.seen.intent?.id
  if (intentId !== undefined) await unlessOver(stripe.paymentIntents.cancel(intentId))
  const { seen } = intentId === undefined ? between : await look(stripe, payment)
  await store.sync(payment.id, seen)
  return store.state(paymentId)
}
