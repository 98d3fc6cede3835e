import { isIP } from 'node:net'
import type { Context, Hono } from 'hono'
import type { StackConfig, StackContext } from '../types.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { Sql } from './database.ts'
import type { PasswordHasher } from './passwords.ts'
import type { RateLimits } from './rate-limits.ts'
import type { RedirectPolicy } from './redirects.ts'
import type { SessionRow } from './repository/sessions.ts'
import type { UserRow } from './repository/users.ts'

/** What one service instance is made of; nothing of it is shared between instances. */
export interface AuthServices {
  context: StackContext
  config: StackConfig['auth']
  sql: Sql
  passwords: PasswordHasher
  accessTokens: AccessTokens
  limits: RateLimits
  redirects: RedirectPolicy
}

export interface AuthEnv {
  Bindings: { peer: { address: string } }
  Variables: { user: UserRow; session: SessionRow | null }
}

export type AuthApp = Hono<AuthEnv>
export type AuthContext = Context<AuthEnv>

/** Who sends the request, as a session row remembers it. */
export interface Client {
  ip: string | null
  userAgent: string | null
}

/** The address is the one the gateway saw: forwarding headers are the caller's own claim and are ignored. */
export function clientOf(c: AuthContext): Client {
  const { address } = c.env.peer
  return { ip: isIP(address) ? address : null, userAgent: c.req.header('user-agent') || null }
}

/** Where links in mails lead: what the client asks for, else the page it is on, else the site - if allowed. */
export function redirectTargetOf(c: AuthContext, services: AuthServices): string {
  const requested = c.req.header('redirect_to') || c.req.query('redirect_to')
  return services.redirects.choose(requested, c.req.header('referer'))
}
