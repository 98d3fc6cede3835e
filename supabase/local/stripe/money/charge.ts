/** What an attempt to pay with a card leaves behind: a charge, refused or authorized. */
import type Stripe from 'stripe'
import type { Decline } from '../http/errors.ts'
import { base, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'

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

/** Gives an authorization back that was never captured. */
export function release(scope: Scope, charge: Stripe.Charge): Stripe.Charge {
  const released = save(scope, { ...charge, refunded: true, amount_refunded: charge.amount })
  emit(scope, 'charge.refunded', released)
  return released
}
