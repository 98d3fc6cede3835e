/** https://docs.stripe.com/api/payment_methods — cards only. */
import { createHash } from 'node:crypto'
import type Stripe from 'stripe'
import { z } from 'zod'
import { cardError, invalidRequest, noSuch } from '../http/errors.ts'
import { page, paginate } from '../http/lists.ts'
import {
  address,
  choice,
  emptyable,
  integer,
  mergeMetadata,
  metadata,
  params,
  text,
  toAddress,
} from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { cardByNumber, cardByToken, type TestCard } from '../state/cards.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'

const FINGERPRINT_LENGTH = 16
const EXPIRY = { month: 12, yearsAhead: 4 }

const billingDetails = z.strictObject({
  address: emptyable(address).optional(),
  email: emptyable(text).optional(),
  name: emptyable(text).optional(),
  phone: emptyable(text).optional(),
})

export interface CardInput {
  expMonth?: number
  expYear?: number
  billing?: z.output<typeof billingDetails> | undefined
}

/** The same number has the same fingerprint within one account, and only there. */
function fingerprint(account: string, number: string): string {
  const digest = createHash('sha256').update(`${account} ${number}`).digest('base64url')
  return digest.replace(/[-_]/g, 'x').slice(0, FINGERPRINT_LENGTH)
}

function toBilling(value: CardInput['billing']): Stripe.PaymentMethod['billing_details'] {
  return {
    address: toAddress(value?.address) ?? toAddress({}),
    email: value?.email ?? null,
    name: value?.name ?? null,
    phone: value?.phone ?? null,
    tax_id: null,
  }
}

/** A new PaymentMethod for a test card, not attached to anybody. */
export function createCard(scope: Scope, card: TestCard, input: CardInput = {}) {
  const { world, account } = scope
  const year = new Date(world.clock.ms()).getFullYear() + EXPIRY.yearsAhead
  const method: Stripe.PaymentMethod = save(scope, {
    ...base(scope, 'payment_method', 'pm'),
    allow_redisplay: 'unspecified',
    billing_details: toBilling(input.billing),
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
      country: 'US',
      display_brand: card.brand,
      exp_month: input.expMonth ?? EXPIRY.month,
      exp_year: input.expYear ?? year,
      fingerprint: fingerprint(account, card.number),
      funding: card.funding,
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    customer: null,
    customer_account: null,
    metadata: {},
    type: 'card',
  })
  world.cards[method.id] = { number: card.number, setUpForOffSession: false }
  return method
}

/** How a saved card behaves. */
export function testCardOf({ world }: Scope, method: Stripe.PaymentMethod): TestCard {
  const card = cardByNumber(world.cards[method.id]?.number ?? '')
  if (card === undefined) throw new Error(`no test card behind ${method.id}`)
  return card
}

/** The PaymentMethod of this id; a `pm_card_…` name makes a new one, as in test mode. */
export function resolveCard(scope: Scope, id: string, param: string): Stripe.PaymentMethod {
  const card = cardByToken(id)
  if (card) return createCard(scope, card)
  return require(scope, 'payment_method', id, { param, inPath: false })
}

/**
 * Saves a card for a customer.
 * @throws {StripeFailure} 402 for the cards that decline, 400 for one that belongs to somebody else.
 */
export function attach(scope: Scope, card: string | Stripe.PaymentMethod, customerId: string) {
  const customer = require(scope, 'customer', customerId, { param: 'customer', inPath: false })
  const method = typeof card === 'string' ? resolveCard(scope, card, 'payment_method') : card
  const owner = idOf(method.customer)
  if (owner === customer.id) return method
  if (owner !== null) {
    throw invalidRequest(
      'The payment method you provided has already been attached to a customer.',
      { code: 'payment_method_unexpected_state', payment_method: method },
    )
  }
  const { decline } = testCardOf(scope, method)
  if (decline) throw cardError(decline)
  const attached = save(scope, { ...method, customer: customer.id })
  emit(scope, 'payment_method.attached', attached)
  return attached
}

function detach(scope: Scope, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (method.customer === null) {
    throw invalidRequest(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
      { code: 'payment_method_unexpected_state', payment_method: method },
    )
  }
  const detached = save(scope, { ...method, customer: null })
  emit(scope, 'payment_method.detached', detached, { customer: method.customer })
  forgetDefault(scope, method)
  return detached
}

function forgetDefault(scope: Scope, method: Stripe.PaymentMethod): void {
  const customer = scope.world.store.get(scope.account, 'customer', idOf(method.customer) ?? '')
  if (customer?.invoice_settings.default_payment_method !== method.id) return
  save(scope, {
    ...customer,
    invoice_settings: { ...customer.invoice_settings, default_payment_method: null },
  })
}

export function listCards({ world, account }: Scope, customer: string, type?: string) {
  if (type !== undefined && type !== 'card') return []
  return world.store.list(account, 'payment_method').filter((each) => each.customer === customer)
}

export function detachAll(scope: Scope, customer: string): void {
  for (const method of listCards(scope, customer)) detach(scope, method)
}

export const paymentMethodRoutes: Route[] = [
  route(
    'POST',
    '/payment_methods',
    params({
      type: choice('card'),
      card: z.strictObject({
        token: text.optional(),
        number: text.optional(),
        exp_month: integer.optional(),
        exp_year: integer.optional(),
        cvc: text.optional(),
      }),
      billing_details: billingDetails.optional(),
      metadata: metadata.optional(),
    }),
    (call) => {
      const { card, billing_details: billing, metadata: labels } = call.params
      if (card.number !== undefined) {
        throw invalidRequest(
          'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
        )
      }
      const token = card.token ?? ''
      const found = cardByToken(token.replace(/^tok_/, 'pm_card_'))
      if (found === undefined) throw noSuch('token', token, { param: 'card[token]', inPath: false })
      const method = createCard(call, found, { billing })
      return save(call, { ...method, metadata: mergeMetadata({}, labels) })
    },
  ),
  route(
    'GET',
    '/payment_methods',
    params({ ...page, customer: text.optional(), type: text.optional() }),
    (call) => {
      const { customer, type, ...request } = call.params
      if (customer === undefined) return paginate([], request, '/v1/payment_methods')
      require(call, 'customer', customer, { param: 'customer', inPath: false })
      return paginate(listCards(call, customer, type), request, '/v1/payment_methods')
    },
  ),
  route('GET', '/payment_methods/:id', params({}), (call) =>
    require(call, 'payment_method', call.path(), { param: 'payment_method' }),
  ),
  route(
    'POST',
    '/payment_methods/:id',
    params({
      billing_details: billingDetails.optional(),
      metadata: metadata.optional(),
      allow_redisplay: choice('always', 'limited', 'unspecified').optional(),
      card: z
        .strictObject({ exp_month: integer.optional(), exp_year: integer.optional() })
        .optional(),
    }),
    (call) => {
      const before = require(call, 'payment_method', call.path(), { param: 'payment_method' })
      const { billing_details: billing, card, allow_redisplay: redisplay } = call.params
      const updated = save(call, {
        ...before,
        ...(billing === undefined ? {} : { billing_details: toBilling(billing) }),
        ...(redisplay === undefined ? {} : { allow_redisplay: redisplay }),
        ...(before.card === undefined
          ? {}
          : {
              card: {
                ...before.card,
                exp_month: card?.exp_month ?? before.card.exp_month,
                exp_year: card?.exp_year ?? before.card.exp_year,
              },
            }),
        metadata: mergeMetadata(before.metadata ?? {}, call.params.metadata),
      })
      emit(call, 'payment_method.updated', updated)
      return updated
    },
  ),
  route('POST', '/payment_methods/:id/attach', params({ customer: text }), (call) =>
    attach(call, call.path(), call.params.customer),
  ),
  route('POST', '/payment_methods/:id/detach', params({}), (call) =>
    detach(call, require(call, 'payment_method', call.path(), { param: 'payment_method' })),
  ),
]
