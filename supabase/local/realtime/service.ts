import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Pool } from 'pg'
import { type WebSocket, WebSocketServer } from 'ws'
import type { SocketService, StackContext } from '../types.ts'
import { Authorizer } from './authorization.ts'
import { publishRows } from './database-broadcasts.ts'
import type { Environment } from './environment.ts'
import { checkHandshake, HandshakeError, refuseHandshake } from './handshake.ts'
import { answerHttp } from './http.ts'
import { Hub } from './hub.ts'
import { Limits } from './limits.ts'
import { ensurePublication, maintainPartitions } from './messages-table.ts'
import { DEFAULT_OPTIONS, type RealtimeOptions } from './options.ts'
import { ReplayReader } from './replay.ts'
import { Replication } from './replication.ts'
import { Session } from './session.ts'
import { TokenVerifier } from './token.ts'

const SERVICE_RESTART = 1012
const CLOSE_TIMEOUT_MS = 2000
const PARTITION_INTERVAL_MS = 3600 * 1000

/**
 * Supabase Realtime without postgres_changes: broadcast, presence, authorization by RLS, broadcasts from
 * the database. Answers `/realtime/v1/*` over HTTP and WebSocket.
 *
 * Resolves when database messages are being followed.
 * @throws when the database cannot be reached or replication does not start in time
 */
export async function createRealtimeService(
  context: StackContext,
  options: Partial<RealtimeOptions> = {},
): Promise<SocketService> {
  const service = new RealtimeService(context, { ...DEFAULT_OPTIONS, ...options })
  try {
    await service.start()
    return service
  } catch (error) {
    await service.stop()
    throw error
  }
}

class RealtimeService implements SocketService {
  readonly #env: Environment
  readonly #pool: Pool
  readonly #sessions = new Set<Session>()
  readonly #timers: NodeJS.Timeout[] = []
  readonly #webSockets: WebSocketServer

  constructor(context: StackContext, options: RealtimeOptions) {
    const log = (message: string) => context.log('realtime', message)
    const debug = (message: string) => context.debug('realtime', message)
    const databaseUrl = context.databaseUrl('supabase_admin')
    // Probes insert past RLS and then take any API role, which needs the superuser.
    this.#pool = new Pool({
      connectionString: databaseUrl,
      application_name: 'realtime',
      max: options.poolSize,
      connectionTimeoutMillis: options.poolTimeoutMs,
      statement_timeout: options.probeTimeoutMs,
      options: '-c timezone=UTC',
      allowExitOnIdle: true,
    })
    this.#pool.on('error', (error) => debug(`idle connection lost: ${error.message}`))
    // A connection in use tells its probe; without a listener Node would end the process as well.
    this.#pool.on('connect', (client) =>
      client.on('error', (error) => debug(`connection lost: ${error.message}`)),
    )
    const limits = new Limits(options)
    const hub = new Hub(limits)
    const apiKeys = new Map([
      [context.publishableKey, 'anon'],
      [context.secretKey, 'service_role'],
    ])
    this.#env = {
      options,
      limits,
      hub,
      tokens: new TokenVerifier(context.jwtSecret, apiKeys),
      authorizer: new Authorizer(this.#pool),
      replay: new ReplayReader(this.#pool),
      replication: new Replication(databaseUrl, {
        onRows: (rows) => publishRows(hub, limits, rows),
        onTrouble: log,
      }),
      stopping: false,
      log,
      debug,
    }
    const webSocketOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.maxFrameBytes,
      // Known to ws, not yet to its types: a client that ignores the close is cut off after it.
      closeTimeout: CLOSE_TIMEOUT_MS,
    }
    this.#webSockets = new WebSocketServer(webSocketOptions)
  }

  async start(): Promise<void> {
    const { options, replication } = this.#env
    await ensurePublication(this.#pool)
    await maintainPartitions(this.#pool)
    replication.start()
    if (!(await replication.whenReady(options.replicationReadyTimeoutMs))) {
      throw new Error(
        'Realtime could not follow realtime.messages: the replication slot is not ready',
      )
    }
    this.#timers.push(
      setInterval(() => this.#sweep(), options.sweepIntervalMs).unref(),
      setInterval(() => void this.#maintainPartitions(), PARTITION_INTERVAL_MS).unref(),
    )
  }

  fetch(request: Request): Promise<Response> {
    return answerHttp(this.#env, request)
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const onError = (error: Error) => this.#env.debug(`handshake: ${error.message}`)
    socket.on('error', onError)
    this.#accept(request, socket, head).then(
      () => socket.removeListener('error', onError),
      (error: unknown) => this.#refuse(socket, error),
    )
  }

  async stop(): Promise<void> {
    this.#env.stopping = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#env.limits.stop()
    await this.#closeSockets()
    await this.#env.replication.stop()
    await this.#pool.end()
  }

  async #accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const handshake = await checkHandshake(this.#env, request, this.#sessions.size)
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      const session = new Session(this.#env, webSocket, socket, handshake)
      this.#sessions.add(session)
      webSocket.once('close', () => this.#sessions.delete(session))
    })
  }

  async #refuse(socket: Duplex, error: unknown): Promise<void> {
    const known = error instanceof HandshakeError
    if (!known) this.#env.log(error instanceof Error ? (error.stack ?? '') : String(error))
    const answer = known ? error : new HandshakeError(500, 'Internal Server Error')
    await refuseHandshake(socket, answer, this.#env.options.handshakeErrorDelayMs)
  }

  #sweep(): void {
    const now = performance.now()
    for (const session of this.#sessions) session.sweep(now)
  }

  async #maintainPartitions(): Promise<void> {
    try {
      await maintainPartitions(this.#pool)
    } catch (error) {
      this.#env.log(`partitions: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  /** Says 1012 to everybody and waits for the answers, but not for those who give none. */
  async #closeSockets(): Promise<void> {
    const ends = [...this.#sessions].map((session) => {
      session.close(SERVICE_RESTART, 'service restart')
      return session.ended
    })
    const deadline = setTimeout(() => {
      for (const session of this.#sessions) session.terminate()
    }, CLOSE_TIMEOUT_MS)
    await Promise.all(ends)
    clearTimeout(deadline)
  }
}
