import { createMiddleware } from 'hono/factory'
import { AuthError, badRequest, forbidden } from './errors.ts'
import { isUuid } from './input.ts'
import type { LimitedRoute } from './rate-limits.ts'
import { findSession } from './repository/sessions.ts'
import { findUserById } from './repository/users.ts'
import type { AuthContext, AuthEnv, AuthServices } from './services.ts'
import { isBanned } from './user-json.ts'

const ADMIN_ROLES = new Set<unknown>(['service_role', 'supabase_admin'])

/**
 * Lets through whoever brings a token of an existing user whose session still exists.
 *
 * @throws no_authorization, bad_jwt, user_not_found, session_not_found, user_banned
 */
export function requireUser(services: AuthServices) {
  return createMiddleware<AuthEnv>(async (c, next) => {
    const claims = await services.accessTokens.verify(bearerToken(c))
    if (!claims.sub) throw forbidden('bad_jwt', 'invalid claim: missing sub claim')
    if (!isUuid(claims.sub)) throw badRequest('bad_jwt', 'invalid claim: sub claim must be a UUID')
    const user = await findUserById(services.sql, claims.sub)
    if (!user) throw forbidden('user_not_found', 'User from sub claim in JWT does not exist')
    c.set('session', await sessionOf(services, claims.session_id))
    if (isBanned(user)) throw forbidden('user_banned', 'User is banned')
    c.set('user', user)
    await next()
  })
}

async function sessionOf(services: AuthServices, sessionId: unknown) {
  if (sessionId === undefined || sessionId === '') return null
  if (typeof sessionId !== 'string' || !isUuid(sessionId)) {
    throw forbidden('bad_jwt', 'invalid claim: session_id claim must be a UUID')
  }
  const session = await findSession(services.sql, sessionId)
  if (session) return session
  throw forbidden('session_not_found', 'Session from session_id claim in JWT does not exist')
}

/** Lets through the service role only. @throws no_authorization, bad_jwt, not_admin */
export function requireAdmin(services: AuthServices) {
  return createMiddleware<AuthEnv>(async (c, next) => {
    const claims = await services.accessTokens.verify(bearerToken(c))
    if (!ADMIN_ROLES.has(claims.role)) throw forbidden('not_admin', 'User not allowed')
    await next()
  })
}

/** @throws over_request_rate_limit */
export function limit(services: AuthServices, route: LimitedRoute) {
  return createMiddleware<AuthEnv>(async (c, next) => {
    services.limits.takeRequest(route, c.env.peer.address)
    await next()
  })
}

function bearerToken(c: AuthContext): string {
  const token = /^bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (token) return token
  throw new AuthError(401, 'no_authorization', 'This endpoint requires a valid Bearer token')
}
