/** The card on file: a hosted page saves it, and no script of Stripe's runs in our pages. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { ReadBrowserSession } from '../_shared/browser-session.ts'
import { customerOf } from '../_shared/customer.ts'
import { HttpError } from '../_shared/errors.ts'
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { VerifyCaller } from '../_shared/jwt.ts'
import type { PaymentStore } from '../_shared/payment-store.ts'
import { appUrl, redirectTo, returnTo } from '../_shared/return-urls.ts'
import { idOf, savedCard, stripeMissing } from '../_shared/stripe.ts'

export interface StripeSetupDependencies extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  /** Null without a key. */
  stripe: Stripe | null
  store: PaymentStore
  verifyCaller: VerifyCaller
  readSession: ReadBrowserSession
  /** Of our pages. */
  appOrigin: string
  /** This function's own address. */
  selfUrl: string
}

const body = z.strictObject({ return_to: returnTo.default('/account') })

/**
 * POST `{return_to?}` → `{url}` of the hosted page. DELETE takes the card away → `{removed: true}`. GET `/return` is where
 * the browser comes back to; it goes on to `return_to` with `?card=saved`, `cancelled` or `failed`.
 * 401 `unauthorized`, 429 `RTLIM`, 503 `stripe_not_configured`.
 */
export function createStripeSetup(dependencies: StripeSetupDependencies): Handler {
  const { store, verifyCaller, readSession, appOrigin, selfUrl, ...options } = dependencies

  async function openPage(stripe: Stripe, request: Request, return_to: string) {
    const caller = await verifyCaller(request)
    const customer = await customerOf(stripe, store, caller)
    const back = `${selfUrl}/return?to=${encodeURIComponent(return_to)}`
    const { url } = await stripe.checkout.sessions.create({
      mode: 'setup',
      customer,
      allowed_payment_method_types: ['card'],
      client_reference_id: caller.id,
      setup_intent_data: { metadata: { user_id: caller.id } },
      // Stripe puts the id where the braces are; they must not be encoded.
      success_url: `${back}&session_id={CHECKOUT_SESSION_ID}`,
      cancel_url: appUrl(appOrigin, return_to, { card: 'cancelled' }),
    })
    return { url }
  }

  async function removeCard(stripe: Stripe, request: Request) {
    const caller = await verifyCaller(request)
    const customer = await store.customer(caller.id)
    // Here first: from now on nobody bids with it.
    await store.forgetCard(caller.id)
    if (customer !== null) {
      const methods = await stripe.customers.listPaymentMethods(customer, { limit: 100 })
      await Promise.all(methods.data.map(({ id }) => stripe.paymentMethods.detach(id)))
    }
    return { removed: true }
  }

  /** The webhook does the same; whoever comes first stores the card. */
  async function comeBack(stripe: Stripe, request: Request, query: URLSearchParams) {
    const to = query.get('to') ?? '/account'
    const { userId, cookies } = await readSession(request)
    const session = await stripe.checkout.sessions.retrieve(query.get('session_id') ?? '', {
      expand: ['setup_intent.payment_method'],
    })
    const setup = typeof session.setup_intent === 'object' ? session.setup_intent : null
    const card = setup === null ? undefined : savedCard(setup)
    const isOthers =
      userId !== null && (await store.customer(userId)) !== (idOf(session.customer) ?? null)
    if (card !== undefined && !isOthers) await store.storeCard(card)
    const outcome = card === undefined || isOthers ? 'failed' : 'saved'
    const response = redirectTo(appUrl(appOrigin, to, { card: outcome }))
    for (const cookie of cookies) response.headers.append('set-cookie', cookie)
    return response
  }

  return createHandler(
    { ...options, name: 'stripe-setup', methods: ['GET', 'POST', 'DELETE'] },
    async ({ request, path, query, json }) => {
      const { stripe } = dependencies
      if (stripe === null) throw stripeMissing()
      if (request.method === 'GET' && path === '/return') return comeBack(stripe, request, query)
      if (request.method === 'GET' || path !== '/')
        throw new HttpError(404, 'not_found', 'Use POST or DELETE')
      if (request.method === 'DELETE') return removeCard(stripe, request)
      return openPage(stripe, request, (await json(body)).return_to)
    },
  )
}
