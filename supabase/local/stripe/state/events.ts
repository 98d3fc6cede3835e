/** https://docs.stripe.com/api/events: a copy of the object at that moment, kept and sent. */
import type Stripe from 'stripe'
import type { Scope } from '../http/route.ts'
import { newId } from './ids.ts'
import type { StoredEvent, StoredObject } from './objects.ts'

/** The version that the SDK pins, written out: loading the SDK takes longer than all the rest; tsc compares them. */
export const API_VERSION: typeof Stripe.API_VERSION = '2026-10-28.endive'

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
