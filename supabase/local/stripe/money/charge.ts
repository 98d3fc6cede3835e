/** What a card payment leaves behind: a charge, and once captured the money, the seller's part and our fee. */
import type Stripe from 'stripe'
import type { Decline } from '../http/errors.ts'
import { base, type Scope, save } from '../http/route.ts'
import { testCardOf } from '../resources/payment-methods.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { applicationFee, book, pendingUntil, stripeFee } from './balance.ts'
import { processingFee } from './currency.ts'
import { transferToSeller } from './destination.ts'
import { openDispute } from './dispute.ts'

type CardDetails = Stripe.Charge.PaymentMethodDetails.Card

function cardDetails(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  authenticated: boolean,
): CardDetails {
  const { card } = method
  return {
    amount_authorized: intent.amount,
    authorization_code: null,
    brand: card?.brand ?? null,
    checks: card?.checks ?? null,
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 0,
    exp_year: card?.exp_year ?? 0,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    network: card?.brand ?? null,
    network_transaction_id: null,
    regulated_status: 'unregulated',
    three_d_secure: authenticated
      ? {
          authentication_flow: 'challenge',
          electronic_commerce_indicator: '05',
          exemption_indicator: null,
          result: 'authenticated',
          result_reason: null,
          transaction_id: newId('tds'),
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  }
}

function outcome(decline: Decline | null): Stripe.Charge.Outcome {
  const declined = decline !== null
  return {
    advice_code: declined ? 'try_again_later' : null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.decline_code ?? null,
    risk_level: 'normal',
    risk_score: 20,
    seller_message: declined
      ? 'The bank did not return any further details with this decline.'
      : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  }
}

export interface ChargeInput {
  intent: Stripe.PaymentIntent
  method: Stripe.PaymentMethod
  decline: Decline | null
  authenticated: boolean
}

/** Records one attempt to charge, failed or authorized; no money moves yet. */
export function createCharge(scope: Scope, input: ChargeInput): Stripe.Charge {
  const { intent, method, decline } = input
  const charge: Stripe.Charge = save(scope, {
    ...base(scope, 'charge', 'ch'),
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: intent.statement_descriptor ?? 'BLYTZ LIVE',
    captured: false,
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    metadata: intent.metadata,
    on_behalf_of: idOf(intent.on_behalf_of),
    outcome: outcome(decline),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      type: 'card',
      card: cardDetails(intent, method, input.authenticated),
    },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline === null ? 'succeeded' : 'failed',
    transfer_data: transferDataOf(intent),
    transfer_group: intent.transfer_group ?? (intent.transfer_data ? `group_${intent.id}` : null),
  })
  return charge
}

function transferDataOf(intent: Stripe.PaymentIntent): Stripe.Charge['transfer_data'] {
  const data = intent.transfer_data
  if (!data) return null
  return { amount: data.amount ?? null, destination: idOf(data.destination) ?? '' }
}

/** A charge on a connected account itself: our fee is taken there. */
function directFee(scope: Scope, charge: Stripe.Charge): number {
  return scope.account === scope.world.platform ? 0 : (charge.application_fee_amount ?? 0)
}

/**
 * Takes `amount` of an authorized charge: books it, passes the seller's part on and takes our fee. What is not
 * captured is released. A card that is disputed in tests is disputed at once.
 */
export function capture(
  scope: Scope,
  charge: Stripe.Charge,
  amount: number,
  method: Stripe.PaymentMethod,
) {
  const { currency } = charge
  const test = testCardOf(scope, method)
  const transaction = book(scope, {
    type: 'charge',
    category: 'charge',
    amount,
    currency,
    source: charge.id,
    fees: [
      stripeFee(processingFee(amount), currency),
      applicationFee(directFee(scope, charge), currency),
    ],
    description: charge.description,
    availableOn: test.bypassPending ? scope.world.clock.seconds() : pendingUntil(scope),
  })
  const captured: Stripe.Charge = save(scope, {
    ...charge,
    amount_captured: amount,
    amount_refunded: charge.amount - amount,
    captured: true,
    balance_transaction: transaction.id,
    ...(charge.transfer_group === null ? {} : { transfer_group: charge.transfer_group }),
  })
  const done = transferToSeller(scope, captured, transaction.available_on)
  return { charge: done, dispute: test.dispute ?? null }
}

/** Announced after the charge itself, as it happens. */
export function disputeIfTestCard(
  scope: Scope,
  charge: Stripe.Charge,
  reason: string | null,
): void {
  if (reason !== null) openDispute(scope, charge, { reason })
}

/** Gives an authorization back that was never captured. */
export function release(scope: Scope, charge: Stripe.Charge): Stripe.Charge {
  const released = save(scope, { ...charge, refunded: true, amount_refunded: charge.amount })
  emit(scope, 'charge.refunded', released)
  return released
}
