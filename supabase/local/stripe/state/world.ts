/** Everything a running stand-in knows. One per stand-in; resources and pages change it, the snapshot keeps it. */
import type { StandInOptions } from '../options.ts'
import type { PaymentIntentData, SetupIntentData } from '../resources/checkout-params.ts'
import type { Delivery } from '../webhooks/delivery.ts'
import { type Clock, createClock } from './clock.ts'
import { newId } from './ids.ts'
import type { StoredEvent } from './objects.ts'
import { createStore, type Entry, type Store } from './store.ts'

/** What Stripe knows of a saved card and never shows. */
export interface CardSecret {
  number: string
  /** A customer approved future charges without being present. */
  setUpForOffSession: boolean
}

/** What the pages need to finish what the API began. */
export interface SessionSecret {
  lineItems: SessionLine[]
  /** Parameters for the PaymentIntent that paying creates. */
  paymentIntentData: PaymentIntentData
  setupIntentData: SetupIntentData
}

export interface SessionLine {
  id: string
  name: string
  description: string | null
  currency: string
  unitAmount: number
  quantity: number
}

export interface AccountLinkSecret {
  account: string
  returnUrl: string
  refreshUrl: string
  expiresAt: number
  used: boolean
}

export interface IdempotencyRecord {
  path: string
  paramsHash: string
  requestId: string
  createdMs: number
  /** Absent while the first request is under way. */
  response?: { status: number; body: string }
}

/** The part that survives a restart; plain JSON. */
export interface WorldState {
  platform: string
  clockOffsetMs: number
  cards: Record<string, CardSecret>
  sessions: Record<string, SessionSecret>
  accountLinks: Record<string, AccountLinkSecret>
  /** Where an authentication page sends people back to, by intent. */
  returnUrls: Record<string, string>
  idempotency: Record<string, IdempotencyRecord>
  endpointSecrets: Record<string, string>
  /** Whether an endpoint gets the events of connected accounts: `only` those, `never`, or `both`. */
  endpointConnect: Record<string, 'only' | 'never' | 'both'>
  deliveries: Delivery[]
  /** Captured charges whose books follow. */
  unbooked: { account: string; charge: string }[]
  entries: Entry[]
}

export interface World extends Omit<WorldState, 'entries' | 'clockOffsetMs'> {
  options: StandInOptions
  clock: Clock
  store: Store
  /** Origin of the stand-in, without a trailing slash; known once it listens. */
  baseUrl: string
  /** Called with every new event, after it is stored. */
  onEvent(event: StoredEvent, account: string): void
  /** Called when a charge waits for its books. */
  onUnbooked(): void
  /** A test wants to see what is before the books follow. */
  holdsCaptures: boolean
}

export function createWorld(options: StandInOptions, saved?: WorldState): World {
  return {
    options,
    baseUrl: '',
    platform: saved?.platform ?? newId('acct'),
    clock: createClock(saved?.clockOffsetMs),
    store: createStore(saved?.entries),
    cards: saved?.cards ?? {},
    sessions: saved?.sessions ?? {},
    accountLinks: saved?.accountLinks ?? {},
    returnUrls: saved?.returnUrls ?? {},
    idempotency: saved?.idempotency ?? {},
    endpointSecrets: saved?.endpointSecrets ?? {},
    endpointConnect: saved?.endpointConnect ?? {},
    deliveries: saved?.deliveries ?? [],
    unbooked: saved?.unbooked ?? [],
    onEvent: () => undefined,
    onUnbooked: () => undefined,
    holdsCaptures: false,
  }
}

export function worldState(world: World): WorldState {
  const { platform, cards, sessions, accountLinks, returnUrls, idempotency } = world
  const { endpointSecrets, endpointConnect, deliveries, unbooked } = world
  return {
    platform,
    cards,
    sessions,
    accountLinks,
    returnUrls,
    idempotency,
    endpointSecrets,
    endpointConnect,
    deliveries,
    unbooked,
    clockOffsetMs: world.clock.offsetMs,
    entries: world.store.entries(),
  }
}
