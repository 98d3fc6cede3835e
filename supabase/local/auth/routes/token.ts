import { z } from 'zod'
import { type AuthError, badRequest, invalid, notFound, unprocessable } from '../errors.ts'
import { isUuid, readBody, text } from '../input.ts'
import { passwordWeakness } from '../passwords.ts'
import { checkVerifier } from '../pkce.ts'
import { deleteFlowState, type FlowStateRow, lockFlowState } from '../repository/flow-states.ts'
import { findUserByEmail, findUserById } from '../repository/users.ts'
import { type AuthApp, type AuthContext, type AuthServices, clientOf } from '../services.ts'
import { refreshSession, startSession, type TokenResponse } from '../sessions.ts'
import { isBanned } from '../user-json.ts'

/** How long after the start of a flow (magic links: after the click) its code is good, in milliseconds. */
const FLOW_LIFETIME_MS = 300_000

const PasswordBody = z.object({ email: text(), phone: text(), password: text() })
const RefreshBody = z.object({ refresh_token: text() })
const PkceBody = z.object({ auth_code: text(), code_verifier: text() })

/** POST /token?grant_type=password|refresh_token|pkce */
export function tokenRoutes(app: AuthApp, services: AuthServices): void {
  app.post('/token', async (c) => {
    const grant = grantOf(c.req.query('grant_type') ?? '')
    services.limits.takeRequest('token', c.env.peer.address)
    return c.json(await grant(c, services))
  })
}

type Grant = (c: AuthContext, services: AuthServices) => Promise<TokenResponse>

function grantOf(type: string): Grant {
  if (type === 'password') return passwordGrant
  if (type === 'refresh_token') return refreshTokenGrant
  if (type === 'pkce') return pkceGrant
  if (type === 'id_token') {
    throw badRequest('provider_disabled', 'Sign-in with external providers is not enabled')
  }
  if (type === 'web3') throw unprocessable('web3_provider_disabled', 'Web3 provider is disabled')
  throw badRequest('invalid_credentials', 'unsupported_grant_type')
}

const passwordGrant: Grant = async (c, services) => {
  const body = await readBody(c, PasswordBody)
  if (body.email !== '' && body.phone !== '') {
    throw invalid('Only an email address or phone number should be provided on login.')
  }
  if (body.phone !== '') throw unprocessable('phone_provider_disabled', 'Phone logins are disabled')
  if (body.email === '') throw invalid('missing email or phone')

  const user = await findUserByEmail(services.sql, body.email)
  const matches = await services.passwords.verify(body.password, user?.encrypted_password ?? null)
  if (!user || !matches) throw badRequest('invalid_credentials', 'Invalid login credentials')
  // Only after the password, so that strangers cannot ask who is banned or unconfirmed.
  if (isBanned(user)) throw badRequest('user_banned', 'User is banned')
  if (!user.email_confirmed_at) throw badRequest('email_not_confirmed', 'Email not confirmed')

  const grant = { userId: user.id, method: 'password', client: clientOf(c) }
  const session = await services.sql.begin((tx) => startSession(services, tx, grant))
  const weakness = passwordWeakness(body.password, services.config.minimumPasswordLength)
  return weakness ? { ...session, weak_password: weakness } : session
}

const refreshTokenGrant: Grant = async (c, services) => {
  const { refresh_token: token } = await readBody(c, RefreshBody)
  return refreshSession(services, token, clientOf(c))
}

const pkceGrant: Grant = async (c, services) => {
  const { auth_code: code, code_verifier: verifier } = await readBody(c, PkceBody)
  if (code === '' || verifier === '') {
    throw invalid('invalid request: both auth code and code verifier should be non-empty')
  }
  return services.sql.begin(async (tx) => {
    const flow = isUuid(code) ? await lockFlowState(tx, code) : null
    if (!flow?.user_id) throw unknownFlow()
    if (isFlowExpired(flow)) {
      throw unprocessable('flow_state_expired', 'invalid flow state, flow state has expired')
    }
    checkVerifier(flow, verifier)
    const user = await findUserById(tx, flow.user_id)
    if (!user) throw unknownFlow()
    if (isBanned(user)) throw badRequest('user_banned', 'User is banned')
    await deleteFlowState(tx, flow.id)
    return startSession(services, tx, {
      userId: flow.user_id,
      method: flow.authentication_method,
      client: clientOf(c),
    })
  })
}

function isFlowExpired(flow: FlowStateRow): boolean {
  const start =
    flow.authentication_method === 'magiclink' && flow.auth_code_issued_at
      ? flow.auth_code_issued_at
      : flow.created_at
  return start.getTime() + FLOW_LIFETIME_MS < Date.now()
}

function unknownFlow(): AuthError {
  return notFound('flow_state_not_found', 'invalid flow state, no valid flow state found')
}
