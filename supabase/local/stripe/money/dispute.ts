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

export interface DisputeInput {
  reason: string
  /** All that is left of the charge unless given. */
  amount?: number | undefined
  /** The bank only asks: no money is taken, and the charge can still be refunded. */
  inquiry?: boolean | undefined
}

/** Takes what is disputed, and the fee for it. */
function withdraw(
  scope: Scope,
  { id, amount, currency, charge }: Pick<Stripe.Dispute, 'id' | 'amount' | 'currency' | 'charge'>,
): Stripe.BalanceTransaction {
  return book(scope, {
    type: 'adjustment',
    category: 'dispute',
    amount: -amount,
    currency,
    source: id,
    fees: [{ ...stripeFee(DISPUTE_FEE, currency), description: 'Dispute fee' }],
    description: `Chargeback withdrawal for ${idOf(charge)}`,
  })
}

function cardCase(kind: 'chargeback' | 'inquiry'): Stripe.Dispute.PaymentMethodDetails {
  const card = { brand: 'visa', case_type: kind, network: 'visa', network_reason_code: '10.4' }
  return { type: 'card', card }
}

/**
 * Opens a dispute, and takes the money and the fee for it unless it is an inquiry.
 * @throws {StripeFailure} 400 for a charge that has no money or is disputed already.
 */
export function openDispute(
  scope: Scope,
  charge: Stripe.Charge,
  { reason, amount, inquiry = false }: DisputeInput,
): Stripe.Dispute {
  const left = charge.captured ? charge.amount - charge.amount_refunded : 0
  const disputed = amount ?? left
  if (charge.disputed || disputed < 1 || disputed > left) {
    throw invalidRequest(`Charge ${charge.id} cannot be disputed for ${disputed}.`)
  }
  const id = newId('dp')
  const { currency } = charge
  const taken = { id, amount: disputed, currency, charge: charge.id }
  const dispute: Stripe.Dispute = save(scope, {
    ...base(scope, 'dispute', 'dp'),
    id,
    amount: disputed,
    balance_transactions: inquiry ? [] : [withdraw(scope, taken)],
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
    is_charge_refundable: inquiry,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: cardCase(inquiry ? 'inquiry' : 'chargeback'),
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  })
  save(scope, { ...charge, disputed: true })
  emit(scope, 'charge.dispute.created', dispute)
  if (!inquiry) emit(scope, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

export function isInquiry({ status }: Stripe.Dispute): boolean {
  return status.startsWith('warning_')
}

/**
 * The bank was not content with the answer: the same dispute takes the money and the fee, with days of its own to answer.
 * @throws {StripeFailure} 400 for what is no inquiry.
 */
export function escalateInquiry(scope: Scope, dispute: Stripe.Dispute): Stripe.Dispute {
  if (!isInquiry(dispute)) throw invalidRequest(`This dispute is no inquiry: ${dispute.status}`)
  const escalated = save(scope, {
    ...dispute,
    balance_transactions: [withdraw(scope, dispute)],
    evidence_details: {
      ...dispute.evidence_details,
      due_by: scope.world.clock.seconds() + DAYS_TO_ANSWER * DAY_SECONDS,
    },
    is_charge_refundable: false,
    payment_method_details: cardCase('chargeback'),
    status: 'needs_response',
  })
  emit(scope, 'charge.dispute.updated', escalated)
  emit(scope, 'charge.dispute.funds_withdrawn', escalated)
  return escalated
}

/** A bank that only asked lets it be. */
function closeInquiry(scope: Scope, dispute: Stripe.Dispute): Stripe.Dispute {
  const closed = save(scope, { ...dispute, status: 'warning_closed' })
  emit(scope, 'charge.dispute.closed', closed)
  return closed
}

/** A charge that has been refunded in full leaves nothing to ask about. */
export function closeInquiriesOf(scope: Scope, charge: string): void {
  for (const each of scope.world.store.list(scope.account, 'dispute')) {
    if (idOf(each.charge) !== charge || !isInquiry(each) || each.status === 'warning_closed')
      continue
    closeInquiry(scope, each)
  }
}

/** Decides a dispute; a won one gives the money back, not the fee. An inquiry ends without either. */
export function closeDispute(scope: Scope, dispute: Stripe.Dispute, won: boolean): Stripe.Dispute {
  if (['won', 'lost', 'warning_closed'].includes(dispute.status)) {
    throw invalidRequest(`This dispute is already closed: ${dispute.status}`)
  }
  if (isInquiry(dispute)) return closeInquiry(scope, dispute)
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
