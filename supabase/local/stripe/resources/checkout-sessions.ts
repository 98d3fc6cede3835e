/** https://docs.stripe.com/api/checkout/sessions — modes `setup` and `payment` on the hosted page. */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import { choice, mergeMetadata, metadata, params, text } from '../http/params.ts'
import { type Route, require, route, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newSessionId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import type { World } from '../state/world.ts'
import { type SessionCreation, sessionCreation } from './checkout-params.ts'
import { requireCoherent } from './payment-intent-params.ts'
import { sessionLineItems, toLines, totalOf } from './session-lines.ts'
import { cancelSetupIntent, createSetupIntent } from './setup-intents.ts'

const MIN_LIFETIME_SECONDS = 30 * 60
const MAX_LIFETIME_SECONDS = 24 * 3600

function requireMode(input: SessionCreation): 'payment' | 'setup' {
  const { mode } = input
  if (mode === undefined) {
    throw invalidRequest('Missing required param: mode.', {
      code: 'parameter_missing',
      param: 'mode',
    })
  }
  if (mode === 'subscription') {
    throw invalidRequest('This stand-in has no subscriptions.', { param: 'mode' })
  }
  if (input.automatic_tax?.enabled) {
    throw invalidRequest('This stand-in has no Stripe Tax.', { param: 'automatic_tax[enabled]' })
  }
  if (input.ui_mode !== undefined && input.ui_mode !== 'hosted_page') {
    throw invalidRequest('This stand-in has the hosted page only.', { param: 'ui_mode' })
  }
  if (!input.success_url) {
    throw invalidRequest('Missing required param: success_url.', {
      code: 'parameter_missing',
      param: 'success_url',
    })
  }
  return mode
}

function requireFor(mode: 'payment' | 'setup', input: SessionCreation): void {
  const wrong =
    mode === 'setup'
      ? (['line_items', 'payment_intent_data', 'submit_type'] as const)
      : (['setup_intent_data'] as const)
  const given = wrong.find((name) => input[name] !== undefined)
  if (given)
    throw invalidRequest(`You can not pass \`${given}\` in \`${mode}\` mode.`, { param: given })
  if (mode === 'setup' && !input.currency && !input.allowed_payment_method_types) {
    throw invalidRequest('Missing required param: currency.', {
      code: 'parameter_missing',
      param: 'currency',
    })
  }
  if (mode === 'payment' && !input.line_items?.length) {
    throw invalidRequest('Missing required param: line_items.', {
      code: 'parameter_missing',
      param: 'line_items',
    })
  }
  if (input.customer && input.customer_email) {
    throw invalidRequest(
      'You may only specify one of these parameters: customer, customer_email.',
      {
        code: 'parameters_exclusive',
        param: 'customer_email',
      },
    )
  }
  if (input.customer && input.customer_creation) {
    throw invalidRequest('`customer_creation` can not be used together with `customer`.', {
      param: 'customer_creation',
    })
  }
}

function expiry({ world }: Scope, asked: number | undefined): number {
  const now = world.clock.seconds()
  if (asked === undefined) return now + MAX_LIFETIME_SECONDS
  if (asked < now + MIN_LIFETIME_SECONDS || asked > now + MAX_LIFETIME_SECONDS) {
    throw invalidRequest(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    )
  }
  return asked
}

function createSession(scope: Scope, input: SessionCreation): Stripe.Checkout.Session {
  const mode = requireMode(input)
  requireFor(mode, input)
  const expiresAt = expiry(scope, input.expires_at)
  if (input.customer) {
    require(scope, 'customer', input.customer, { param: 'customer', inPath: false })
  }
  const lines = toLines(input.line_items ?? [])
  const total = mode === 'payment' ? totalOf(lines) : null
  const currency = lines[0]?.currency ?? input.currency ?? null
  const data = input.payment_intent_data ?? {}
  if (total !== null && currency !== null) {
    requireCoherent(scope, { ...data, amount: total, currency })
  }
  const setup =
    mode === 'setup'
      ? createSetupIntent(scope, {
          ...input.setup_intent_data,
          customer: input.customer,
          usage: 'off_session',
        })
      : null
  const id = newSessionId()
  const { world } = scope
  world.sessions[id] = {
    lineItems: lines,
    paymentIntentData: data,
    setupIntentData: input.setup_intent_data ?? {},
  }
  return save(scope, {
    id,
    object: 'checkout.session',
    adaptive_pricing: mode === 'payment' ? { enabled: false } : null,
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: input.billing_address_collection ?? null,
    cancel_url: input.cancel_url ?? null,
    client_reference_id: input.client_reference_id ?? null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: world.clock.seconds(),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: input.custom_text?.after_submit ?? null,
      shipping_address: null,
      submit: input.custom_text?.submit ?? null,
      terms_of_service_acceptance: null,
    },
    customer: input.customer ?? null,
    customer_account: null,
    customer_creation: input.customer ? null : (input.customer_creation ?? 'if_required'),
    customer_details: null,
    customer_email: input.customer_email ?? null,
    discounts: [],
    expires_at: expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: input.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, input.metadata),
    mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'always',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card'],
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: input.phone_number_collection?.enabled ?? false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: setup?.id ?? null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: input.submit_type ?? null,
    subscription: null,
    success_url: input.success_url ?? null,
    total_details:
      mode === 'payment' ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    ui_mode: 'hosted_page',
    url: `${world.baseUrl}/c/pay/${id}`,
    wallet_options: null,
  })
}

/** @throws {StripeFailure} 400 unless it is open. */
export function expireSession(scope: Scope, session: Stripe.Checkout.Session) {
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  }
  const setup = scope.world.store.get(
    scope.account,
    'setup_intent',
    idOf(session.setup_intent) ?? '',
  )
  if (setup && setup.status !== 'succeeded') cancelSetupIntent(scope, setup, 'abandoned')
  const expired = save(scope, { ...session, status: 'expired', url: null })
  emit(scope, 'checkout.session.expired', expired)
  return expired
}

/** Sessions whose time is over; called whenever time may have passed. */
export function expireDueSessions(world: World): void {
  const now = world.clock.seconds()
  for (const { account, object } of world.store.entries()) {
    if (object.object !== 'checkout.session' || object.status !== 'open') continue
    if (object.expires_at > now) continue
    expireSession({ world, account, cause: { id: null, idempotency_key: null } }, object)
  }
}

const find = (call: Scope & { path(): string }) => {
  expireDueSessions(call.world)
  return require(call, 'checkout.session', call.path(), { param: 'session' })
}

export const checkoutSessionRoutes: Route[] = [
  route('POST', '/checkout/sessions', sessionCreation, (call) => createSession(call, call.params)),
  route(
    'GET',
    '/checkout/sessions',
    params({
      ...page,
      created,
      customer: text.optional(),
      payment_intent: text.optional(),
      status: choice('open', 'complete', 'expired').optional(),
    }),
    ({ world, account, params: { customer, payment_intent, status, ...request } }) => {
      expireDueSessions(world)
      const found = world.store
        .list(account, 'checkout.session')
        .filter((each) => customer === undefined || idOf(each.customer) === customer)
        .filter((each) => !payment_intent || idOf(each.payment_intent) === payment_intent)
        .filter((each) => status === undefined || each.status === status)
      return paginate(found, request, '/v1/checkout/sessions')
    },
  ),
  route('GET', '/checkout/sessions/:id', params({}), find),
  route('POST', '/checkout/sessions/:id', params({ metadata: metadata.optional() }), (call) => {
    const session = find(call)
    return save(call, {
      ...session,
      metadata: mergeMetadata(session.metadata ?? {}, call.params.metadata),
    })
  }),
  route('POST', '/checkout/sessions/:id/expire', params({}), (call) =>
    expireSession(call, find(call)),
  ),
  route('GET', '/checkout/sessions/:id/line_items', params(page), (call) => {
    const session = find(call)
    const { data, url } = sessionLineItems(call.world, session.id)
    return paginate(data, call.params, url)
  }),
]
