/** https://docs.stripe.com/api/refunds — never more than was captured, from whom the platform says. */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import {
  boolean,
  choice,
  mergeMetadata,
  metadata,
  params,
  positiveInteger,
  text,
} from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { book } from '../money/balance.ts'
import { formatAmount } from '../money/currency.ts'
import { closeInquiriesOf } from '../money/dispute.ts'
import { refundApplicationFee, reverseTransfer } from '../money/reversal.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'

const creation = params({
  amount: positiveInteger.optional(),
  charge: text.optional(),
  payment_intent: text.optional(),
  reason: choice('duplicate', 'fraudulent', 'requested_by_customer').optional(),
  metadata: metadata.optional(),
  refund_application_fee: boolean.optional(),
  reverse_transfer: boolean.optional(),
})

type Creation = ReturnType<typeof creation.parse>

function chargeToRefund(scope: Scope, input: Creation): Stripe.Charge {
  if (input.charge && input.payment_intent) {
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.', {
      code: 'parameters_exclusive',
      param: 'charge',
    })
  }
  if (input.charge) {
    return require(scope, 'charge', input.charge, { param: 'charge', inPath: false })
  }
  if (!input.payment_intent) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const where = { param: 'payment_intent', inPath: false }
  const intent = require(scope, 'payment_intent', input.payment_intent, where)
  const charge = scope.world.store.get(scope.account, 'charge', idOf(intent.latest_charge) ?? '')
  if (charge?.status === 'succeeded') return charge
  throw invalidRequest(
    `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    {
      code: 'payment_intent_unexpected_state',
    },
  )
}

/** What can still be refunded is what was captured and has not gone back. */
function requireRefundable(scope: Scope, charge: Stripe.Charge, asked: number | undefined): number {
  if (!charge.captured) {
    throw invalidRequest(
      `Charge ${charge.id} has not been captured: cancel its PaymentIntent instead.`,
    )
  }
  const left = charge.amount - charge.amount_refunded
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const isHeld = scope.world.store
    .list(scope.account, 'dispute')
    .some(
      (each) =>
        idOf(each.charge) === charge.id && !each.is_charge_refundable && each.status !== 'won',
    )
  if (isHeld) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    })
  }
  const amount = asked ?? left
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${formatAmount(amount, charge.currency)}) is greater than unrefunded amount on charge (${formatAmount(left, charge.currency)})`,
      { param: 'amount' },
    )
  }
  return amount
}

/** The same part of `whole` that `amount` is of the charge; the last refund takes what rounding left. */
function share(whole: number, used: number, charge: Stripe.Charge, amount: number): number {
  const left = whole - used
  if (charge.amount_refunded + amount === charge.amount) return left
  return Math.min(left, Math.round((whole * amount) / charge.amount_captured))
}

function unwind(
  scope: Scope,
  charge: Stripe.Charge,
  amount: number,
  input: Creation,
  refund: string,
) {
  const { store, platform } = scope.world
  const transfer = store.get(scope.account, 'transfer', idOf(charge.transfer) ?? '')
  const fee = store.get(platform, 'application_fee', idOf(charge.application_fee) ?? '')
  if (input.reverse_transfer && !transfer) {
    throw invalidRequest(
      `Cannot reverse transfer on charge ${charge.id}, since it does not have an associated transfer.`,
      {
        param: 'reverse_transfer',
      },
    )
  }
  if (input.refund_application_fee && !fee) {
    throw invalidRequest(
      `Cannot refund application fee on charge ${charge.id}, since it does not have an associated application fee.`,
      {
        param: 'refund_application_fee',
      },
    )
  }
  const feeBack =
    input.refund_application_fee && fee ? share(fee.amount, fee.amount_refunded, charge, amount) : 0
  const back =
    input.reverse_transfer && transfer
      ? share(transfer.amount, transfer.amount_reversed, charge, amount)
      : 0
  if (fee && feeBack > 0)
    refundApplicationFee(scope, fee, { amount: feeBack, withReversal: back > 0 })
  if (!transfer || back === 0) return null
  return reverseTransfer(scope, transfer, { amount: back, feeBack, sourceRefund: refund })
}

/** @throws {StripeFailure} 400 for more than is left, for nothing left, and while a dispute holds the money. */
export function createRefund(scope: Scope, input: Creation): Stripe.Refund {
  const charge = chargeToRefund(scope, input)
  const amount = requireRefundable(scope, charge, input.amount)
  const id = newId('re')
  const reversal = unwind(scope, charge, amount, input, id)
  const transaction = book(scope, {
    type: 'refund',
    category: 'refund',
    amount: -amount,
    currency: charge.currency,
    source: id,
    description: `REFUND FOR CHARGE (${charge.id})`,
  })
  const { livemode: _, ...head } = base(scope, 'refund', 're')
  const refund: Stripe.Refund = save(scope, {
    ...head,
    id,
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      type: 'card',
      card: {
        reference_status: 'pending',
        reference_type: 'acquirer_reference_number',
        type: 'refund',
      },
    },
    metadata: mergeMetadata({}, input.metadata),
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: input.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: reversal?.id ?? null,
  })
  const refunded = charge.amount_refunded + amount
  const after = save(scope, {
    ...charge,
    amount_refunded: refunded,
    refunded: refunded === charge.amount,
  })
  emit(scope, 'refund.created', refund)
  emit(scope, 'charge.refunded', after, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  })
  if (after.refunded) closeInquiriesOf(scope, charge.id)
  return refund
}

/** https://docs.stripe.com/refunds#failed-refunds */
export const REFUND_FAILURES = [
  'lost_or_stolen_card',
  'expired_or_canceled_card',
  'declined',
  'unknown',
] as const

/**
 * The buyer's bank sends a refund back, days later: the money is the platform's again, and the charge can be refunded once more. What
 * the seller gave for it stays with the platform: neither the reversal of the transfer nor that of the fee is undone.
 * @throws {StripeFailure} 400 for one that has failed before.
 */
export function failRefund(
  scope: Scope,
  refund: Stripe.Refund,
  reason: (typeof REFUND_FAILURES)[number],
): Stripe.Refund {
  if (refund.status === 'failed') throw invalidRequest(`Refund ${refund.id} has failed already.`)
  const transaction = book(scope, {
    type: 'refund_failure',
    category: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: `REFUND FAILURE FOR CHARGE (${idOf(refund.charge)})`,
  })
  const failed: Stripe.Refund = save(scope, {
    ...refund,
    failure_balance_transaction: transaction.id,
    failure_reason: reason,
    status: 'failed',
  })
  const charge = scope.world.store.get(scope.account, 'charge', idOf(refund.charge) ?? '')
  if (charge) {
    const amount_refunded = charge.amount_refunded - refund.amount
    save(scope, { ...charge, amount_refunded, refunded: false })
  }
  emit(scope, 'refund.updated', failed)
  emit(scope, 'refund.failed', failed)
  return failed
}

export const refundRoutes: Route[] = [
  route('POST', '/refunds', creation, (call) => createRefund(call, call.params)),
  route(
    'GET',
    '/refunds',
    params({ ...page, created, charge: text.optional(), payment_intent: text.optional() }),
    ({ world, account, params: { charge, payment_intent, ...request } }) => {
      const found = world.store
        .list(account, 'refund')
        .filter((each) => charge === undefined || idOf(each.charge) === charge)
        .filter((each) => !payment_intent || idOf(each.payment_intent) === payment_intent)
      return paginate(found, request, '/v1/refunds')
    },
  ),
  route('GET', '/refunds/:id', params({}), (call) => require(call, 'refund', call.path())),
  route('POST', '/refunds/:id', params({ metadata: metadata.optional() }), (call) => {
    const before = require(call, 'refund', call.path())
    const refund = save(call, {
      ...before,
      metadata: mergeMetadata(before.metadata ?? {}, call.params.metadata),
    })
    emit(call, 'refund.updated', refund)
    return refund
  }),
]
