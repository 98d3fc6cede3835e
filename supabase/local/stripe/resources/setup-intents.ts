/** https://docs.stripe.com/api/setup_intents — saving a card, with the cardholder's approval where it is wanted. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { cardError, type Decline, invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import { boolean, choice, mergeMetadata, metadata, params, text, url } from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newClientSecret } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { nextAction } from './next-action.ts'
import { attach, resolveCard, testCardOf } from './payment-methods.ts'

const CANCELABLE = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action'])

const method = {
  allowed_payment_method_types: z.array(text).optional(),
  payment_method: text.optional(),
}

const creation = {
  ...method,
  automatic_payment_methods: z
    .strictObject({
      enabled: boolean,
      allow_redirects: choice('always', 'never').optional(),
    })
    .optional(),
  customer: text.optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  on_behalf_of: text.optional(),
  usage: choice('off_session', 'on_session').optional(),
}

type Creation = { [K in keyof typeof creation]?: z.output<(typeof creation)[K]> }

export function createSetupIntent(scope: Scope, input: Creation): Stripe.SetupIntent {
  const where = { inPath: false }
  if (input.customer) require(scope, 'customer', input.customer, { ...where, param: 'customer' })
  const card = input.payment_method
    ? resolveCard(scope, input.payment_method, 'payment_method')
    : null
  const head = base(scope, 'setup_intent', 'seti')
  const intent: Stripe.SetupIntent = save(scope, {
    ...head,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: input.allowed_payment_method_types
      ? null
      : {
          enabled: true,
          allow_redirects: input.automatic_payment_methods?.allow_redirects ?? 'always',
        },
    cancellation_reason: null,
    client_secret: newClientSecret(head.id),
    customer: input.customer ?? null,
    description: input.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    mandate: null,
    metadata: mergeMetadata({}, input.metadata),
    next_action: null,
    on_behalf_of: input.on_behalf_of ?? null,
    payment_method: card?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: card ? 'requires_confirmation' : 'requires_payment_method',
    usage: input.usage ?? 'off_session',
  })
  emit(scope, 'setup_intent.created', intent)
  return intent
}

function unexpected(intent: Stripe.SetupIntent, message: string) {
  return invalidRequest(message, {
    code: 'setup_intent_unexpected_state',
    setup_intent: intent,
  })
}

function fail(
  scope: Scope,
  intent: Stripe.SetupIntent,
  card: Stripe.PaymentMethod,
  decline: Decline,
) {
  const failed = save(scope, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    last_setup_error: { ...decline, type: 'card_error', payment_method: card },
  })
  emit(scope, 'setup_intent.setup_failed', failed)
  return failed
}

/** The card is approved: saved for the customer, and usable without them if that was asked for. */
function succeed(scope: Scope, intent: Stripe.SetupIntent, card: Stripe.PaymentMethod) {
  const customer = idOf(intent.customer)
  if (customer !== null) attach(scope, card, customer)
  const secret = scope.world.cards[card.id]
  if (secret) secret.setUpForOffSession = intent.usage === 'off_session'
  const done = save(scope, {
    ...intent,
    status: 'succeeded',
    payment_method: card.id,
    next_action: null,
    last_setup_error: null,
  })
  emit(scope, 'setup_intent.succeeded', done)
  return done
}

/**
 * Confirms with the card given or the intent's own.
 * @throws {StripeFailure} 402 for a card that declines (the intent keeps the reason).
 */
export function confirmSetupIntent(
  scope: Scope,
  intent: Stripe.SetupIntent,
  input: { payment_method?: string | undefined; return_url?: string | undefined },
): Stripe.SetupIntent {
  if (!CANCELABLE.has(intent.status)) {
    throw unexpected(
      intent,
      `You cannot confirm this SetupIntent because it has already ${intent.status === 'canceled' ? 'been canceled' : 'succeeded'}.`,
    )
  }
  const id = input.payment_method ?? idOf(intent.payment_method)
  if (id === null || id === undefined) {
    throw unexpected(
      intent,
      "You cannot confirm this SetupIntent because it's missing a payment method. You can either update the SetupIntent with a payment method and then confirm it again, or confirm it again directly with a payment method.",
    )
  }
  const card = resolveCard(scope, id, 'payment_method')
  const test = testCardOf(scope, card)
  if (test.decline) {
    const failed = fail(scope, intent, card, test.decline)
    throw cardError(test.decline, { setup_intent: failed, payment_method: card })
  }
  if (test.authentication === undefined || test.authentication.offSession === 'never') {
    return succeed(scope, intent, card)
  }
  const waiting = save(scope, {
    ...intent,
    status: 'requires_action',
    payment_method: card.id,
    next_action: nextAction(scope, intent.id, input.return_url),
  })
  emit(scope, 'setup_intent.requires_action', waiting)
  return waiting
}

/** What the authentication page found out. */
export function finishSetupAuthentication(scope: Scope, id: string, approved: boolean) {
  const intent = require(scope, 'setup_intent', id)
  if (intent.status !== 'requires_action') return intent
  const card = require(scope, 'payment_method', idOf(intent.payment_method) ?? '')
  if (approved) return succeed(scope, intent, card)
  return fail(scope, intent, card, {
    code: 'setup_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  })
}

export function cancelSetupIntent(scope: Scope, intent: Stripe.SetupIntent, reason: string | null) {
  if (!CANCELABLE.has(intent.status)) {
    throw unexpected(
      intent,
      `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: ${[...CANCELABLE].join(', ')}.`,
    )
  }
  const canceled = save(scope, {
    ...intent,
    status: 'canceled',
    cancellation_reason: reason,
    next_action: null,
  })
  emit(scope, 'setup_intent.canceled', canceled)
  return canceled
}

const find = (call: Scope & { path(): string }) =>
  require(call, 'setup_intent', call.path(), { param: 'intent' })

export const setupIntentRoutes: Route[] = [
  route(
    'POST',
    '/setup_intents',
    params({ ...creation, confirm: boolean.optional(), return_url: url.optional() }),
    (call) => {
      const { confirm, return_url, ...input } = call.params
      const intent = createSetupIntent(call, input)
      return confirm ? confirmSetupIntent(call, intent, { return_url }) : intent
    },
  ),
  route(
    'GET',
    '/setup_intents',
    params({ ...page, created, customer: text.optional(), payment_method: text.optional() }),
    ({ world, account, params: { customer, payment_method: card, ...request } }) => {
      const found = world.store
        .list(account, 'setup_intent')
        .filter((each) => customer === undefined || each.customer === customer)
        .filter((each) => card === undefined || each.payment_method === card)
      return paginate(found, request, '/v1/setup_intents')
    },
  ),
  route('GET', '/setup_intents/:id', params({ client_secret: text.optional() }), find),
  route(
    'POST',
    '/setup_intents/:id',
    params({
      ...method,
      customer: text.optional(),
      description: text.optional(),
      metadata: metadata.optional(),
    }),
    (call) => {
      const before = find(call)
      const { payment_method: card, customer, description, metadata: labels } = call.params
      if (!CANCELABLE.has(before.status)) {
        throw unexpected(
          before,
          `You cannot update this SetupIntent because it has a status of ${before.status}.`,
        )
      }
      if (customer) require(call, 'customer', customer, { param: 'customer', inPath: false })
      const method = card === undefined ? null : resolveCard(call, card, 'payment_method')
      return save(call, {
        ...before,
        ...(method === null ? {} : { payment_method: method.id, status: 'requires_confirmation' }),
        customer: customer ?? before.customer,
        description: description ?? before.description,
        metadata: mergeMetadata(before.metadata ?? {}, labels),
      })
    },
  ),
  route(
    'POST',
    '/setup_intents/:id/confirm',
    params({ ...method, return_url: url.optional() }),
    (call) => confirmSetupIntent(call, find(call), call.params),
  ),
  route(
    'POST',
    '/setup_intents/:id/cancel',
    params({
      cancellation_reason: choice('abandoned', 'duplicate', 'requested_by_customer').optional(),
    }),
    (call) => cancelSetupIntent(call, find(call), call.params.cancellation_reason ?? null),
  ),
]
