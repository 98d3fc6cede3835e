/** https://docs.stripe.com/api/charges — made by PaymentIntents; here they are read and labelled. */
import { created, page, paginate } from '../http/lists.ts'
import { mergeMetadata, metadata, params, text } from '../http/params.ts'
import { type Route, require, route, save } from '../http/route.ts'
import { emit } from '../state/events.ts'
import { idOf } from '../state/objects.ts'

export const chargeRoutes: Route[] = [
  route(
    'GET',
    '/charges',
    params({
      ...page,
      created,
      customer: text.optional(),
      payment_intent: text.optional(),
      transfer_group: text.optional(),
    }),
    ({ world, account, params: { customer, payment_intent, transfer_group, ...request } }) => {
      const found = world.store
        .list(account, 'charge')
        .filter((each) => customer === undefined || idOf(each.customer) === customer)
        .filter((each) => !payment_intent || idOf(each.payment_intent) === payment_intent)
        .filter((each) => !transfer_group || each.transfer_group === transfer_group)
      return paginate(found, request, '/v1/charges')
    },
  ),
  route('GET', '/charges/:id', params({}), (call) => require(call, 'charge', call.path())),
  route(
    'POST',
    '/charges/:id',
    params({
      description: text.optional(),
      metadata: metadata.optional(),
      receipt_email: text.optional(),
    }),
    (call) => {
      const before = require(call, 'charge', call.path())
      const charge = save(call, {
        ...before,
        description: call.params.description ?? before.description,
        receipt_email: call.params.receipt_email ?? before.receipt_email,
        metadata: mergeMetadata(before.metadata, call.params.metadata),
      })
      emit(call, 'charge.updated', charge)
      return charge
    },
  ),
]
