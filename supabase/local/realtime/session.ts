import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { RawData, WebSocket } from 'ws'
import type { Channel } from './channel.ts'
import { decodeFrame } from './decode.ts'
import { encodeMessage } from './encode.ts'
import type { Environment } from './environment.ts'
import { JoinError, join } from './join.ts'
import {
  type ClientFrame,
  HEARTBEAT_TOPIC,
  MalformedFrameError,
  type ProtocolVersion,
  TOPIC_PREFIX,
} from './protocol.ts'

const NORMAL_CLOSURE = 1000
const TRY_AGAIN_LATER = 1013

const POSTGRES_CHANGES_REFUSAL =
  'postgres_changes is not available here: send from the database with realtime.send instead'

/** What the handshake settled. */
export interface Handshake {
  version: ProtocolVersion
  /** The JWT of the API key: the token of channels that bring none. */
  token: string
  /** `x-*` headers, for policies that read `request.headers`. */
  headers: Readonly<Record<string, string>>
}

/** One socket: its frames are handled strictly one after the other, and a join holds up those behind it. */
export class Session {
  readonly version: ProtocolVersion
  readonly token: string
  readonly headers: Readonly<Record<string, string>>
  /** By wire topic; only channels whose join was answered. */
  readonly channels = new Map<string, Channel>()
  readonly #env: Environment
  readonly #webSocket: WebSocket
  /** The TCP socket below: finished frames are written to it without passing through `ws`. */
  readonly #socket: Duplex
  readonly #inbox: ClientFrame[] = []
  #busy = false
  #closed = false
  #lastSeen = performance.now()
  #emptySince = performance.now()

  constructor(env: Environment, webSocket: WebSocket, socket: Duplex, handshake: Handshake) {
    this.#env = env
    this.#webSocket = webSocket
    this.#socket = socket
    this.version = handshake.version
    this.token = handshake.token
    this.headers = handshake.headers
    webSocket.on('message', (data, binary) => this.#receive(data, binary))
    webSocket.on('ping', () => this.#seen())
    webSocket.on('error', (error) => env.debug(`socket error: ${error.message}`))
    webSocket.once('close', () => this.#end())
  }

  /** Writes a finished frame, or gives the client up when it does not read. */
  write(frame: Buffer): void {
    if (this.#closed || this.#webSocket.readyState !== this.#webSocket.OPEN) return
    if (this.#socket.writableLength > this.#env.options.maxBufferedBytes) {
      this.#env.log('a client reads too slowly and was disconnected')
      this.close(TRY_AGAIN_LATER, 'client too slow')
      return
    }
    this.#socket.write(frame)
  }

  push(
    joinRef: string | null,
    ref: string | null,
    topic: string,
    event: string,
    payload: unknown,
  ): void {
    this.write(encodeMessage(this.version, joinRef, ref, topic, event, payload))
  }

  reply(
    joinRef: string | null,
    ref: string | null,
    topic: string,
    status: 'ok' | 'error',
    response: unknown,
  ): void {
    this.push(joinRef, ref, topic, 'phx_reply', { status, response })
  }

  close(code: number, reason: string): void {
    this.#end()
    this.#webSocket.close(code, reason)
  }

  /** Resolves when the connection is gone. */
  get ended(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    if (this.#webSocket.readyState === this.#webSocket.CLOSED) resolve()
    else this.#webSocket.once('close', () => resolve())
    return promise
  }

  /** For a client that did not answer the close. */
  terminate(): void {
    this.#webSocket.terminate()
  }

  /** Called by a channel that ended. */
  forget(topic: string, channel: Channel): void {
    if (this.channels.get(topic) === channel) this.channels.delete(topic)
    if (this.channels.size === 0) this.#emptySince = performance.now()
  }

  /** Called regularly: instead of timers per socket. */
  sweep(nowMs: number): void {
    const { idleTimeoutMs, emptyTimeoutMs } = this.#env.options
    const empty = this.channels.size === 0 && nowMs - this.#emptySince > emptyTimeoutMs
    if (empty || nowMs - this.#lastSeen > idleTimeoutMs) this.close(NORMAL_CLOSURE, 'idle')
    for (const channel of this.channels.values()) channel.sweep(nowMs)
  }

  #seen(): void {
    this.#lastSeen = performance.now()
  }

  #end(): void {
    if (this.#closed) return
    this.#closed = true
    this.#inbox.length = 0
    for (const channel of [...this.channels.values()]) channel.dispose()
  }

  #receive(data: RawData, binary: boolean): void {
    this.#seen()
    if (this.#closed) return
    try {
      const frame = decodeFrame(toBuffer(data), binary, this.version)
      if (this.#busy) {
        // No more than what was read already: the client waits in its own TCP buffer.
        this.#webSocket.pause()
        this.#inbox.push(frame)
      } else this.#work(frame)
    } catch (error) {
      if (!(error instanceof MalformedFrameError)) throw error
      this.#env.log(`${error.name}: ${error.message}`)
    }
  }

  #work(frame: ClientFrame): void {
    const pending = this.#handle(frame)
    if (!pending) return
    this.#busy = true
    pending
      .catch((error) => this.#crash(frame, error))
      .finally(() => {
        this.#busy = false
        this.#next()
      })
  }

  #next(): void {
    for (let frame = this.#inbox.shift(); frame; frame = this.#inbox.shift()) {
      this.#work(frame)
      if (this.#busy) return
    }
    if (this.#webSocket.isPaused) this.#webSocket.resume()
  }

  /** An error of ours must not cost the client its other channels. */
  #crash(frame: ClientFrame, error: unknown): void {
    this.#env.log(`${frame.topic}: ${errorText(error)}`)
    const channel = this.channels.get(frame.topic)
    if (!channel) return
    this.push(channel.joinRef, channel.joinRef, frame.topic, 'phx_error', {})
    channel.dispose()
  }

  #handle(frame: ClientFrame): Promise<void> | undefined {
    const { topic, ref, joinRef, event } = frame
    if (topic === HEARTBEAT_TOPIC) {
      if (event === 'heartbeat') this.reply(null, ref, topic, 'ok', {})
      return undefined
    }
    if (event === 'phx_join' && topic.startsWith(TOPIC_PREFIX)) return this.#join(frame)
    const channel = this.channels.get(topic)
    if (!channel) {
      if (event === 'phx_leave') this.reply(joinRef, ref, topic, 'ok', {})
      else this.reply(null, ref, topic, 'error', { reason: 'unmatched topic' })
      return undefined
    }
    if (joinRef !== null && joinRef !== channel.joinRef) return undefined
    if (event !== 'phx_leave') return channel.handle(frame)
    this.reply(channel.joinRef, ref, topic, 'ok', {})
    channel.close()
    return undefined
  }

  async #join(frame: ClientFrame): Promise<void> {
    const joinRef = frame.joinRef ?? frame.ref
    this.channels.get(frame.topic)?.close()
    try {
      const { channel, replayed } = await join(this.#env, this, frame)
      if (this.#closed) return channel.dispose()
      this.channels.set(frame.topic, channel)
      const changes = channel.config.postgresChanges
      this.reply(joinRef, frame.ref, frame.topic, 'ok', {
        postgres_changes: changes.map((change, index) => ({ ...change, id: index + 1 })),
      })
      channel.start(replayed)
      if (changes.length > 0) {
        channel.pushSystem('postgres_changes', 'error', POSTGRES_CHANGES_REFUSAL)
      }
      if (channel.config.replicationReady) void this.#announceReplication(channel)
    } catch (error) {
      await this.#refuse(frame, error)
    }
  }

  async #refuse(frame: ClientFrame, error: unknown): Promise<void> {
    const known = error instanceof JoinError
    if (known) this.#env.debug(`${frame.topic}: join refused: ${error.message}`)
    else this.#env.log(`${frame.topic}: join failed: ${errorText(error)}`)
    const { joinErrorDelayMs } = this.#env.options
    if (joinErrorDelayMs > 0) await delay(joinErrorDelayMs, undefined, { ref: false })
    const reason = known ? error.message : 'Unknown Error on Channel'
    this.reply(frame.joinRef ?? frame.ref, frame.ref, frame.topic, 'error', { reason })
    if (known && error.closesSocket) this.close(NORMAL_CLOSURE, reason)
  }

  async #announceReplication(channel: Channel): Promise<void> {
    const { replication, options } = this.#env
    const ready = await replication.whenReady(options.replicationReadyTimeoutMs)
    if (this.channels.get(TOPIC_PREFIX + channel.subTopic) !== channel) return
    if (ready) channel.pushSystem('system', 'ok', 'Replication connection established')
    else channel.fail('Replication connection was not established in time')
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}
