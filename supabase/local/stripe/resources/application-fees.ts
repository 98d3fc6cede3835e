/** https://docs.stripe.com/api/application_fees */
import { created, page, paginate } from '../http/lists.ts'
import { mergeMetadata, metadata, params, positiveInteger, text } from '../http/params.ts'
import { type Route, require, route } from '../http/route.ts'
import { refundApplicationFee } from '../money/reversal.ts'
import { idOf } from '../state/objects.ts'

export const applicationFeeRoutes: Route[] = [
  route(
    'GET',
    '/application_fees',
    params({ ...page, created, charge: text.optional() }),
    ({ world, account, params: { charge, ...request } }) => {
      const found = world.store
        .list(account, 'application_fee')
        .filter((each) => charge === undefined || idOf(each.charge) === charge)
      return paginate(found, request, '/v1/application_fees')
    },
  ),
  route('GET', '/application_fees/:id', params({}), (call) =>
    require(call, 'application_fee', call.path()),
  ),
  route(
    'POST',
    '/application_fees/:id/refunds',
    params({ amount: positiveInteger.optional(), metadata: metadata.optional() }),
    (call) => {
      const fee = require(call, 'application_fee', call.path())
      const amount = call.params.amount ?? Math.max(1, fee.amount - fee.amount_refunded)
      const labels = mergeMetadata({}, call.params.metadata)
      return refundApplicationFee(call, fee, { amount, metadata: labels, withReversal: false })
    },
  ),
  route('GET', '/application_fees/:id/refunds', params(page), (call) => {
    const fee = require(call, 'application_fee', call.path())
    const found = call.world.store
      .list(call.account, 'fee_refund')
      .filter((each) => idOf(each.fee) === fee.id)
    return paginate(found, call.params, `/v1/application_fees/${fee.id}/refunds`)
  }),
]
