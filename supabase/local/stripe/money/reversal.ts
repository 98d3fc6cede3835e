/** Money back from sellers, and fees back to them. */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { base, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { applicationFee, book } from './balance.ts'
import { formatAmount } from './currency.ts'

const NEWEST = 10

/** The newest ten, as embedded lists hold them. */
function prepend<T>(list: Stripe.ApiList<T>, item: T): Stripe.ApiList<T> {
  const all = [item, ...list.data]
  return { ...list, data: all.slice(0, NEWEST), has_more: list.has_more || all.length > NEWEST }
}

/** The seller's part of the refund of a payment: the fee that the platform gives back lessens it. */
function takeFromSeller(
  scope: Scope,
  transfer: Stripe.Transfer,
  amount: number,
  feeBack: number,
): string | null {
  const seller: Scope = { ...scope, account: idOf(transfer.destination) ?? '' }
  const payment = seller.world.store.get(
    seller.account,
    'charge',
    idOf(transfer.destination_payment) ?? '',
  )
  if (!payment) return null
  const id = newId('pyr')
  const transaction = book(seller, {
    type: 'payment_refund',
    category: 'refund',
    amount: -amount,
    currency: transfer.currency,
    source: id,
    fees: [applicationFee(-feeBack, transfer.currency)],
  })
  save(seller, {
    ...base(seller, 'refund', 'pyr'),
    id,
    amount,
    balance_transaction: transaction.id,
    charge: payment.id,
    currency: transfer.currency,
    customer: null,
    customer_account: null,
    metadata: {},
    payment_intent: null,
    payment_method: null,
    reason: null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  } satisfies Stripe.Refund & { livemode: boolean })
  const refunded = payment.amount_refunded + amount
  save(seller, { ...payment, amount_refunded: refunded, refunded: refunded === payment.amount })
  return id
}

export interface ReversalInput {
  amount: number
  /** What of the application fee goes back with it. */
  feeBack?: number
  sourceRefund?: string | null
  metadata?: Record<string, string>
}

/** @throws {StripeFailure} 400 for more than is left of the transfer. */
export function reverseTransfer(scope: Scope, transfer: Stripe.Transfer, input: ReversalInput) {
  const left = transfer.amount - transfer.amount_reversed
  if (input.amount > left) {
    const asked = formatAmount(input.amount, transfer.currency)
    const rest = formatAmount(left, transfer.currency)
    throw invalidRequest(
      left === 0
        ? `Transfer ${transfer.id} is already fully reversed.`
        : `Transfer reversal amount (${asked}) is greater than unreversed amount on transfer (${rest})`,
      { param: 'amount' },
    )
  }
  const id = newId('trr')
  const transaction = book(scope, {
    type: 'transfer_refund',
    category: 'transfer_reversal',
    amount: input.amount,
    currency: transfer.currency,
    source: id,
  })
  const { livemode: _, ...head } = base(scope, 'transfer_reversal', 'trr')
  const reversal: Stripe.TransferReversal = save(scope, {
    ...head,
    id,
    amount: input.amount,
    balance_transaction: transaction.id,
    currency: transfer.currency,
    destination_payment_refund: takeFromSeller(scope, transfer, input.amount, input.feeBack ?? 0),
    metadata: input.metadata ?? {},
    source_refund: input.sourceRefund ?? null,
    transfer: transfer.id,
  })
  const reversed = transfer.amount_reversed + input.amount
  const updated = save(scope, {
    ...transfer,
    amount_reversed: reversed,
    reversed: reversed === transfer.amount,
    reversals: prepend(transfer.reversals, reversal),
  })
  emit(scope, 'transfer.reversed', updated)
  return reversal
}

export interface FeeRefundInput {
  amount: number
  metadata?: Record<string, string>
  /** A reversal in the same step lessens what it takes from the seller by it; otherwise the seller is paid it. */
  withReversal: boolean
}

/**
 * Gives a part of an application fee back to the seller.
 * @throws {StripeFailure} 400 for more than is left of it.
 */
export function refundApplicationFee(
  scope: Scope,
  fee: Stripe.ApplicationFee,
  { amount, metadata = {}, withReversal }: FeeRefundInput,
): Stripe.FeeRefund {
  const platform: Scope = { ...scope, account: scope.world.platform }
  const left = fee.amount - fee.amount_refunded
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${formatAmount(amount, fee.currency)}) is greater than unrefunded amount on fee (${formatAmount(left, fee.currency)})`,
      { param: 'amount' },
    )
  }
  const id = newId('fr')
  const transaction = book(platform, {
    type: 'application_fee_refund',
    category: 'platform_earning_refund',
    amount: -amount,
    currency: fee.currency,
    source: id,
  })
  if (!withReversal) {
    book(
      { ...scope, account: idOf(fee.account) ?? '' },
      {
        type: 'application_fee_refund',
        category: 'fee',
        amount,
        currency: fee.currency,
        source: id,
      },
    )
  }
  const { livemode: _, ...head } = base(platform, 'fee_refund', 'fr')
  const refund: Stripe.FeeRefund = save(platform, {
    ...head,
    id,
    amount,
    balance_transaction: transaction.id,
    currency: fee.currency,
    fee: fee.id,
    metadata,
  })
  const refunded = fee.amount_refunded + amount
  const updated = save(platform, {
    ...fee,
    amount_refunded: refunded,
    refunded: refunded === fee.amount,
    refunds: prepend(fee.refunds, refund),
  })
  emit(platform, 'application_fee.refunded', updated)
  return refund
}
