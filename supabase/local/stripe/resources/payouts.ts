/** https://docs.stripe.com/api/payouts — money leaves a balance for its bank; nobody here waits for the bank. */
import type Stripe from 'stripe'
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import { currency, mergeMetadata, metadata, params, positiveInteger, text } from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { book, sums } from '../money/balance.ts'
import { emit } from '../state/events.ts'
import { newId } from '../state/ids.ts'

const BANK_SECONDS = 2 * 24 * 3600

interface PayoutInput {
  amount: number
  currency: string
  description?: string | undefined
  metadata?: Stripe.Metadata
}

/** @throws {StripeFailure} 400 `balance_insufficient` for more than is available. */
export function createPayout(scope: Scope, input: PayoutInput): Stripe.Payout {
  const { amount } = input
  if ((sums(scope.world, scope.account).available.get(input.currency) ?? 0) < amount) {
    throw invalidRequest(
      'You have insufficient funds in your Stripe account for this transfer. Your card balance is too low.',
      { code: 'balance_insufficient' },
    )
  }
  const id = newId('po')
  const transaction = book(scope, {
    type: 'payout',
    category: 'payout',
    amount: -amount,
    currency: input.currency,
    source: id,
    description: 'STRIPE PAYOUT',
  })
  const payout: Stripe.Payout = save(scope, {
    ...base(scope, 'payout', 'po'),
    id,
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: scope.world.clock.seconds() + BANK_SECONDS,
    automatic: false,
    balance_transaction: transaction.id,
    currency: input.currency,
    description: input.description ?? null,
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    metadata: input.metadata ?? {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: null,
    type: 'bank_account',
  })
  emit(scope, 'payout.created', payout)
  return payout
}

/**
 * The bank does not take it, or it is called back before it has left: the money is in the balance again.
 * @throws {StripeFailure} 400 for one that has ended.
 */
export function endPayout(
  scope: Scope,
  payout: Stripe.Payout,
  status: 'failed' | 'canceled',
): Stripe.Payout {
  if (payout.status !== 'pending')
    throw invalidRequest(`Payout ${payout.id} is already ${payout.status}.`)
  const isFailure = status === 'failed'
  const transaction = book(scope, {
    type: isFailure ? 'payout_failure' : 'payout_cancel',
    category: 'payout_reversal',
    amount: payout.amount,
    currency: payout.currency,
    source: payout.id,
    description: isFailure ? 'PAYOUT FAILURE' : 'PAYOUT CANCEL',
  })
  const ended = save(scope, {
    ...payout,
    failure_balance_transaction: transaction.id,
    failure_code: isFailure ? 'account_closed' : null,
    failure_message: isFailure ? 'The bank account has been closed.' : null,
    status,
  })
  emit(scope, isFailure ? 'payout.failed' : 'payout.canceled', ended)
  return ended
}

export const payoutRoutes: Route[] = [
  route(
    'POST',
    '/payouts',
    params({
      amount: positiveInteger,
      currency,
      description: text.optional(),
      metadata: metadata.optional(),
    }),
    (call) => {
      const labels = mergeMetadata({}, call.params.metadata)
      return createPayout(call, { ...call.params, metadata: labels })
    },
  ),
  route(
    'GET',
    '/payouts',
    params({ ...page, created, status: text.optional() }),
    ({ world, account, params: { status, ...request } }) => {
      const found = world.store
        .list(account, 'payout')
        .filter((each) => status === undefined || each.status === status)
      return paginate(found, request, '/v1/payouts')
    },
  ),
  route('GET', '/payouts/:id', params({}), (call) => require(call, 'payout', call.path())),
  route('POST', '/payouts/:id/cancel', params({}), (call) =>
    endPayout(call, require(call, 'payout', call.path()), 'canceled'),
  ),
]
