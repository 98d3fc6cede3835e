/** Destination charges: https://docs.stripe.com/connect/destination-charges — the seller's part and the platform's fee. */
import type Stripe from 'stripe'
import { fullList } from '../http/lists.ts'
import { base, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { applicationFee, book } from './balance.ts'

export interface TransferInput {
  amount: number
  currency: string
  destination: string
  description?: string | null | undefined
  sourceTransaction?: string | null
  transferGroup?: string | null | undefined
  metadata?: Record<string, string>
  /** What the platform keeps of it, in the transfer's currency. */
  fee?: number
  availableOn?: number
}

/** The connected account's side: a payment that it received. */
function paymentAtDestination(
  scope: Scope,
  transferId: string,
  input: TransferInput,
): Stripe.Charge {
  const { currency, amount, fee = 0 } = input
  const seller: Scope = { ...scope, account: input.destination }
  const id = newId('py')
  const transaction = book(seller, {
    type: 'payment',
    category: 'charge',
    amount,
    currency,
    source: id,
    fees: [applicationFee(fee, currency)],
    ...(input.availableOn === undefined ? {} : { availableOn: input.availableOn }),
  })
  return save(seller, {
    ...base(seller, 'charge', 'py'),
    id,
    amount,
    amount_captured: amount,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: fee > 0 ? fee : null,
    balance_transaction: transaction.id,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: true,
    currency,
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: true,
    payment_intent: null,
    payment_method: null,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: transferId,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'succeeded',
    transfer_data: null,
    transfer_group: null,
  })
}

/** Moves money from the account of the scope to a connected one. */
export function createTransfer(
  scope: Scope,
  input: TransferInput,
): { transfer: Stripe.Transfer; payment: Stripe.Charge } {
  const id = newId('tr')
  const transaction = book(scope, {
    type: 'transfer',
    category: 'transfer',
    amount: -input.amount,
    currency: input.currency,
    source: id,
    description: input.description ?? null,
    ...(input.availableOn === undefined ? {} : { availableOn: input.availableOn }),
  })
  const payment = paymentAtDestination(scope, id, input)
  const transfer: Stripe.Transfer = save(scope, {
    ...base(scope, 'transfer', 'tr'),
    id,
    amount: input.amount,
    amount_reversed: 0,
    balance_transaction: transaction.id,
    currency: input.currency,
    description: input.description ?? null,
    destination: input.destination,
    destination_payment: payment.id,
    metadata: input.metadata ?? {},
    reversals: fullList<Stripe.TransferReversal>([], `/v1/transfers/${id}/reversals`),
    reversed: false,
    source_transaction: input.sourceTransaction ?? null,
    source_type: 'card',
    transfer_group: input.transferGroup ?? null,
  })
  emit(scope, 'transfer.created', transfer)
  return { transfer, payment }
}

/** The platform's share of a charge: on the platform, whoever was charged. */
function createApplicationFee(
  scope: Scope,
  input: {
    amount: number
    account: string
    charge: string
    originating: string | null
    currency: string
    availableOn: number
  },
): Stripe.ApplicationFee {
  const platform: Scope = { ...scope, account: scope.world.platform }
  const id = newId('fee')
  const transaction = book(platform, {
    type: 'application_fee',
    category: 'platform_earning',
    amount: input.amount,
    currency: input.currency,
    source: id,
    availableOn: input.availableOn,
  })
  const fee: Stripe.ApplicationFee = save(platform, {
    ...base(platform, 'application_fee', 'fee'),
    id,
    account: input.account,
    amount: input.amount,
    amount_refunded: 0,
    application: 'ca_local',
    balance_transaction: transaction.id,
    charge: input.charge,
    currency: input.currency,
    fee_source: { charge: input.charge, type: 'charge' },
    originating_transaction: input.originating,
    refunded: false,
    refunds: fullList<Stripe.FeeRefund>([], `/v1/application_fees/${id}/refunds`),
  })
  emit(platform, 'application_fee.created', fee)
  return fee
}

/** Carries out what the charge promises its seller and the platform; a plain charge stays as it is. */
export function transferToSeller(
  scope: Scope,
  charge: Stripe.Charge,
  availableOn: number,
): Stripe.Charge {
  const { currency } = charge
  const feeAmount = charge.application_fee_amount ?? 0
  if (charge.transfer_data === null) {
    if (feeAmount === 0 || scope.account === scope.world.platform) return charge
    const direct = { account: scope.account, charge: charge.id, originating: null }
    const fee = createApplicationFee(scope, { ...direct, amount: feeAmount, currency, availableOn })
    return save(scope, { ...charge, application_fee: fee.id })
  }
  const destination = idOf(charge.transfer_data.destination) ?? ''
  const { transfer, payment } = createTransfer(scope, {
    amount: Math.min(charge.transfer_data.amount ?? charge.amount_captured, charge.amount_captured),
    currency,
    destination,
    sourceTransaction: charge.id,
    transferGroup: charge.transfer_group,
    fee: feeAmount,
    availableOn,
  })
  const transferred: Stripe.Charge = { ...charge, transfer: transfer.id }
  if (feeAmount === 0) return save(scope, transferred)
  const fee = createApplicationFee(scope, {
    amount: feeAmount,
    account: destination,
    charge: payment.id,
    originating: charge.id,
    currency,
    availableOn,
  })
  save({ ...scope, account: destination }, { ...payment, application_fee: fee.id })
  return save(scope, { ...transferred, application_fee: fee.id })
}
