import type { RealtimeChannelLike, RealtimeClientLike } from './realtime-client.ts'

/**
 * A Realtime client for tests: channels do what the test says, and everything asked of it is recorded. As the library
 * does, it hands out a channel again until that has left or was closed, and subscribing to it twice does nothing.
 */
export class FakeChannel implements RealtimeChannelLike {
  readonly topic: string
  #broadcast: ((message: { event: string; payload?: unknown }) => void)[] = []
  #system: ((payload: { status?: string; message?: string }) => void)[] = []
  #status: ((status: string, error?: Error) => void) | null = null
  open = true

  constructor(topic: string) {
    this.topic = topic
  }

  on(type: 'broadcast' | 'system', _filter: unknown, callback: (value: never) => void): this {
    const listen = callback as (value: unknown) => void
    if (type === 'broadcast') this.#broadcast.push(listen)
    else this.#system.push(listen)
    return this
  }

  subscribe(callback: (status: string, error?: Error) => void): this {
    this.#status ??= callback
    return this
  }

  get subscribing(): boolean {
    return this.#status !== null
  }

  say(status: 'SUBSCRIBED' | 'CLOSED' | 'CHANNEL_ERROR' | 'TIMED_OUT', error?: Error): void {
    if (status === 'CLOSED') this.open = false
    this.#status?.(status, error)
  }

  system(payload: { status: string; message: string }): void {
    for (const listener of this.#system) listener(payload)
  }

  broadcast(event: string, payload: unknown): void {
    for (const listener of this.#broadcast) listener({ event, payload })
  }
}

export class FakeRealtimeClient implements RealtimeClientLike<FakeChannel> {
  readonly channels: FakeChannel[] = []
  readonly removed: FakeChannel[] = []
  tokens = 0
  heartbeats = 0
  connected = true
  answersHeartbeats = true
  failSetAuth: Error | null = null
  beforeToken: () => void = () => undefined
  #heartbeat: (status: string) => void = () => undefined
  #auth = new Set<(event: string, session: { user: { id: string } } | null) => void>()
  #pending: string | null = null

  channel(topic: string): FakeChannel {
    const known = this.channels.find((channel) => channel.topic === topic && channel.open)
    if (known !== undefined) return known
    const made = new FakeChannel(topic)
    this.channels.push(made)
    return made
  }

  async removeChannel(channel: FakeChannel): Promise<string> {
    this.removed.push(channel)
    await Promise.resolve()
    channel.open = false
    return 'ok'
  }

  /** The newest channel of a topic. */
  last(topic: string): FakeChannel {
    const found = this.channels.findLast((channel) => channel.topic === topic)
    if (found === undefined) throw new Error(`No channel was opened for ${topic}`)
    return found
  }

  opened(topic: string): number {
    return this.channels.filter((channel) => channel.topic === topic).length
  }

  authChange(event: string, userId: string | null): void {
    for (const listener of this.#auth) {
      listener(event, userId === null ? null : { user: { id: userId } })
    }
  }

  get listeners(): number {
    return this.#auth.size
  }

  readonly realtime = {
    setAuth: (): Promise<void> => {
      this.beforeToken()
      this.tokens += 1
      return this.failSetAuth === null ? Promise.resolve() : Promise.reject(this.failSetAuth)
    },
    isConnected: () => this.connected,
    sendHeartbeat: (): Promise<void> => {
      this.heartbeats += 1
      if (this.answersHeartbeats) this.#heartbeat('ok')
      else this.#pending = 'ref'
      return Promise.resolve()
    },
    onHeartbeat: (callback: (status: string) => void) => {
      this.#heartbeat = callback
    },
    pendingRef: () => this.#pending,
    get pendingHeartbeatRef(): string | null {
      return this.pendingRef()
    },
  }

  readonly auth = {
    onAuthStateChange: (
      callback: (event: string, session: { user: { id: string } } | null) => void,
    ) => {
      this.#auth.add(callback)
      return { data: { subscription: { unsubscribe: () => this.#auth.delete(callback) } } }
    },
  }

  recover(): void {
    this.answersHeartbeats = true
    this.#pending = null
    this.#heartbeat('ok')
  }
}
