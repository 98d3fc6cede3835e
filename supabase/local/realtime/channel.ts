import { type Extension, type Identity, ProbeError, type ReadAccess } from './authorization.ts'
import { type FanoutMessage, textMessage, userBroadcastMessage } from './encode.ts'
import type { Environment } from './environment.ts'
import type { Topic } from './hub.ts'
import type { JoinConfig } from './join-config.ts'
import { CallWindow } from './limits.ts'
import { type ClientFrame, isRecord } from './protocol.ts'
import type { Session } from './session.ts'
import { type Claims, expiredSince, TokenError } from './token.ts'

/** A replayed message may still arrive live while replication lags; after this it no longer does. */
const REPLAY_MEMORY_MS = 30_000

const PUBLIC_ACCESS: ReadAccess = { broadcast: true, presence: true }

export function unauthorizedText(subTopic: string): string {
  return `You do not have permissions to read from this Channel topic: ${subTopic}`
}

/** One socket's membership in one topic, from its join to its end. */
export class Channel {
  readonly session: Session
  readonly subTopic: string
  readonly joinRef: string | null
  readonly config: JoinConfig
  readonly #env: Environment
  readonly #topic: Topic
  readonly #presenceCalls: CallWindow
  #token: string
  #claims: Claims
  #access: ReadAccess
  #mayWrite: Partial<Record<Extension, boolean>> = {}
  /** Deliveries that wait until the join is answered. */
  #held: FanoutMessage[] | null = []
  #replayed: Set<string> | null = null
  #joinedAt = 0
  #closed = false

  constructor(
    env: Environment,
    session: Session,
    join: {
      subTopic: string
      joinRef: string | null
      config: JoinConfig
      token: string
      claims: Claims
      /** Null on public channels. */
      access: ReadAccess | null
    },
  ) {
    this.#env = env
    this.session = session
    this.subTopic = join.subTopic
    this.joinRef = join.joinRef
    this.config = join.config
    this.#token = join.token
    this.#claims = join.claims
    this.#access = join.access ?? PUBLIC_ACCESS
    this.#presenceCalls = new CallWindow(env.options.maxPresenceCalls, env.options.presenceWindowMs)
    this.#topic = env.hub.enter(join.subTopic, join.config.private, this)
    this.#listen()
  }

  /** Sends what was replayed and what arrived meanwhile, then the presence state. Call once, after the reply. */
  start(replayed: readonly FanoutMessage[]): void {
    const held = this.#held ?? []
    this.#held = null
    this.#joinedAt = performance.now()
    for (const message of replayed) this.deliver(message)
    const ids = replayed.flatMap(({ id }) => (id === null ? [] : [id]))
    if (ids.length > 0) this.#replayed = new Set(ids)
    for (const message of held) this.deliver(message)
    if (this.config.presenceEnabled && this.#access.presence) {
      this.push('presence_state', this.#topic.roster.state())
    }
  }

  deliver(message: FanoutMessage): void {
    if (this.#held !== null) {
      this.#held.push(message)
      return
    }
    if (this.#replayed !== null && message.id !== null && this.#replayed.delete(message.id)) return
    const frame = message.frame(this.session.version)
    if (frame !== null) this.session.write(frame)
  }

  /** Whether nothing has to be held back or left out, so that a batch may go out as one write. */
  get takesMessagesWhole(): boolean {
    return this.#held === null && this.#replayed === null
  }

  push(event: string, payload: unknown): void {
    this.session.push(this.joinRef, null, this.#topic.name, event, payload)
  }

  pushSystem(extension: string, status: 'ok' | 'error', message: string): void {
    this.push('system', { extension, status, message, channel: this.subTopic })
  }

  /** A fatal channel error: the client forgets the channel and does not join again by itself. */
  fail(message: string): void {
    // An unanswered join cannot fail in this way; whatever is wrong will be noticed again.
    if (this.#closed || this.#held !== null) return
    this.#env.debug(`${this.#topic.name} closed: ${message}`)
    this.pushSystem('system', 'error', message)
    this.close()
  }

  /** Ends the channel and tells the client so. */
  close(): void {
    this.session.push(this.joinRef, this.joinRef, this.#topic.name, 'phx_close', {})
    this.dispose()
  }

  /** Ends the channel without a word. */
  dispose(): void {
    if (this.#closed) return
    this.#closed = true
    this.session.forget(this.#topic.name, this)
    this.#env.hub.leave(this.subTopic, this.config.private, this)
  }

  /** Called regularly. */
  sweep(nowMs: number): void {
    if (this.#claims.exp * 1000 <= Date.now()) this.fail(expiredSince(this.#claims.exp).message)
    else if (this.#replayed && nowMs - this.#joinedAt > REPLAY_MEMORY_MS) this.#replayed = null
  }

  /** A frame on this channel other than join and leave. */
  handle(frame: ClientFrame): Promise<void> | undefined {
    if (frame.event === 'broadcast') return this.#broadcast(frame)
    this.#env.limits.messages.add(1)
    if (frame.kind !== 'message') return undefined
    if (frame.event === 'presence') return this.#presence(frame.ref, frame.payload)
    if (frame.event === 'access_token') return this.#accessToken(frame.payload)
    this.#env.debug(`${this.#topic.name}: ignored event ${frame.event}`)
    return undefined
  }

  #broadcast(frame: ClientFrame): Promise<void> | undefined {
    const known = this.config.private ? this.#mayWrite.broadcast : true
    if (known !== undefined) {
      this.#relay(frame, known)
      return undefined
    }
    return this.#probeWrite('broadcast').then((allowed) => this.#relay(frame, allowed))
  }

  /** A denied broadcast is dropped without any reply, acknowledged or not. */
  #relay(frame: ClientFrame, allowed: boolean): void {
    if (!allowed || this.#closed) return
    const { hub, limits } = this.#env
    limits.messages.add(1)
    const message = this.#relayedMessage(frame)
    if (message === 'too large') {
      if (this.config.ack) this.#reply(frame.ref, 'error', 'payload_size_exceeded')
      return
    }
    hub.publish(this.#topic, message, this.config.self ? undefined : this)
    if (this.config.ack) this.#reply(frame.ref, 'ok', {})
  }

  #relayedMessage(frame: ClientFrame): FanoutMessage | 'too large' {
    const { limits } = this.#env
    if (frame.kind === 'user-broadcast') {
      const { broadcast } = frame
      if (limits.payloadTooLarge(broadcast.body.length)) return 'too large'
      return userBroadcastMessage(this.#topic.name, broadcast)
    }
    const bytes = Buffer.byteLength(JSON.stringify(frame.payload) ?? '')
    if (limits.payloadTooLarge(bytes)) return 'too large'
    return textMessage(this.#topic.name, 'broadcast', frame.payload)
  }

  async #presence(ref: string | null, message: unknown): Promise<void> {
    if (!isRecord(message) || typeof message.event !== 'string') return this.#reply(ref, 'ok', {})
    if (!this.#presenceCalls.allow()) return this.fail('Client presence rate limit exceeded')
    const event = message.event.toLowerCase()
    if (event === 'untrack') {
      this.#publishPresence(this.#topic.roster.untrack(this))
      return this.#reply(ref, 'ok', {})
    }
    if (event !== 'track' || !(await this.#mayTrack())) return this.#reply(ref, 'error', {})
    if (this.#closed) return
    const payload = 'payload' in message ? message.payload : {}
    if (!isRecord(payload)) {
      return this.#reply(ref, 'error', { reason: 'Presence track payload must be a map' })
    }
    const { limits } = this.#env
    if (limits.payloadTooLarge(Buffer.byteLength(JSON.stringify(payload)))) {
      return this.fail('Track message size exceeded')
    }
    if (limits.presence.triggered) return this.fail('Too many presence messages per second')
    limits.presence.add(1)
    this.#publishPresence(this.#topic.roster.track(this, this.config.presenceKey, payload))
    this.#reply(ref, 'ok', {})
  }

  #publishPresence(diff: ReturnType<Topic['roster']['track']>): void {
    if (diff) this.#env.hub.publishPresence(this.#topic, diff)
  }

  /** Tracking switches presence on, so on a private channel the right to read it is asked for first. */
  async #mayTrack(): Promise<boolean> {
    if (!this.config.private) return true
    if (this.#mayWrite.presence !== undefined) return this.#mayWrite.presence
    try {
      if (this.#access.presence === null) {
        const { presence } = await this.#env.authorizer.read(this.#identity(), { presence: true })
        this.#access = { ...this.#access, presence }
        if (!this.#closed) this.#listen()
      }
    } catch (error) {
      return this.#probeFailed(error)
    }
    return this.#probeWrite('presence')
  }

  /** The answer is kept until the next token; a failure to ask is not an answer. */
  async #probeWrite(extension: Extension): Promise<boolean> {
    try {
      const allowed = await this.#env.authorizer.write(this.#identity(), extension)
      this.#mayWrite[extension] = allowed
      return allowed
    } catch (error) {
      return this.#probeFailed(error)
    }
  }

  #probeFailed(error: unknown): false {
    if (!(error instanceof ProbeError)) throw error
    this.#env.log(`${this.#topic.name}: ${error.code}: ${error.message}`)
    return false
  }

  async #accessToken(payload: unknown): Promise<void> {
    const token = isRecord(payload) ? payload.access_token : null
    if (typeof token !== 'string' || token.startsWith('sb_') || token === this.#token) return
    this.#token = token
    this.#mayWrite = {}
    try {
      this.#claims = await this.#env.tokens.verify(token)
      if (this.config.private) await this.#renewReadAccess()
    } catch (error) {
      if (!(error instanceof TokenError || error instanceof ProbeError)) throw error
      this.fail(error.message)
    }
  }

  /** @throws {ProbeError} */
  async #renewReadAccess(): Promise<void> {
    const before = this.#access
    const after = await this.#env.authorizer.read(this.#identity(), {
      presence: before.presence !== null,
    })
    if (this.#closed) return
    if (!after.broadcast && !after.presence) return this.fail(unauthorizedText(this.subTopic))
    if ((before.broadcast && !after.broadcast) || (before.presence && !after.presence)) {
      return this.fail(
        `You no longer have permission to read from this Channel topic: ${this.subTopic}`,
      )
    }
    this.#access = after
    this.#listen()
  }

  #listen(): void {
    const { broadcast, presence } = this.#access
    this.#env.hub.listen(this.#topic, this, { broadcast, presence: presence === true })
  }

  #identity(): Identity {
    return { topic: this.subTopic, claims: this.#claims, headers: this.session.headers }
  }

  #reply(ref: string | null, status: 'ok' | 'error', response: unknown): void {
    this.session.reply(this.joinRef, ref, this.#topic.name, status, response)
  }
}
