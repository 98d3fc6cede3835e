/** https://docs.stripe.com/api/events: a copy of the object at that moment, kept and sent. */
import Stripe from 'stripe'
import type { Scope } from '../http/route.ts'
import { newId } from './ids.ts'
import type { StoredEvent, StoredObject } from './objects.ts'

/** The version that this SDK pins: what we speak. */
export const API_VERSION: string = Stripe.API_VERSION

/**
 * Emits one event about `object` as it is now. Events of connected accounts carry `account`, as on a Connect webhook.
 */
export function emit(
  { world, account, cause }: Scope,
  type: StoredEvent['type'],
  object: StoredObject,
  previous?: Record<string, unknown>,
): void {
  const event: StoredEvent = {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: world.clock.seconds(),
    data: {
      object: structuredClone(object),
      ...(previous === undefined ? {} : { previous_attributes: structuredClone(previous) }),
    },
    livemode: false,
    pending_webhooks: 0,
    request: { ...cause },
    type,
    ...(account === world.platform ? {} : { account }),
  }
  world.store.put(account, event)
  world.onEvent(event, account)
}
