/** A Realtime service of its own for one test file: database, HTTP server, tokens and clients. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createClient,
  type SupabaseClient,
  type SupabaseClientOptions,
} from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { startTestServer, type TestServer } from '../../../tests/support/server.ts'
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from '../../keys.ts'
import { databaseUrl } from '../../postgres/server.ts'
import type { SocketService, StackConfig, StackContext } from '../../types.ts'
import type { RealtimeOptions } from '../options.ts'
import { createRealtimeService } from '../service.ts'
import { RawClient } from './raw-client.ts'

export interface RawOptions {
  vsn?: string
  apikey?: string
  headers?: Record<string, string>
}

export interface TestRealtime {
  /** `http://127.0.0.1:<port>` */
  origin: string
  db: TestDatabase
  logged: string[]
  /** An unmodified supabase-js client, not signed in. */
  client(): SupabaseClient
  /** The same for somebody whose token `token` gives, as a client has it once its session is known. */
  signedIn(token: string | (() => string)): Promise<SupabaseClient>
  /** A socket that says exactly what the test says. */
  raw(options?: RawOptions): Promise<RawClient>
  /** Ends the service and starts it again with other options, on the same address. */
  restart(options?: Partial<RealtimeOptions>): Promise<void>
  stop(): Promise<void>
}

/** Not read by the service; present because the context names it. */
const CONFIG: StackConfig = {
  projectId: 'realtime-test',
  ports: { api: 0, database: 0, mail: 0, web: 0 },
  api: { schemas: [], maxRows: 0 },
  auth: {
    siteUrl: '',
    redirectUrls: [],
    jwtExpiry: 0,
    signupEnabled: false,
    confirmationsEnabled: false,
    doubleConfirmChanges: false,
    refreshTokenReuseInterval: 0,
    minimumPasswordLength: 0,
    otpLength: 0,
    otpExpiry: 0,
    maxEmailFrequency: 0,
    rateLimit: { emailSent: 0, signInSignUps: 0, tokenRefresh: 0, tokenVerifications: 0 },
    customAccessTokenHook: null,
  },
  functions: [],
}

/**
 * Lets users into private topics by their token's `topics` claim: `{"auction:7": ["read", "write"]}`.
 * Policies on `presence` rows need `presence:read` and `presence:write`.
 */
const POLICIES = `
create policy messages_select_by_claim on realtime.messages for select to authenticated
  using (current_setting('request.jwt.claims')::jsonb -> 'topics' -> realtime.topic()
    ? case extension when 'presence' then 'presence:read' else 'read' end);
create policy messages_insert_by_claim on realtime.messages for insert to authenticated
  with check (current_setting('request.jwt.claims')::jsonb -> 'topics' -> realtime.topic()
    ? case extension when 'presence' then 'presence:write' else 'write' end);`

export type Permission = 'read' | 'write' | 'presence:read' | 'presence:write'

/** A user's token with the permissions above. `expiresIn` in seconds. */
export function userToken(
  topics: Record<string, Permission[]> = {},
  options: { expiresIn?: number; secret?: string; role?: string | null } = {},
): Promise<string> {
  const { expiresIn = 3600, secret = JWT_SECRET, role = 'authenticated' } = options
  return new SignJWT({ ...(role === null ? {} : { role }), sub: 'user-1', topics })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setExpirationTime(Math.floor(Date.now() / 1000) + expiresIn)
    .sign(new TextEncoder().encode(secret))
}

export async function startRealtime(options: Partial<RealtimeOptions> = {}): Promise<TestRealtime> {
  const server = await startTestServer()
  const db = await createTestDatabase(server)
  // Test servers commit asynchronously, and replication sees a commit only once it is flushed.
  await db.admin.unsafe(`alter database ${db.name} set synchronous_commit = on`)
  await db.sql.unsafe(POLICIES)
  const logged: string[] = []
  const context = testContext(server, db, logged)
  let service: SocketService = await createRealtimeService(context, options)
  const http = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { method = 'GET' } = request
      const body = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? null : Buffer.concat(chunks)
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      )
      const url = `http://${request.headers.host}${request.url}`
      const answer = await service.fetch(new Request(url, { method, headers, body }), {
        address: '127.0.0.1',
      })
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  http.on('upgrade', (request, socket, head) => service.upgrade(request, socket, head))
  const port = await listen(http)
  const origin = `http://127.0.0.1:${port}`
  const clients: SupabaseClient[] = []
  const connect = (options: SupabaseClientOptions<'public'>) => {
    const client = createClient(origin, PUBLISHABLE_KEY, options)
    clients.push(client)
    return client
  }
  return {
    origin,
    db,
    logged,
    client: () => connect({ auth: { persistSession: false, autoRefreshToken: false } }),
    async signedIn(token) {
      const client = connect({
        accessToken: async () => (typeof token === 'string' ? token : token()),
      })
      await client.realtime.setAuth()
      return client
    },
    raw: ({ vsn = '2.0.0', apikey = PUBLISHABLE_KEY, headers = {} } = {}) =>
      RawClient.open(
        `ws://127.0.0.1:${port}/realtime/v1/websocket?apikey=${apikey}&vsn=${vsn}`,
        headers,
      ),
    async restart(changed = {}) {
      await service.stop()
      service = await createRealtimeService(context, { ...options, ...changed })
    },
    async stop() {
      for (const client of clients) client.realtime.disconnect()
      await service.stop()
      http.closeAllConnections()
      http.close()
      await db.drop()
      await server.stop()
    },
  }
}

function testContext(server: TestServer, db: TestDatabase, logged: string[]): StackContext {
  return {
    config: CONFIG,
    apiUrl: '',
    jwtSecret: JWT_SECRET,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    databaseUrl: (role) => databaseUrl(server.port, role, db.name),
    log: (_, message) => logged.push(message),
    debug: (_, message) => logged.push(message),
    mailbox: { deliver: () => undefined, list: () => [], clear: () => undefined },
  }
}

function listen(http: Server): Promise<number> {
  return new Promise((resolve) => {
    http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))
  })
}
