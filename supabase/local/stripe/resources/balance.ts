/** https://docs.stripe.com/api/balance and https://docs.stripe.com/api/balance_transactions */
import type Stripe from 'stripe'
import { created, page, paginate } from '../http/lists.ts'
import { params, text } from '../http/params.ts'
import { type Route, require, route } from '../http/route.ts'
import { settle, sums } from '../money/balance.ts'
import { idOf } from '../state/objects.ts'

const DEFAULT_CURRENCY = 'usd'

function rows(amounts: Map<string, number>) {
  const all = amounts.size === 0 ? [[DEFAULT_CURRENCY, 0] as const] : [...amounts]
  return all.map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }))
}

export const balanceRoutes: Route[] = [
  route('GET', '/balance', params({}), ({ world, account }): Stripe.Balance => {
    const { available, pending } = sums(world, account)
    return {
      object: 'balance',
      available: rows(available),
      livemode: false,
      pending: rows(pending),
      refund_and_dispute_prefunding: { available: rows(new Map()), pending: rows(new Map()) },
    }
  }),
  route(
    'GET',
    '/balance_transactions',
    params({
      ...page,
      created,
      currency: text.optional(),
      source: text.optional(),
      type: text.optional(),
    }),
    ({ world, account, params: { currency, source, type, ...request } }) => {
      settle(world)
      const found = world.store
        .list(account, 'balance_transaction')
        .filter((each) => currency === undefined || each.currency === currency)
        .filter((each) => source === undefined || idOf(each.source) === source)
        .filter((each) => type === undefined || each.type === type)
      return paginate(found, request, '/v1/balance_transactions')
    },
  ),
  route('GET', '/balance_transactions/:id', params({}), (call) => {
    settle(call.world)
    return require(call, 'balance_transaction', call.path())
  }),
]
