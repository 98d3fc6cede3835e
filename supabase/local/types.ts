/**
 * The seams between the parts of the embedded stack. Each service is one folder that knows only this file:
 * it answers HTTP requests below its path, and it stops. The gateway wires them together.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { StripeStandIn } from './stripe/stand-in.ts'

/** Roles that a service may log in as; every one has the password in `StackContext.databasePassword`. */
export type LoginRole =
  | 'postgres'
  | 'authenticator'
  | 'supabase_admin'
  | 'supabase_auth_admin'
  | 'supabase_storage_admin'

/** What `supabase/config.toml` says, reduced to what the local stack uses. Durations are in seconds. */
export interface StackConfig {
  projectId: string
  ports: { api: number; database: number; mail: number; web: number }
  api: { schemas: string[]; maxRows: number }
  auth: {
    siteUrl: string
    redirectUrls: string[]
    jwtExpiry: number
    signupEnabled: boolean
    confirmationsEnabled: boolean
    doubleConfirmChanges: boolean
    refreshTokenReuseInterval: number
    minimumPasswordLength: number
    otpLength: number
    otpExpiry: number
    maxEmailFrequency: number
    /** Requests per hour (e-mail) or per five minutes (the others), as GoTrue counts them. */
    rateLimit: {
      emailSent: number
      signInSignUps: number
      tokenRefresh: number
      tokenVerifications: number
    }
    /** `public.fn` of `[auth.hook.custom_access_token] uri = "pg-functions://postgres/public/fn"`, if enabled. */
    customAccessTokenHook: string | null
  }
  functions: FunctionConfig[]
}

export interface FunctionConfig {
  name: string
  verifyJwt: boolean
  /** Absolute path of the entry file. */
  entrypoint: string
}

/** What every service is given. */
export interface StackContext {
  config: StackConfig
  /** Public origin of the gateway, e.g. `http://127.0.0.1:54321`, without a trailing slash. */
  apiUrl: string
  jwtSecret: string
  publishableKey: string
  secretKey: string
  databaseUrl(role: LoginRole): string
  /** One line for people; `debug` lines appear only with BLYTZ_DEBUG=1. */
  log(service: string, message: string): void
  debug(service: string, message: string): void
  mailbox: Mailbox
  /** Environment of the edge functions beyond what the platform gives: stand-ins' addresses and keys. */
  functionEnv?: Readonly<Record<string, string>>
}

/** A part that answers below `/auth/v1`, `/rest/v1`, … The path arrives unchanged, prefix included. */
export interface HttpService {
  fetch(request: Request, peer: { address: string }): Promise<Response>
  stop(): Promise<void>
}

/** A part that also speaks WebSocket. */
export interface SocketService extends HttpService {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
}

export interface Mail {
  id: string
  to: string
  subject: string
  text: string
  html: string
  sentAt: string
}

/** Where everything that would be an e-mail ends up; the page on the mail port shows it. */
export interface Mailbox {
  deliver(mail: Pick<Mail, 'to' | 'subject' | 'text' | 'html'>): void
  /** Newest first; `to` narrows to one recipient (case-insensitive). */
  list(to?: string): Mail[]
  clear(): void
}

/** A running stack, as tests and the seed see it. */
export interface Stack {
  apiUrl: string
  mailUrl: string
  publishableKey: string
  secretKey: string
  jwtSecret: string
  /** Direct connection as the non-superuser `postgres`, like the hosted connection string. */
  databaseUrl: string
  mailbox: Mailbox
  /** Stands for Stripe, with hooks for tests; absent when STRIPE_SECRET_KEY is set. */
  stripe?: StripeStandIn
  /** The livekit-server that runs with the stack; absent when LIVEKIT_URL is set or none is installed. */
  video?: { url: string; version: string }
  /** Ends and starts the Realtime part alone, as a crash and restart would (sockets close with 1012). */
  restartRealtime(options?: { downForMs?: number }): Promise<void>
  stop(): Promise<void>
}
