/** The service behind the real gateway, over HTTP, on a Postgres of its own: what supabase-js talks to in the tests. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres, { type Sql } from 'postgres'
import { createGateway } from '../../gateway/gateway.ts'
import { JWT_SECRET, PUBLISHABLE_KEY, SECRET_KEY } from '../../keys.ts'
import { createMailbox } from '../../mail/mailbox.ts'
import { startScratchServer } from '../../postgres/scratch.ts'
import type { Mail, StackConfig, StackContext } from '../../types.ts'
import { createAuthService } from '../service.ts'

export const SITE_URL = 'http://site.test'
export const CALLBACK_URL = 'http://app.test/callback'
export const PASSWORD = 'correct-horse-battery'

const AUTH_CONFIG: StackConfig['auth'] = {
  siteUrl: SITE_URL,
  redirectUrls: ['http://app.test/**', 'http://*.preview.test'],
  jwtExpiry: 3600,
  signupEnabled: true,
  confirmationsEnabled: true,
  doubleConfirmChanges: true,
  refreshTokenReuseInterval: 10,
  minimumPasswordLength: 10,
  otpLength: 6,
  otpExpiry: 3600,
  maxEmailFrequency: 0,
  rateLimit: {
    emailSent: 1000,
    signInSignUps: 1000,
    tokenRefresh: 1000,
    tokenVerifications: 1000,
  },
  customAccessTokenHook: null,
}

export interface AuthDatabase {
  /** As supabase_admin. */
  sql: Sql
  url: StackContext['databaseUrl']
  stop(): Promise<void>
}

export async function startAuthDatabase(): Promise<AuthDatabase> {
  const server = await startScratchServer()
  const sql = postgres(server.url('supabase_admin'), { max: 4, onnotice: () => undefined })
  return {
    sql,
    url: (role) => server.url(role),
    async stop() {
      await sql.end({ timeout: 5 })
      await server.stop()
    },
  }
}

export interface RunningAuth {
  apiUrl: string
  /** What the service logged. */
  logs: string[]
  /** A client of its own, with nobody signed in. */
  client(flowType?: 'implicit' | 'pkce'): SupabaseClient
  /** A client with the secret key. */
  admin: SupabaseClient
  /** Plain HTTP with the publishable key; `/user` becomes `/auth/v1/user`. */
  call(path: string, init?: RequestInit & { token?: string }): Promise<Response>
  /** The newest mail to an address. */
  lastMail(to: string): ReadMail
  mailsTo(to: string): Mail[]
  /** Opens a link as a browser does, without a key, and says where it leads. */
  follow(link: string): Promise<URL>
  /** A confirmed user with PASSWORD. */
  createUser(email?: string): Promise<{ id: string; email: string }>
  /** Opens every database connection of the service, without which simultaneous requests would queue for the first. */
  warmUp(): Promise<void>
  /** A client signed in as a new user. */
  signedIn(): Promise<{ client: SupabaseClient; id: string; email: string; token: string }>
  stop(): Promise<void>
}

export interface ReadMail extends Mail {
  link: string
  code: string
  tokenHash: string
}

export async function startAuth(
  database: AuthDatabase,
  overrides: Partial<StackConfig['auth']> = {},
): Promise<RunningAuth> {
  const logs: string[] = []
  const log = (service: string, message: string) => void logs.push(`${service}: ${message}`)
  const keys = { jwtSecret: JWT_SECRET, publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY }
  const gateway = await createGateway({ ...keys, log }, 0)
  const apiUrl = `http://127.0.0.1:${gateway.port}`
  const mailbox = createMailbox()
  const service = await createAuthService(
    {
      ...keys,
      apiUrl,
      mailbox,
      log,
      debug: () => undefined,
      databaseUrl: database.url,
      config: stackConfig(overrides),
    },
    { passwordCost: 4 },
  )
  gateway.mount('auth', service)

  const client: RunningAuth['client'] = (flowType = 'implicit') =>
    newClient(apiUrl, PUBLISHABLE_KEY, flowType)
  const admin = newClient(apiUrl, SECRET_KEY, 'implicit')
  const createUser: RunningAuth['createUser'] = async (email = newEmail()) => {
    const made = await admin.auth.admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
    })
    if (!made.data.user) throw made.error
    return { id: made.data.user.id, email }
  }
  return {
    apiUrl,
    logs,
    client,
    admin,
    createUser,
    call: (path, { token, ...init } = {}) =>
      fetch(`${apiUrl}/auth/v1${path}`, {
        redirect: 'manual',
        ...init,
        headers: {
          apikey: PUBLISHABLE_KEY,
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...Object.fromEntries(new Headers(init.headers)),
        },
      }),
    mailsTo: (to) => mailbox.list(to),
    lastMail: (to) => readMail(mailbox.list(to)[0]),
    follow: async (link) => {
      const response = await fetch(link, { redirect: 'manual' })
      const location = response.headers.get('location')
      if (response.status !== 303 || !location) {
        throw new Error(`no redirect: ${response.status} ${await response.text()}`)
      }
      return new URL(location)
    },
    signedIn: async () => {
      const user = await createUser()
      const own = client()
      const { data, error } = await own.auth.signInWithPassword({
        email: user.email,
        password: PASSWORD,
      })
      if (!data.session) throw error
      return { client: own, ...user, token: data.session.access_token }
    },
    warmUp: async () => {
      const strangers = Array.from({ length: 24 }, newEmail)
      await Promise.all(strangers.map((email) => client().auth.resetPasswordForEmail(email)))
    },
    stop: async () => {
      await gateway.close()
      await service.stop()
    },
  }
}

let counter = 0
export function newEmail(): string {
  counter += 1
  return `person-${process.pid}-${counter}@mail.test`
}

function newClient(url: string, key: string, flowType: 'implicit' | 'pkce'): SupabaseClient {
  const store = new Map<string, string>()
  return createClient(url, key, {
    auth: {
      flowType,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      storage: {
        getItem: (name) => store.get(name) ?? null,
        setItem: (name, value) => void store.set(name, value),
        removeItem: (name) => void store.delete(name),
      },
    },
  })
}

function readMail(mail: Mail | undefined): ReadMail {
  const link = mail?.text.match(/https?:\S+/)?.[0]
  const code = mail?.text.match(/code: (\d+)/)?.[1]
  if (!mail || !link || !code) throw new Error('no mail with a link and a code')
  return { ...mail, link, code, tokenHash: new URL(link).searchParams.get('token') ?? '' }
}

function stackConfig(auth: Partial<StackConfig['auth']>): StackConfig {
  return {
    projectId: 'auth-tests',
    ports: { api: 0, database: 0, mail: 0, web: 0 },
    api: { schemas: ['public'], maxRows: 1000 },
    auth: { ...AUTH_CONFIG, ...auth },
    functions: [],
  }
}
