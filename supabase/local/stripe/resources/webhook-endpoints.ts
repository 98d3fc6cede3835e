/** https://docs.stripe.com/api/webhook_endpoints */
import type Stripe from 'stripe'
import { z } from 'zod'
import { page, paginate } from '../http/lists.ts'
import { boolean, emptyable, mergeMetadata, metadata, params, text, url } from '../http/params.ts'
import { base, type Route, require, route, type Scope, save } from '../http/route.ts'
import { API_VERSION } from '../state/events.ts'
import { randomText } from '../state/ids.ts'

const SECRET_LENGTH = 32

const fields = {
  enabled_events: z.array(text),
  url,
  description: emptyable(text).optional(),
  metadata: metadata.optional(),
}

/** An endpoint and the secret that signs what it gets; the secret is shown once. */
export function createEndpoint(
  scope: Scope,
  input: {
    url: string
    enabledEvents: string[]
    secret?: string | undefined
    /** Events of connected accounts too; otherwise the platform's own. */
    connect: 'only' | 'never' | 'both'
    description?: string | null | undefined
    metadata?: Record<string, string>
  },
): Stripe.WebhookEndpoint & { secret: string } {
  const { world } = scope
  const endpoint: Stripe.WebhookEndpoint = save(scope, {
    ...base(scope, 'webhook_endpoint', 'we'),
    api_version: API_VERSION,
    application: null,
    description: input.description ?? null,
    enabled_events: input.enabledEvents,
    metadata: input.metadata ?? {},
    status: 'enabled',
    url: input.url,
  })
  const secret = input.secret ?? `whsec_${randomText(SECRET_LENGTH)}`
  world.endpointSecrets[endpoint.id] = secret
  world.endpointConnect[endpoint.id] = input.connect
  return { ...endpoint, secret }
}

export const webhookEndpointRoutes: Route[] = [
  route(
    'POST',
    '/webhook_endpoints',
    params({ ...fields, connect: boolean.optional(), api_version: text.optional() }),
    (call) =>
      createEndpoint(call, {
        url: call.params.url,
        enabledEvents: call.params.enabled_events,
        connect: call.params.connect ? 'only' : 'never',
        description: call.params.description,
        metadata: mergeMetadata({}, call.params.metadata),
      }),
  ),
  route('GET', '/webhook_endpoints', params(page), ({ world, account, params: request }) =>
    paginate(world.store.list(account, 'webhook_endpoint'), request, '/v1/webhook_endpoints'),
  ),
  route('GET', '/webhook_endpoints/:id', params({}), (call) =>
    require(call, 'webhook_endpoint', call.path()),
  ),
  route(
    'POST',
    '/webhook_endpoints/:id',
    params({
      enabled_events: fields.enabled_events.optional(),
      url: fields.url.optional(),
      description: fields.description,
      metadata: fields.metadata,
      disabled: boolean.optional(),
    }),
    (call) => {
      const before = require(call, 'webhook_endpoint', call.path())
      const { disabled, description } = call.params
      return save(call, {
        ...before,
        url: call.params.url ?? before.url,
        enabled_events: call.params.enabled_events ?? before.enabled_events,
        description: description === undefined ? before.description : description,
        metadata: mergeMetadata(before.metadata, call.params.metadata),
        status: disabled === undefined ? before.status : disabled ? 'disabled' : 'enabled',
      })
    },
  ),
  route('DELETE', '/webhook_endpoints/:id', params({}), (call) => {
    const { id } = require(call, 'webhook_endpoint', call.path())
    call.world.store.remove(id)
    delete call.world.endpointSecrets[id]
    delete call.world.endpointConnect[id]
    return { id, object: 'webhook_endpoint', deleted: true }
  }),
]
