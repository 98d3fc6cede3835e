/** For the tests of this folder: Postgres without any migration, the REST service over it, and clients. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { SignJWT } from 'jose'
import postgres, { type Sql } from 'postgres'
import { JWT_SECRET, legacyKey, PUBLISHABLE_KEY, SECRET_KEY } from '../keys.ts'
import { dataDir } from '../paths.ts'
import { freePort } from '../postgres/port.ts'
import { startPostgres } from '../postgres/server.ts'
import { baseCluster, copyCluster } from '../postgres/template.ts'
import type { StackContext } from '../types.ts'
import { createRestService } from './service.ts'

export interface RestStack {
  url: string
  /** As `postgres`, who owns the schema of the test. */
  sql: Sql
  /** What the service wrote to the log. */
  logged: string[]
  anon: SupabaseClient
  service: SupabaseClient
  /** A client that sends this token, whatever it says. */
  withToken(token: string): SupabaseClient
  /** Signs claims with the stack's secret; `exp` is an hour from now unless given. */
  sign(claims: Record<string, unknown>): Promise<string>
  stop(): Promise<void>
}

function sign(claims: Record<string, unknown>): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 3600
  return new SignJWT({ exp, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(JWT_SECRET))
}

async function startBarePostgres() {
  const directory = join(dataDir(), 'scratch', `${process.pid}-${randomBytes(4).toString('hex')}`)
  const cluster = join(directory, 'cluster')
  const base = await baseCluster()
  await mkdir(directory, { recursive: true })
  await copyCluster(base, cluster)
  const server = await startPostgres({ dataDir: cluster, port: await freePort(), durable: false })
  return {
    url: server.url,
    async stop() {
      await server.stop('immediate')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Starts everything over the schema in `test-schema.sql`. */
export async function startRestStack(): Promise<RestStack> {
  const server = await startBarePostgres()
  const sql = postgres(server.url('postgres'), { max: 2, onnotice: () => undefined })
  await sql.unsafe(await readFile(join(import.meta.dirname, 'test-schema.sql'), 'utf8'))
  const logged: string[] = []
  const context: StackContext = {
    config: {
      projectId: 'rest-test',
      ports: { api: 0, database: 0, mail: 0, web: 0 },
      api: { schemas: ['public'], maxRows: 5 },
      auth: {
        siteUrl: 'http://localhost',
        redirectUrls: [],
        jwtExpiry: 3600,
        signupEnabled: true,
        confirmationsEnabled: false,
        doubleConfirmChanges: false,
        refreshTokenReuseInterval: 10,
        minimumPasswordLength: 8,
        otpLength: 6,
        otpExpiry: 3600,
        maxEmailFrequency: 1,
        rateLimit: { emailSent: 1, signInSignUps: 1, tokenRefresh: 1, tokenVerifications: 1 },
        customAccessTokenHook: null,
      },
      functions: [],
    },
    apiUrl: 'http://127.0.0.1',
    jwtSecret: JWT_SECRET,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    databaseUrl: (role) => server.url(role),
    log: (service, message) => logged.push(`${service}: ${message}`),
    debug: () => undefined,
    mailbox: { deliver: () => undefined, list: () => [], clear: () => undefined },
  }
  const service = await createRestService(context)
  const listener = getRequestListener((request, { incoming }) =>
    service.fetch(request, { address: incoming.socket.remoteAddress ?? '' }),
  )
  const http = createServer(listener).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const url = `http://127.0.0.1:${port}`
  const options = { auth: { persistSession: false, autoRefreshToken: false } }
  return {
    url,
    sql,
    logged,
    anon: createClient(url, legacyKey('anon'), options),
    service: createClient(url, legacyKey('service_role'), options),
    withToken: (token) =>
      createClient(url, legacyKey('anon'), { accessToken: () => Promise.resolve(token) }),
    sign,
    async stop() {
      http.closeAllConnections()
      http.close()
      await service.stop()
      await sql.end()
      await server.stop()
    },
  }
}
