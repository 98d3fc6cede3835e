import { backoffMs } from './realtime-backoff.ts'
import type { RealtimeChannelLike, RealtimeClientLike } from './realtime-client.ts'
import { pulseOf } from './realtime-pulse.ts'

/**
 * `connecting` before the first join, `live` while broadcasts arrive, `stale` after a live time while
 * they may be missing, `closed` once unsubscribed. Only a snapshot taken after `live` is the truth.
 */
export type TopicStatus = 'connecting' | 'live' | 'stale' | 'closed'

/** Handlers by event name; payloads are unknown, the caller checks their shape. */
export type TopicEvents = Readonly<Record<string, (payload: unknown) => void>>

export interface TopicSubscription {
  client: RealtimeClientLike
  /** Without the library's `realtime:` prefix: `show:<id>`, `auction:<id>`, `user:<id>`. */
  topic: string
  events: TopicEvents
  onStatus?: (status: TopicStatus, reason: string | null) => void
  random?: () => number
}

/** A join must last this long before the next failure starts again at the shortest wait. */
const STEADY_MS = 10_000

type Topics = Map<string, Topic>
const topicsByClient = new WeakMap<RealtimeClientLike, Topics>()

interface Turn {
  attempt: number
  /** On the clock of `performance.now`. */
  at: number
}
const turns = new WeakMap<RealtimeClientLike, Turn>()

/**
 * Milliseconds until a topic tries again. Topics that one socket has lost together come back together: the server is
 * asked once for what they all missed.
 */
function turnOf(client: RealtimeClientLike, attempt: number, random?: () => number): number {
  const now = performance.now()
  const known = turns.get(client)
  if (known !== undefined && known.attempt === attempt && known.at > now) return known.at - now
  const wait = backoffMs(attempt, random)
  turns.set(client, { attempt, at: now + wait })
  return wait
}

/**
 * Listens to a private topic until the returned function is called. Joins with a fresh token, and
 * joins again by itself after everything that ends a channel: the library retries lost sockets, but
 * never a channel that the server closed with an error. Errors are reported as status, never thrown.
 */
export function subscribeTopic(subscription: TopicSubscription): () => void {
  const { client, topic } = subscription
  const topics = topicsByClient.get(client) ?? new Map<string, Topic>()
  topicsByClient.set(client, topics)
  const connection = topics.get(topic) ?? new Topic(client, topic, subscription.random)
  topics.set(topic, connection)
  return connection.add(subscription)
}

/** One library channel shared by all who listen to its topic: the library hands out only one. */
class Topic {
  readonly #client: RealtimeClientLike
  readonly #name: string
  readonly #random: (() => number) | undefined
  readonly #listeners = new Set<TopicSubscription>()
  #status: TopicStatus = 'closed'
  #channel: RealtimeChannelLike | null = null
  /** Raised whenever the current channel is given up, so that its late callbacks are ignored. */
  #generation = 0
  #attempt = 0
  #liveSince = 0
  #joined = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #leaving: Promise<unknown> = Promise.resolve()
  #release: (() => void)[] = []

  constructor(client: RealtimeClientLike, name: string, random?: () => number) {
    this.#client = client
    this.#name = name
    this.#random = random
  }

  add(listener: TopicSubscription): () => void {
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) this.#start()
    else listener.onStatus?.(this.#status, null)
    return () => {
      if (!this.#listeners.delete(listener)) return
      listener.onStatus?.('closed', null)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  #start(): void {
    this.#attempt = 0
    this.#setStatus('connecting', null)
    const onWake = () => {
      if (document.visibilityState === 'visible') this.#wake()
    }
    window.addEventListener('online', onWake)
    document.addEventListener('visibilitychange', onWake)
    this.#release = [
      () => window.removeEventListener('online', onWake),
      () => document.removeEventListener('visibilitychange', onWake),
      pulseOf(this.#client).watch((healthy) => this.#onHealth(healthy)),
      this.#watchIdentity(),
    ]
    void this.#open()
  }

  #stop(): void {
    for (const release of this.#release) release()
    this.#release = []
    this.#drop()
    this.#status = 'closed'
  }

  /** What one may hear depends on who one is: another user means another join. */
  #watchIdentity(): () => void {
    let userId: string | null | undefined
    const { data } = this.#client.auth.onAuthStateChange((event, session) => {
      const next = session?.user.id ?? null
      const changed = userId !== undefined && next !== userId
      userId = next
      // The library holds its auth lock during this callback; asking it for a token here would deadlock.
      if (changed) setTimeout(() => this.#fail('identity changed', true), 0)
      else if (event === 'TOKEN_REFRESHED') setTimeout(() => this.#refreshToken(), 0)
    })
    return () => data.subscription.unsubscribe()
  }

  #refreshToken(): void {
    this.#client.realtime.setAuth().catch((error: unknown) => this.#fail(reasonOf(error)))
  }

  async #open(): Promise<void> {
    const generation = ++this.#generation
    this.#joined = false
    // A channel that is still leaving would be handed out again, and never join.
    await this.#leaving
    try {
      await this.#client.realtime.setAuth()
    } catch (error) {
      if (generation === this.#generation) this.#fail(reasonOf(error))
      return
    }
    if (generation !== this.#generation) return
    const channel = this.#client.channel(this.#name, { config: { private: true } })
    this.#channel = channel
    let serverError: string | null = null
    channel.on('broadcast', { event: '*' }, (message) => {
      if (generation === this.#generation) this.#deliver(message.event, message.payload)
    })
    channel.on('system', {}, (payload) => {
      if (payload.status === 'error') serverError = payload.message ?? 'system error'
    })
    channel.subscribe((status, error) => {
      if (generation !== this.#generation) return
      if (status === 'SUBSCRIBED') this.#onJoined()
      else this.#fail(serverError ?? error?.message ?? status)
    })
  }

  #onJoined(): void {
    this.#joined = true
    this.#liveSince = performance.now()
    pulseOf(this.#client).heard()
    this.#setStatus('live', null)
  }

  #onHealth(healthy: boolean): void {
    if (!this.#joined) return
    if (healthy) this.#setStatus('live', null)
    else this.#setStatus('stale', 'silent')
  }

  #deliver(event: string, payload: unknown): void {
    pulseOf(this.#client).heard()
    for (const listener of [...this.#listeners]) listener.events[event]?.(payload)
  }

  #fail(reason: string, atOnce = false): void {
    if (this.#listeners.size === 0) return
    const wasSteady = this.#joined && performance.now() - this.#liveSince >= STEADY_MS
    if (wasSteady || atOnce) this.#attempt = 0
    this.#drop()
    this.#setStatus(this.#status === 'connecting' ? 'connecting' : 'stale', reason)
    const wait = atOnce ? 0 : turnOf(this.#client, this.#attempt++, this.#random)
    this.#retry = setTimeout(() => void this.#open(), wait)
  }

  #wake(): void {
    if (this.#joined || this.#retry === undefined) return
    // The retry may be joining already, and the library would hand out that channel again. A second wake finds none.
    this.#drop()
    this.#attempt = 0
    void this.#open()
  }

  #drop(): void {
    this.#generation += 1
    this.#joined = false
    clearTimeout(this.#retry)
    this.#retry = undefined
    const channel = this.#channel
    this.#channel = null
    if (channel === null) return
    // Whether the server confirms the leave does not matter: its callbacks are cut off already.
    this.#leaving = this.#client.removeChannel(channel).catch(() => undefined)
  }

  #setStatus(status: TopicStatus, reason: string | null): void {
    if (status === this.#status && reason === null) return
    this.#status = status
    for (const listener of [...this.#listeners]) listener.onStatus?.(status, reason)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
