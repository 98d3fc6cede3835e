/** Confirming and capturing a PaymentIntent: https://docs.stripe.com/payments/paymentintents/lifecycle */
import type Stripe from 'stripe'
import { cardError, type Decline, invalidRequest } from '../http/errors.ts'
import { mergeMetadata } from '../http/params.ts'
import { require, type Scope, save } from '../http/route.ts'
import { bookCapture, bookLater, disputeIfTestCard, take } from '../money/capture.ts'
import { createCharge } from '../money/charge.ts'
import { AUTHENTICATION_REQUIRED, type TestCard } from '../state/cards.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'
import { nextAction } from './next-action.ts'
import { requireDestination } from './payment-intent-params.ts'
import { attach, resolveCard, testCardOf } from './payment-methods.ts'

const CONFIRMABLE = new Set(['requires_payment_method', 'requires_confirmation', 'requires_action'])
const AUTHENTICATION_FAILED: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

export interface Confirmation {
  payment_method?: string | undefined
  off_session?: boolean | undefined
  return_url?: string | undefined
  error_on_requires_action?: boolean | undefined
  setup_future_usage?: string | null | undefined
}

export function unexpectedState(intent: Stripe.PaymentIntent, message: string) {
  return invalidRequest(message, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
}

/** A saved card pays only for the customer it belongs to. */
function requireOwner(intent: Stripe.PaymentIntent, card: Stripe.PaymentMethod): void {
  const owner = idOf(card.customer)
  const payer = idOf(intent.customer)
  if (owner === null || owner === payer) return
  throw invalidRequest(
    payer === null
      ? `The PaymentMethod you provided (${card.id}) is attached to a customer. Please include the customer in the customer parameter on the PaymentIntent.`
      : `The customer does not have a payment method with the ID ${card.id}. The payment method must be attached to the customer.`,
    {
      code: payer === null ? 'payment_method_unexpected_state' : 'resource_missing',
      param: 'payment_method',
    },
  )
}

function requireReturnUrl(intent: Stripe.PaymentIntent, input: Confirmation): void {
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects !== 'never'
  const cardsOnly = intent.allowed_payment_method_types?.every((type) => type === 'card') ?? false
  if (input.return_url || input.off_session || cardsOnly || !mayRedirect) return
  throw invalidRequest(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  )
}

function mustAuthenticate(
  { world }: Scope,
  test: TestCard,
  card: Stripe.PaymentMethod,
  offSession: boolean,
): boolean {
  if (!test.authentication) return false
  if (!offSession) return true
  const { offSession: when } = test.authentication
  return (
    when === 'always' || (when === 'unless_set_up' && !world.cards[card.id]?.setUpForOffSession)
  )
}

/** Records the refusal on the intent, and @returns the error to throw. */
function decline(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  card: Stripe.PaymentMethod,
  reason: Decline,
) {
  const charge = createCharge(scope, {
    intent,
    method: card,
    decline: reason,
    authenticated: false,
  })
  const failed = save(scope, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    next_action: null,
    latest_charge: charge.id,
    last_payment_error: {
      ...reason,
      type: 'card_error',
      charge: charge.id,
      payment_method: card,
    },
  })
  emit(scope, 'charge.failed', charge)
  emit(scope, 'payment_intent.payment_failed', failed)
  return cardError(reason, { charge: charge.id, payment_intent: failed, payment_method: card })
}

/** The bank agrees: money is taken, or kept ready where capture is manual. */
function authorize(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  card: Stripe.PaymentMethod,
  authenticated: boolean,
): Stripe.PaymentIntent {
  const customer = idOf(intent.customer)
  if (intent.setup_future_usage !== null && customer !== null) {
    attach(scope, card, customer)
    const secret = scope.world.cards[card.id]
    if (secret) secret.setUpForOffSession = intent.setup_future_usage === 'off_session'
  }
  const charge = createCharge(scope, { intent, method: card, decline: null, authenticated })
  const authorized: Stripe.PaymentIntent = {
    ...intent,
    payment_method: card.id,
    next_action: null,
    last_payment_error: null,
    latest_charge: charge.id,
    transfer_group: charge.transfer_group,
  }
  if (intent.capture_method === 'manual') {
    const ready = save(scope, {
      ...authorized,
      status: 'requires_capture',
      amount_capturable: intent.amount,
    })
    emit(scope, 'charge.succeeded', charge)
    emit(scope, 'payment_intent.amount_capturable_updated', ready)
    return ready
  }
  const inBackground = intent.capture_method === 'automatic_async'
  const captured = take(scope, charge, charge.amount)
  const taken = inBackground ? captured : bookCapture(scope, captured)
  const paid = save(scope, {
    ...authorized,
    status: 'succeeded',
    amount_received: taken.amount_captured,
  })
  emit(scope, 'charge.succeeded', taken)
  emit(scope, 'payment_intent.succeeded', paid)
  if (inBackground) bookLater(scope, taken)
  else disputeIfTestCard(scope, taken)
  return paid
}

/**
 * Tries to collect the payment.
 * @throws {StripeFailure} 400 for a state or a card that does not fit; 402 when the card refuses, with the intent in
 * the error and the reason kept in `last_payment_error`.
 */
export function confirmIntent(
  scope: Scope,
  before: Stripe.PaymentIntent,
  input: Confirmation,
): Stripe.PaymentIntent {
  if (!CONFIRMABLE.has(before.status)) {
    throw unexpectedState(
      before,
      before.status === 'succeeded'
        ? 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.'
        : `This PaymentIntent could not be confirmed because it has a status of ${before.status}.`,
    )
  }
  const id = input.payment_method ?? idOf(before.payment_method)
  if (!id) {
    throw unexpectedState(
      before,
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
    )
  }
  const card = resolveCard(scope, id, 'payment_method')
  requireOwner(before, card)
  requireReturnUrl(before, input)
  const destination = idOf(before.transfer_data?.destination)
  if (destination) requireDestination(scope, destination, 'transfer_data[destination]')
  const intent: Stripe.PaymentIntent = {
    ...before,
    payment_method: card.id,
    setup_future_usage:
      input.setup_future_usage === undefined ? before.setup_future_usage : input.setup_future_usage,
  }
  const test = testCardOf(scope, card)
  if (mustAuthenticate(scope, test, card, input.off_session ?? false)) {
    if (input.off_session || input.error_on_requires_action) {
      throw decline(scope, intent, card, AUTHENTICATION_REQUIRED)
    }
    const waiting = save(scope, {
      ...intent,
      status: 'requires_action',
      next_action: nextAction(scope, intent.id, input.return_url),
    })
    emit(scope, 'payment_intent.requires_action', waiting)
    return waiting
  }
  const refusal = test.decline ?? test.declineOnCharge
  if (refusal) throw decline(scope, intent, card, refusal)
  return authorize(scope, intent, card, false)
}

/**
 * What the authentication page found out. A card that then has no money fails after all.
 * @returns the intent as it is afterwards, whatever the outcome.
 */
export function finishAuthentication(
  scope: Scope,
  id: string,
  approved: boolean,
): Stripe.PaymentIntent {
  const intent = require(scope, 'payment_intent', id)
  if (intent.status !== 'requires_action') return intent
  const card = require(scope, 'payment_method', idOf(intent.payment_method) ?? '')
  const test = testCardOf(scope, card)
  const refusal = approved ? (test.decline ?? test.declineOnCharge) : AUTHENTICATION_FAILED
  if (refusal) {
    decline(scope, intent, card, refusal)
    return require(scope, 'payment_intent', id)
  }
  return authorize(scope, intent, card, true)
}

/** Takes all or part of what was authorized; the rest is released. */
export function captureIntent(
  scope: Scope,
  intent: Stripe.PaymentIntent,
  input: {
    amount_to_capture?: number | undefined
    application_fee_amount?: number | undefined
    metadata?: Record<string, string> | null | undefined
  },
): Stripe.PaymentIntent {
  if (intent.status !== 'requires_capture') {
    throw unexpectedState(
      intent,
      `This PaymentIntent could not be captured because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.`,
    )
  }
  const amount = input.amount_to_capture ?? intent.amount_capturable
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      'The amount to capture must be less than or equal to the amount capturable.',
      { code: 'amount_too_large', param: 'amount_to_capture' },
    )
  }
  const fee = input.application_fee_amount ?? intent.application_fee_amount
  if ((fee ?? 0) > amount) {
    throw invalidRequest('Your application fee cannot be larger than the charge amount.', {
      param: 'application_fee_amount',
    })
  }
  const charge = require(scope, 'charge', idOf(intent.latest_charge) ?? '')
  const promised = { ...charge, application_fee_amount: fee }
  const taken = bookCapture(scope, take(scope, promised, amount))
  const paid = save(scope, {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    application_fee_amount: fee,
    metadata: mergeMetadata(intent.metadata, input.metadata),
  })
  emit(scope, 'charge.captured', taken)
  emit(scope, 'payment_intent.succeeded', paid)
  disputeIfTestCard(scope, taken)
  return paid
}
