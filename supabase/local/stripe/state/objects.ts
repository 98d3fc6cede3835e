/** What the stand-in stores: the SDK's own types, so that a shape that drifts from the SDK does not compile. */
import type Stripe from 'stripe'

export interface ObjectTypes {
  account: Stripe.Account
  application_fee: Stripe.ApplicationFee
  balance_transaction: Stripe.BalanceTransaction
  charge: Stripe.Charge
  'checkout.session': Stripe.Checkout.Session
  customer: Stripe.Customer
  dispute: Stripe.Dispute
  event: StoredEvent
  fee_refund: Stripe.FeeRefund
  payment_intent: Stripe.PaymentIntent
  payment_method: Stripe.PaymentMethod
  payout: Stripe.Payout
  refund: Stripe.Refund
  setup_intent: Stripe.SetupIntent
  transfer: Stripe.Transfer
  transfer_reversal: Stripe.TransferReversal
  webhook_endpoint: Stripe.WebhookEndpoint
}

export type ObjectName = keyof ObjectTypes
export type StoredObject = ObjectTypes[ObjectName]

/** The SDK types one interface per event type; a store of all of them needs the common part. */
export interface StoredEvent extends Omit<Stripe.EventBase, 'data'> {
  data: { object: object; previous_attributes?: Record<string, unknown> }
}

/** The id of a field that the API may expand; stored objects always hold the id. */
export function idOf(field: string | { id: string } | null | undefined): string | null {
  if (field === null || field === undefined) return null
  return typeof field === 'string' ? field : field.id
}
