import { once } from 'node:events'
import { expect } from 'vitest'
import { WebSocket } from 'ws'

/** One frame as serializer 2.0.0 has it, whichever serializer it came by. */
export interface ReceivedFrame {
  joinRef: string | null
  ref: string | null
  topic: string
  event: string
  payload: unknown
}

/** A bare socket that records what it hears. */
export class RawClient {
  readonly received: ReceivedFrame[] = []
  readonly binary: Buffer[] = []
  closeCode: number | null = null
  readonly socket: WebSocket
  #ref = 0

  private constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { perMessageDeflate: false, headers })
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binary.push(data)
      else this.received.push(toFrame(JSON.parse(data.toString())))
    })
    this.socket.on('close', (code) => {
      this.closeCode = code
    })
    this.socket.on('error', () => undefined)
  }

  /** @throws with the server's answer when the handshake is refused, e.g. `401 {"error":"…"}` */
  static async open(url: string, headers: Record<string, string> = {}): Promise<RawClient> {
    const client = new RawClient(url, headers)
    const { socket } = client
    const refused = new Promise<never>((_, reject) => {
      socket.once('unexpected-response', async (_, response) => {
        const chunks: Buffer[] = await response.toArray()
        reject(new Error(`${response.statusCode} ${Buffer.concat(chunks)}`))
      })
    })
    await Promise.race([once(socket, 'open'), refused])
    return client
  }

  send(data: string | Buffer): void {
    this.socket.send(data)
  }

  /** Sends a 2.0.0 frame and returns its ref. */
  push(joinRef: string | null, topic: string, event: string, payload: unknown): string {
    this.#ref += 1
    const ref = String(this.#ref)
    this.send(
      JSON.stringify([joinRef ?? (event === 'phx_join' ? ref : null), ref, topic, event, payload]),
    )
    return ref
  }

  /** The reply to `ref`, once it is there. */
  async reply(ref: string): Promise<{ status: string; response: Record<string, unknown> }> {
    const frame = await this.waitFor((it) => it.event === 'phx_reply' && it.ref === ref)
    return frame.payload as { status: string; response: Record<string, unknown> }
  }

  /** Joins `realtime:<topic>` and returns the join ref; fails the test when refused. */
  async join(topic: string, config: Record<string, unknown> = {}, token?: string): Promise<string> {
    const payload = { config, ...(token ? { access_token: token } : {}) }
    const ref = this.push(null, `realtime:${topic}`, 'phx_join', payload)
    expect(await this.reply(ref)).toMatchObject({ status: 'ok' })
    return ref
  }

  /** The reason why a join is refused. */
  async joinError(topic: string, payload: Record<string, unknown>): Promise<unknown> {
    const reply = await this.reply(this.push(null, `realtime:${topic}`, 'phx_join', payload))
    expect(reply.status).toBe('error')
    return reply.response.reason
  }

  async waitFor(matches: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame> {
    return expect
      .poll(() => this.received.find(matches), { timeout: 10_000, interval: 5 })
      .toBeDefined()
      .then(() => {
        const found = this.received.find(matches)
        if (!found) throw new Error('unreachable: just polled')
        return found
      })
  }

  /** Everything the server was going to say about earlier frames is received once this resolves. */
  async settle(): Promise<void> {
    this.#ref += 1
    const ref = `settle-${this.#ref}`
    this.send(JSON.stringify([null, ref, 'phoenix', 'heartbeat', {}]))
    await this.reply(ref)
  }

  async closed(): Promise<number | null> {
    await expect.poll(() => this.closeCode, { timeout: 10_000, interval: 5 }).not.toBeNull()
    return this.closeCode
  }

  close(): void {
    this.socket.close()
  }
}

function toFrame(parsed: unknown): ReceivedFrame {
  if (Array.isArray(parsed)) {
    const [joinRef, ref, topic, event, payload] = parsed
    return { joinRef, ref, topic, event, payload }
  }
  return { joinRef: null, ...(parsed as Omit<ReceivedFrame, 'joinRef'>) }
}
