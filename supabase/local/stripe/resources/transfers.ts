/** https://docs.stripe.com/api/transfers and https://docs.stripe.com/api/transfer_reversals */
import { invalidRequest } from '../http/errors.ts'
import { created, page, paginate } from '../http/lists.ts'
import {
  boolean,
  currency,
  mergeMetadata,
  metadata,
  params,
  positiveInteger,
  text,
} from '../http/params.ts'
import { type Route, require, route, type Scope, save } from '../http/route.ts'
import { sums } from '../money/balance.ts'
import { createTransfer } from '../money/destination.ts'
import { refundApplicationFee, reverseTransfer } from '../money/reversal.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'
import { requireDestination } from './payment-intent-params.ts'

/** Money of a charge can be passed on at once; other money only once it is available. */
function requireFunds(
  scope: Scope,
  {
    amount,
    currency: code,
    charge: id,
  }: { amount: number; currency: string; charge?: string | undefined },
): number | undefined {
  if (id === undefined) {
    if ((sums(scope.world, scope.account).available.get(code) ?? 0) >= amount) return undefined
    throw invalidRequest(
      'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
      { code: 'balance_insufficient' },
    )
  }
  const charge = require(scope, 'charge', id, { param: 'source_transaction', inPath: false })
  const passedOn = scope.world.store
    .list(scope.account, 'transfer')
    .filter((each) => idOf(each.source_transaction) === id)
    .reduce((sum, each) => sum + each.amount - each.amount_reversed, 0)
  if (passedOn + amount > charge.amount_captured) {
    throw invalidRequest('The transfers of this source_transaction would exceed its amount.', {
      param: 'amount',
    })
  }
  const booked = scope.world.store.get(
    scope.account,
    'balance_transaction',
    idOf(charge.balance_transaction) ?? '',
  )
  return booked?.available_on
}

export const transferRoutes: Route[] = [
  route(
    'POST',
    '/transfers',
    params({
      amount: positiveInteger,
      currency,
      destination: text,
      description: text.optional(),
      metadata: metadata.optional(),
      source_transaction: text.optional(),
      transfer_group: text.optional(),
    }),
    (call) => {
      const { amount, currency: code, destination, source_transaction: charge } = call.params
      requireDestination(call, destination, 'destination')
      const availableOn = requireFunds(call, { amount, currency: code, charge })
      const { transfer } = createTransfer(call, {
        amount,
        currency: code,
        destination,
        description: call.params.description,
        sourceTransaction: charge ?? null,
        transferGroup: call.params.transfer_group,
        metadata: mergeMetadata({}, call.params.metadata),
        ...(availableOn === undefined ? {} : { availableOn }),
      })
      return transfer
    },
  ),
  route(
    'GET',
    '/transfers',
    params({
      ...page,
      created,
      destination: text.optional(),
      transfer_group: text.optional(),
    }),
    ({ world, account, params: { destination, transfer_group: group, ...request } }) => {
      const found = world.store
        .list(account, 'transfer')
        .filter((each) => destination === undefined || idOf(each.destination) === destination)
        .filter((each) => group === undefined || each.transfer_group === group)
      return paginate(found, request, '/v1/transfers')
    },
  ),
  route('GET', '/transfers/:id', params({}), (call) => require(call, 'transfer', call.path())),
  route(
    'POST',
    '/transfers/:id',
    params({ description: text.optional(), metadata: metadata.optional() }),
    (call) => {
      const before = require(call, 'transfer', call.path())
      const transfer = save(call, {
        ...before,
        description: call.params.description ?? before.description,
        metadata: mergeMetadata(before.metadata, call.params.metadata),
      })
      emit(call, 'transfer.updated', transfer)
      return transfer
    },
  ),
  route(
    'POST',
    '/transfers/:id/reversals',
    params({
      amount: positiveInteger.optional(),
      description: text.optional(),
      metadata: metadata.optional(),
      refund_application_fee: boolean.optional(),
    }),
    (call) => {
      const transfer = require(call, 'transfer', call.path())
      const { world, account } = call
      const amount = call.params.amount ?? Math.max(1, transfer.amount - transfer.amount_reversed)
      const charge = world.store.get(account, 'charge', idOf(transfer.source_transaction) ?? '')
      const fee = world.store.get(
        world.platform,
        'application_fee',
        idOf(charge?.application_fee) ?? '',
      )
      const isLast = transfer.amount_reversed + amount === transfer.amount
      const feeLeft = fee ? fee.amount - fee.amount_refunded : 0
      const feeShare = fee ? Math.round((fee.amount * amount) / transfer.amount) : 0
      const wanted = isLast ? feeLeft : Math.min(feeLeft, feeShare)
      const feeBack = call.params.refund_application_fee ? wanted : 0
      const labels = mergeMetadata({}, call.params.metadata)
      const reversal = reverseTransfer(call, transfer, { amount, feeBack, metadata: labels })
      if (fee && feeBack > 0)
        refundApplicationFee(call, fee, { amount: feeBack, withReversal: true })
      return reversal
    },
  ),
  route('GET', '/transfers/:id/reversals', params(page), (call) => {
    const transfer = require(call, 'transfer', call.path())
    const found = call.world.store
      .list(call.account, 'transfer_reversal')
      .filter((each) => idOf(each.transfer) === transfer.id)
    return paginate(found, call.params, `/v1/transfers/${transfer.id}/reversals`)
  }),
  route('GET', '/transfers/:id/reversals/:reversal', params({}), (call) => {
    require(call, 'transfer', call.path())
    return require(call, 'transfer_reversal', call.path('reversal'))
  }),
]
