import { randomInt } from 'node:crypto'
import { issueAccessToken } from './claims.ts'
import type { JsonObject, Transaction } from './database.ts'
import { type AuthError, badRequest, internal, invalid } from './errors.ts'
import {
  addAuthenticationMethod,
  findActiveRefreshToken,
  findRefreshToken,
  insertRefreshToken,
  insertSession,
  lockSession,
  type RefreshTokenRow,
  recordRefresh,
  revokeRefreshToken,
  revokeTokensOfSession,
} from './repository/sessions.ts'
import { findUserById, touchLastSignIn } from './repository/users.ts'
import type { AuthServices, Client } from './services.ts'
import { isBanned, toUserJson } from './user-json.ts'

const TOKEN_ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const TOKEN_LENGTH = 12

/** The answer of every flow that signs somebody in. Times in seconds. */
export interface TokenResponse {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  expires_at: number
  refresh_token: string
  user: JsonObject
  weak_password?: { message: string; reasons: string[] }
}

/** Opens a session for a user who has just been authenticated with `method`. */
export async function startSession(
  services: AuthServices,
  tx: Transaction,
  grant: { userId: string; method: string; client: Client },
): Promise<TokenResponse> {
  const sessionId = crypto.randomUUID()
  const refreshToken = newRefreshToken()
  await insertSession(tx, { id: sessionId, userId: grant.userId, ...grant.client })
  await insertRefreshToken(tx, {
    token: refreshToken,
    userId: grant.userId,
    sessionId,
    parent: null,
  })
  await touchLastSignIn(tx, grant.userId)
  await addAuthenticationMethod(tx, sessionId, grant.method)
  return respond(services, tx, { ...grant, sessionId, refreshToken })
}

/**
 * Exchanges a refresh token for the next one. A token that was used before is accepted as the parent of the active
 * one (the client lost the answer) or within the reuse interval (several tabs at once); both get the active token.
 * Any other reuse is taken for theft and ends every token of the session.
 *
 * @throws validation_failed, refresh_token_not_found, session_not_found, session_expired, user_banned,
 *   refresh_token_already_used
 */
export async function refreshSession(
  services: AuthServices,
  token: string,
  client: Client,
): Promise<TokenResponse> {
  if (!/^[a-z0-9]{12}$/.test(token)) throw invalid('Refresh token is not valid')
  const outcome = await services.sql.begin(async (tx) => {
    const { userId, sessionId } = await lockedSessionOf(tx, token)
    const presented = await findRefreshToken(tx, token)
    if (!presented) throw unknownToken()
    const refreshToken = await nextToken(services, tx, presented, sessionId)
    // The revocation has to stay, so this transaction must not fail.
    if (refreshToken === null) return null
    await recordRefresh(tx, { id: sessionId, ...client })
    return respond(services, tx, {
      userId,
      sessionId,
      refreshToken,
      method: 'token_refresh',
      client,
    })
  })
  if (outcome === null) {
    throw badRequest('refresh_token_already_used', 'Invalid Refresh Token: Already Used')
  }
  return outcome
}

async function lockedSessionOf(
  tx: Transaction,
  token: string,
): Promise<{ userId: string; sessionId: string }> {
  const found = await findRefreshToken(tx, token)
  const user = found && (await findUserById(tx, found.user_id))
  if (!found || !user) throw unknownToken()
  if (isBanned(user)) throw badRequest('user_banned', 'Invalid Refresh Token: User Banned')
  const session = found.session_id && (await lockSession(tx, found.session_id))
  if (!session) {
    throw badRequest('session_not_found', 'Invalid Refresh Token: No Valid Session Found')
  }
  if (session.not_after && session.not_after.getTime() < Date.now()) {
    throw badRequest('session_expired', 'Invalid Refresh Token: Session Expired')
  }
  return { userId: user.id, sessionId: session.id }
}

/** The token to hand out, or null when the presented one was stolen or leaked. */
async function nextToken(
  services: AuthServices,
  tx: Transaction,
  presented: RefreshTokenRow,
  sessionId: string,
): Promise<string | null> {
  if (presented.revoked) {
    const active = await findActiveRefreshToken(tx, sessionId)
    const withinInterval = presented.idle_seconds <= services.config.refreshTokenReuseInterval
    if (active && (active.parent === presented.token || withinInterval)) return active.token
    await revokeTokensOfSession(tx, sessionId)
    return null
  }
  await revokeRefreshToken(tx, presented.id)
  const token = newRefreshToken()
  await insertRefreshToken(tx, {
    token,
    userId: presented.user_id,
    sessionId,
    parent: presented.token,
  })
  return token
}

async function respond(
  services: AuthServices,
  tx: Transaction,
  grant: {
    userId: string
    sessionId: string
    refreshToken: string
    method: string
    client: Client
  },
): Promise<TokenResponse> {
  const user = await findUserById(tx, grant.userId)
  if (!user) throw internal('User vanished while signing in')
  const { token, expiresAt } = await issueAccessToken(services, tx, { ...grant, user })
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: services.config.jwtExpiry,
    expires_at: expiresAt,
    refresh_token: grant.refreshToken,
    user: toUserJson(user),
  }
}

function unknownToken(): AuthError {
  return badRequest('refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found')
}

function newRefreshToken(): string {
  const characters = Array.from({ length: TOKEN_LENGTH }, () =>
    TOKEN_ALPHABET.charAt(randomInt(TOKEN_ALPHABET.length)),
  )
  return characters.join('')
}
