/** https://docs.stripe.com/api/payment_intents */
import type Stripe from 'stripe'
import type { z } from 'zod'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import {
  boolean,
  choice,
  emptyable,
  integer,
  mergeMetadata,
  nonNegativeInteger,
  params,
  positiveInteger,
  text,
  toAddress,
} from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { release } from '../money/charge.ts'
import { requireChargeable } from '../money/currency.ts'
import { emit } from '../state/events.ts'
import { newClientSecret } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { captureIntent, confirmIntent, unexpectedState } from './confirmation.ts'
import {
  type Creation,
  confirmationFields,
  creationFields,
  requireCoherent,
  sharedFields,
  type shippingParam,
} from './payment-intent-params.ts'
import { resolveCard } from './payment-methods.ts'

const CANCELABLE = new Set([
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
  'processing',
])
const EDITABLE = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action'])

function toShipping(value: z.output<typeof shippingParam>): Stripe.PaymentIntent.Shipping {
  const where = toAddress(value.address)
  return {
    name: value.name,
    phone: value.phone ?? null,
    carrier: value.carrier ?? null,
    tracking_number: value.tracking_number ?? null,
    ...(where ? { address: where } : {}),
  }
}

function cardOptions(input: Pick<Creation, 'payment_method_options'>) {
  const card = input.payment_method_options?.card
  return {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: card?.request_three_d_secure ?? 'automatic',
      ...(card?.setup_future_usage ? { setup_future_usage: card.setup_future_usage } : {}),
    },
  }
}

/** @throws {StripeFailure} 400 naming the parameter that cannot be. */
export function createIntent(scope: Scope, input: Creation): Stripe.PaymentIntent {
  requireCoherent(scope, input)
  const card = input.payment_method
    ? resolveCard(scope, input.payment_method, 'payment_method')
    : null
  const { transfer_data: transfer } = input
  const head = base(scope, 'payment_intent', 'pi')
  const intent: Stripe.PaymentIntent = save(scope, {
    ...head,
    allowed_payment_method_types: input.allowed_payment_method_types ?? null,
    amount: input.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: input.application_fee_amount ?? null,
    automatic_payment_methods: {
      enabled: true,
      allow_redirects: input.automatic_payment_methods?.allow_redirects ?? 'always',
    },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: input.capture_method ?? 'automatic_async',
    client_secret: newClientSecret(head.id),
    confirmation_method: input.confirmation_method ?? 'automatic',
    currency: input.currency,
    customer: input.customer ?? null,
    customer_account: null,
    description: input.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    managed_payments: null,
    metadata: mergeMetadata({}, input.metadata),
    next_action: null,
    on_behalf_of: input.on_behalf_of ?? null,
    payment_method: card?.id ?? null,
    payment_method_configuration_details: null,
    payment_method_options: cardOptions(input),
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: input.receipt_email ?? null,
    review: null,
    setup_future_usage: input.setup_future_usage ?? null,
    shipping: input.shipping ? toShipping(input.shipping) : null,
    source: null,
    statement_descriptor: input.statement_descriptor ?? null,
    statement_descriptor_suffix: input.statement_descriptor_suffix ?? null,
    status: card ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: transfer
      ? {
          destination: transfer.destination,
          ...(transfer.amount === undefined ? {} : { amount: transfer.amount }),
        }
      : null,
    transfer_group: input.transfer_group ?? null,
  })
  emit(scope, 'payment_intent.created', intent)
  return intent
}

const update = {
  ...sharedFields,
  amount: integer.optional(),
  application_fee_amount: emptyable(nonNegativeInteger).optional(),
  customer: text.optional(),
}

function updateIntent(
  scope: Scope,
  before: Stripe.PaymentIntent,
  input: { [K in keyof typeof update]?: z.output<(typeof update)[K]> },
): Stripe.PaymentIntent {
  if (!EDITABLE.has(before.status)) {
    throw unexpectedState(
      before,
      `This PaymentIntent's parameters could not be updated because it has a status of ${before.status}.`,
    )
  }
  const amount = input.amount ?? before.amount
  requireChargeable(amount, before.currency)
  if (input.customer) {
    require(scope, 'customer', input.customer, { param: 'customer', inPath: false })
  }
  const card = input.payment_method
    ? resolveCard(scope, input.payment_method, 'payment_method')
    : null
  const fee = input.application_fee_amount
  if ((fee ?? 0) > amount) {
    throw invalidRequest('Your application fee cannot be larger than the charge amount.', {
      param: 'application_fee_amount',
    })
  }
  return save(scope, {
    ...before,
    amount,
    customer: input.customer ?? before.customer,
    application_fee_amount: fee === undefined ? before.application_fee_amount : fee,
    description: input.description ?? before.description,
    metadata: mergeMetadata(before.metadata, input.metadata),
    receipt_email: input.receipt_email === undefined ? before.receipt_email : input.receipt_email,
    setup_future_usage:
      input.setup_future_usage === undefined ? before.setup_future_usage : input.setup_future_usage,
    statement_descriptor: input.statement_descriptor ?? before.statement_descriptor,
    statement_descriptor_suffix:
      input.statement_descriptor_suffix ?? before.statement_descriptor_suffix,
    transfer_group: input.transfer_group ?? before.transfer_group,
    capture_method: input.capture_method ?? before.capture_method,
    ...(input.shipping === undefined
      ? {}
      : { shipping: input.shipping === null ? null : toShipping(input.shipping) }),
    ...(card === null
      ? {}
      : { payment_method: card.id, status: 'requires_confirmation', next_action: null }),
  })
}

/** @throws {StripeFailure} `payment_intent_unexpected_state` once it is paid or canceled. */
export function cancelIntent(scope: Scope, intent: Stripe.PaymentIntent, reason: string | null) {
  if (!CANCELABLE.has(intent.status)) {
    throw unexpectedState(
      intent,
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${[...CANCELABLE].join(', ')}.`,
    )
  }
  const charge = scope.world.store.get(scope.account, 'charge', idOf(intent.latest_charge) ?? '')
  if (intent.status === 'requires_capture' && charge) release(scope, charge)
  const canceled = save(scope, {
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: scope.world.clock.seconds(),
    cancellation_reason: reason,
    next_action: null,
  })
  emit(scope, 'payment_intent.canceled', canceled)
  return canceled
}

const find = (call: Scope & { path(): string }) =>
  require(call, 'payment_intent', call.path(), { param: 'intent' })

export const paymentIntentRoutes: Route[] = [
  route(
    'POST',
    '/payment_intents',
    params({ ...creationFields, ...confirmationFields, confirm: boolean.optional() }),
    (call) => {
      const { confirm, off_session, return_url, error_on_requires_action, ...input } = call.params
      if (!confirm && off_session !== undefined) {
        throw invalidRequest('off_session can only be provided when confirm=true.', {
          param: 'off_session',
        })
      }
      const intent = createIntent(call, input)
      const confirmation = { off_session, return_url, error_on_requires_action }
      return confirm ? confirmIntent(call, intent, confirmation) : intent
    },
  ),
  route(
    'GET',
    '/payment_intents',
    params({ ...page, created, customer: text.optional() }),
    ({ world, account, params: { customer, ...request } }) => {
      const all = world.store.list(account, 'payment_intent')
      const found = customer === undefined ? all : all.filter((each) => each.customer === customer)
      return paginate(found, request, '/v1/payment_intents')
    },
  ),
  route('GET', '/payment_intents/:id', params({ client_secret: text.optional() }), find),
  route('POST', '/payment_intents/:id', params(update), (call) =>
    updateIntent(call, find(call), call.params),
  ),
  route(
    'POST',
    '/payment_intents/:id/confirm',
    params({
      ...confirmationFields,
      allowed_payment_method_types: sharedFields.allowed_payment_method_types,
      payment_method: text.optional(),
      payment_method_options: sharedFields.payment_method_options,
      receipt_email: sharedFields.receipt_email,
      setup_future_usage: sharedFields.setup_future_usage,
    }),
    (call) => confirmIntent(call, find(call), call.params),
  ),
  route(
    'POST',
    '/payment_intents/:id/capture',
    params({
      amount_to_capture: positiveInteger.optional(),
      application_fee_amount: nonNegativeInteger.optional(),
      final_capture: boolean.optional(),
      metadata: sharedFields.metadata,
      statement_descriptor: text.optional(),
      statement_descriptor_suffix: text.optional(),
    }),
    (call) => captureIntent(call, find(call), call.params),
  ),
  route(
    'POST',
    '/payment_intents/:id/cancel',
    params({
      cancellation_reason: choice(
        'abandoned',
        'duplicate',
        'fraudulent',
        'requested_by_customer',
      ).optional(),
    }),
    (call) => cancelIntent(call, find(call), call.params.cancellation_reason ?? null),
  ),
]
