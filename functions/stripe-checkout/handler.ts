/** The buyer pays an order now: the bank's question, the card on file, or another card on the hosted page. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { type ChargeContext, carryOut, stopPayment } from '../_shared/charge.ts'
import { type Commands, command } from '../_shared/commands.ts'
import { customerOf } from '../_shared/customer.ts'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { Caller, VerifyCaller } from '../_shared/jwt.ts'
import type { PaymentMode, PaymentStore } from '../_shared/payment-store.ts'
import { appUrl, redirectTo } from '../_shared/return-urls.ts'
import { stripeMissing } from '../_shared/stripe.ts'
import { look } from '../_shared/stripe-calls.ts'

export interface StripeCheckoutDependencies
  extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  /** Null without a key. */
  stripe: Stripe | null
  store: PaymentStore
  verifyCaller: VerifyCaller
  /** Acts as the caller: whose order it is, the database decides. */
  as(caller: Caller): Commands
  returnUrl(paymentId: string): string
  /** Of our pages. */
  appOrigin: string
}

export interface Checkout {
  order_status: string
  /** Why the buyer must act, where they must. */
  reason: string | null
  url: string | null
}

const body = z.strictObject({
  order_id: z.uuid(),
  card: z.enum(['saved', 'other']).default('saved'),
})
const order = z.object({ id: z.uuid(), status: z.string(), action_reason: z.string().nullable() })

/** A call that was under way, a page to close, a card that is gone: each takes a turn. More is somebody else's doing. */
const MOST_TURNS = 6

/** Goes on until the order is paid, or the browser is needed. */
async function pay(context: ChargeContext, orderId: string, asked: PaymentMode): Promise<Checkout> {
  const { stripe, store } = context
  let mode = asked
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const step = await store.begin(orderId, mode)
    switch (step.action) {
      case 'stop':
        await stopPayment(context, step.payment.id)
        break
      case 'page': {
        const { seen, url } = await look(stripe, step.payment)
        const synced = await store.sync(step.payment.id, seen)
        if (url !== null && seen.session?.status === 'open') return { ...synced, url }
        break
      }
      case 'call': {
        const { order_status, reason, url } = await carryOut(context, step)
        const isOurs = step.attempt.session !== 'off' && !step.attempt.resumed
        if (order_status === 'paid' || url !== null || isOurs) return { order_status, reason, url }
        break
      }
      default: {
        if (step.action === 'later') break
        if (step.reason !== 'no_card') return { order_status: step.reason, reason: null, url: null }
        mode = 'checkout'
      }
    }
  }
  throw new HttpError(409, 'busy', 'This order is being charged right now; look again in a moment')
}

/**
 * POST `{order_id, card?: saved|other}` → `{order_status, reason, url}`; see openapi.json. GET `/return?payment=` is where
 * Stripe sends the browser back to: it stores what came of it and goes on to the order.
 * 401 `unauthorized`, 404 `NOFND`, 409 `STATE` and `busy`, 429 `RTLIM`, 503 `stripe_not_configured`.
 */
export function createStripeCheckout(dependencies: StripeCheckoutDependencies): Handler {
  const { store, verifyCaller, as, returnUrl, appOrigin, ...options } = dependencies

  async function checkOut(stripe: Stripe, request: Request, input: z.infer<typeof body>) {
    const caller = await verifyCaller(request)
    const { order_id: p_order_id, card: p_card } = input
    await command(as(caller), 'checkout_order', { p_order_id, p_card }, order)
    await customerOf(stripe, store, caller)
    const mode = input.card === 'other' ? 'checkout' : 'on_session'
    const { order_status, reason, url } = await pay(
      { stripe, store, returnUrl },
      input.order_id,
      mode,
    )
    return { order_status, reason, url }
  }

  async function comeBack(stripe: Stripe, paymentId: string | null) {
    const id = z.uuid().safeParse(paymentId)
    if (!id.success)
      throw new HttpError(400, 'invalid_input', 'payment must be an id', [{ path: 'payment' }])
    const { payment } = await store.state(id.data)
    if (payment.status !== 'succeeded' && payment.status !== 'canceled') {
      const { seen } = await look(stripe, payment)
      // Before Stripe has told us its id there is nothing to look at; the worker finds out.
      if (seen.intent !== undefined || seen.session !== undefined)
        await store.sync(payment.id, seen)
    }
    return redirectTo(appUrl(appOrigin, `/orders/${payment.order_id}`))
  }

  return createHandler(
    { ...options, name: 'stripe-checkout', methods: ['GET', 'POST'] },
    async ({ request, path, query, json }) => {
      const { stripe } = dependencies
      if (stripe === null) throw stripeMissing()
      if (request.method === 'POST' && path === '/')
        return checkOut(stripe, request, await json(body))
      if (request.method !== 'POST' && path === '/return')
        return comeBack(stripe, query.get('payment'))
      throw new HttpError(404, 'not_found', 'Use POST {order_id}')
    },
  )
}
