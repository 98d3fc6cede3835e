/** A cardholder contests a charge: https://docs.stripe.com/disputes/how-disputes-work */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { base, type Scope, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'
import { idOf } from '../state/objects.ts'
import { book, stripeFee } from './balance.ts'
import { DISPUTE_FEE } from './currency.ts'

const DAYS_TO_ANSWER = 9
const DAY_SECONDS = 24 * 3600

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

/**
 * Opens a dispute and takes the money and the fee for it.
 * @throws {StripeFailure} 400 for a charge that has no money or is disputed already.
 */
export function openDispute(
  scope: Scope,
  charge: Stripe.Charge,
  { reason, amount }: { reason: string; amount?: number | undefined },
): Stripe.Dispute {
  const left = charge.captured ? charge.amount - charge.amount_refunded : 0
  const disputed = amount ?? left
  if (charge.disputed || disputed < 1 || disputed > left) {
    throw invalidRequest(`Charge ${charge.id} cannot be disputed for ${disputed}.`)
  }
  const id = newId('dp')
  const { currency } = charge
  const transaction = book(scope, {
    type: 'adjustment',
    category: 'dispute',
    amount: -disputed,
    currency,
    source: id,
    fees: [{ ...stripeFee(DISPUTE_FEE, currency), description: 'Dispute fee' }],
    description: `Chargeback withdrawal for ${charge.id}`,
  })
  const dispute: Stripe.Dispute = save(scope, {
    ...base(scope, 'dispute', 'dp'),
    id,
    amount: disputed,
    balance_transactions: [transaction],
    charge: charge.id,
    currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: scope.world.clock.seconds() + DAYS_TO_ANSWER * DAY_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        case_type: 'chargeback',
        network: 'visa',
        network_reason_code: '10.4',
      },
    },
    reason,
    status: 'needs_response',
  })
  save(scope, { ...charge, disputed: true })
  emit(scope, 'charge.dispute.created', dispute)
  emit(scope, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** Decides a dispute; a won one gives the money back, not the fee. */
export function closeDispute(scope: Scope, dispute: Stripe.Dispute, won: boolean): Stripe.Dispute {
  if (dispute.status === 'won' || dispute.status === 'lost') {
    throw invalidRequest(`This dispute is already closed: ${dispute.status}`)
  }
  const back = won
    ? [
        book(scope, {
          type: 'adjustment',
          category: 'dispute_reversal',
          amount: dispute.amount,
          currency: dispute.currency,
          source: dispute.id,
          description: `Chargeback reversal for ${idOf(dispute.charge)}`,
        }),
      ]
    : []
  const closed = save(scope, {
    ...dispute,
    status: won ? 'won' : 'lost',
    balance_transactions: [...back, ...dispute.balance_transactions],
  })
  emit(scope, 'charge.dispute.closed', closed)
  if (won) emit(scope, 'charge.dispute.funds_reinstated', closed)
  return closed
}
