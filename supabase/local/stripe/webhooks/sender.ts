/** Delivers events: signed, each on its own, again with growing pauses until an endpoint answers 2xx. */
import type Stripe from 'stripe'
import { DEFAULT_RETRY_SECONDS, WEBHOOK_TIMEOUT_MS } from '../options.ts'
import type { StoredEvent } from '../state/objects.ts'
import type { World } from '../state/world.ts'
import type { Delivery } from './delivery.ts'
import { createWebhookRules, type WebhookRules } from './rules.ts'
import { signature } from './sign.ts'

/** One attempt, as a test sees it. `status` is 0 when nothing answered. */
export interface AttemptRecord {
  eventId: string
  type: string
  endpointId: string
  status: number
}

export interface Sender {
  rules: WebhookRules
  attempts: readonly AttemptRecord[]
  /** From now on events wait for {@link Sender.release}. */
  hold(): void
  held(): { eventId: string; type: string }[]
  /** Sends what was held, one after the other in this order; others are dropped from the queue. */
  release(eventIds: string[]): Promise<void>
  /** Sends an event again, whatever became of it. */
  resend(eventId: string): Promise<void>
  /** How far the time in signatures is from the machine's: for tests of old and future signatures. */
  skewSeconds: number
  /** Sends what is due now; called after time travel. */
  poke(): Promise<void>
  /** When nothing is being sent and nothing is due. */
  idle(): Promise<void>
  stop(): Promise<void>
}

const MAX_ATTEMPTS_KEPT = 1000

export function createSender(world: World, touch: () => void): Sender {
  const rules = createWebhookRules()
  const attempts: AttemptRecord[] = []
  const stopping = new AbortController()
  const inFlight = new Set<Promise<void>>()
  const retrySeconds = world.options.webhookRetrySeconds ?? DEFAULT_RETRY_SECONDS
  let holding = false
  let timer: NodeJS.Timeout | undefined
  let skewSeconds = 0

  function eventOf(id: string): { event: StoredEvent; account: string } | undefined {
    const entry = world.store.find(id)
    return entry?.object.object === 'event'
      ? { event: entry.object, account: entry.account }
      : undefined
  }

  function endpointsFor(event: StoredEvent, account: string): Stripe.WebhookEndpoint[] {
    return world.store.list(world.platform, 'webhook_endpoint').filter((endpoint) => {
      const connect = world.endpointConnect[endpoint.id]
      const isOurs = account === world.platform
      const wanted =
        endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(event.type)
      return endpoint.status === 'enabled' && wanted && connect !== (isOurs ? 'only' : 'never')
    })
  }

  function changePending(eventId: string, by: number): void {
    const found = eventOf(eventId)
    if (!found) return
    const { event, account } = found
    const pending = Math.max(0, event.pending_webhooks + by)
    world.store.put(account, { ...event, pending_webhooks: pending })
  }

  async function post(event: StoredEvent, endpoint: Stripe.WebhookEndpoint): Promise<number> {
    const payload = JSON.stringify(event, null, 2)
    const secret = world.endpointSecrets[endpoint.id] ?? ''
    // The machine's own time: a receiver compares with it, however far tests moved ours.
    const now = Math.floor(Date.now() / 1000) + skewSeconds
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        body: payload,
        redirect: 'manual',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': signature(payload, secret, now),
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)]),
      })
      await response.arrayBuffer()
      return response.status
    } catch (error) {
      world.options.log?.(`webhook ${event.type} to ${endpoint.url}: ${error}`)
      return 0
    }
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const found = eventOf(delivery.eventId)
    const endpoint = world.store.get(world.platform, 'webhook_endpoint', delivery.endpointId)
    if (!found || !endpoint) return
    const status = await post(found.event, endpoint)
    if (stopping.signal.aborted) {
      world.deliveries.push(delivery)
      return
    }
    const { id: eventId, type } = found.event
    attempts.push({ eventId, type, endpointId: endpoint.id, status })
    if (attempts.length > MAX_ATTEMPTS_KEPT) attempts.shift()
    if (status >= 200 && status < 300) {
      changePending(eventId, -1)
    } else {
      const pause = retrySeconds[delivery.attempts]
      if (pause === undefined) {
        world.options.log?.(`webhook ${type} ${eventId} given up after status ${status}`)
      } else {
        const dueMs = world.clock.ms() + pause * 1000
        world.deliveries.push({ ...delivery, attempts: delivery.attempts + 1, dueMs })
      }
    }
    touch()
    schedule()
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => inFlight.delete(tracked))
    inFlight.add(tracked)
  }

  function isDue(delivery: Delivery): boolean {
    return !delivery.held && delivery.dueMs <= world.clock.ms()
  }

  function sendDue(): void {
    if (stopping.signal.aborted) return
    const due = world.deliveries.filter(isDue)
    world.deliveries = world.deliveries.filter((each) => !due.includes(each))
    for (const delivery of due) track(attempt(delivery))
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    const times = world.deliveries.filter(({ held }) => !held).map(({ dueMs }) => dueMs)
    if (times.length === 0 || stopping.signal.aborted) return
    timer = setTimeout(sendDue, Math.max(0, Math.min(...times) - world.clock.ms()))
  }

  function enqueue(event: StoredEvent, endpointId: string, delayMs: number): void {
    const dueMs = world.clock.ms() + delayMs
    world.deliveries.push({ eventId: event.id, endpointId, attempts: 0, dueMs, held: holding })
  }

  world.onEvent = (event, account) => {
    const endpoints = endpointsFor(event, account)
    if (endpoints.length === 0) return
    const rule = rules.take(event.type)
    changePending(event.id, endpoints.length)
    if (rule?.action === 'drop') return
    for (const { id } of endpoints) {
      enqueue(event, id, rule?.action === 'delay' ? rule.seconds * 1000 : 0)
      if (rule?.action === 'duplicate') enqueue(event, id, 0)
    }
    schedule()
  }
  schedule()

  const sender: Sender = {
    rules,
    attempts,
    get skewSeconds() {
      return skewSeconds
    },
    set skewSeconds(value) {
      skewSeconds = value
    },
    hold() {
      holding = true
    },
    held() {
      return world.deliveries
        .filter(({ held }) => held)
        .map(({ eventId }) => ({ eventId, type: eventOf(eventId)?.event.type ?? '' }))
    },
    async release(eventIds) {
      holding = false
      const waiting = world.deliveries.filter(({ held }) => held)
      world.deliveries = world.deliveries.filter(({ held }) => !held)
      for (const id of eventIds) {
        for (const each of waiting.filter(({ eventId }) => eventId === id)) {
          await attempt({ ...each, held: false })
        }
      }
    },
    async resend(eventId) {
      const found = eventOf(eventId)
      if (!found) throw new Error(`no event ${eventId}`)
      const dueMs = world.clock.ms()
      for (const { id: endpointId } of endpointsFor(found.event, found.account)) {
        await attempt({ eventId, endpointId, attempts: 0, dueMs, held: false })
      }
    },
    async poke() {
      sendDue()
      await sender.idle()
    },
    async idle() {
      while (inFlight.size > 0 || world.deliveries.some(isDue)) {
        sendDue()
        await Promise.all(inFlight)
      }
    },
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await Promise.all(inFlight)
    },
  }
  return sender
}
