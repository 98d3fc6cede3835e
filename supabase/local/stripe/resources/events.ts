/** https://docs.stripe.com/api/events */
import { z } from 'zod'
import { created, page, paginate } from '../http/lists.ts'
import { boolean, params, text } from '../http/params.ts'
import { type Route, require, route } from '../http/route.ts'

function matches(type: string, pattern: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}

export const eventRoutes: Route[] = [
  route(
    'GET',
    '/events',
    params({
      ...page,
      created,
      type: text.optional(),
      types: z.array(text).optional(),
      delivery_success: boolean.optional(),
    }),
    ({ world, account, params: { type, types, delivery_success: delivered, ...request } }) => {
      const wanted = type === undefined ? types : [type]
      const found = world.store
        .list(account, 'event')
        .filter((each) => wanted?.some((pattern) => matches(each.type, pattern)) ?? true)
        .filter((each) => delivered === undefined || (each.pending_webhooks === 0) === delivered)
      return paginate(found, request, '/v1/events')
    },
  ),
  route('GET', '/events/:id', params({}), (call) => require(call, 'event', call.path())),
]
