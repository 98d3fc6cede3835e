import { z } from 'zod'
import type { Transaction } from '../database.ts'
import { flowMethodOf } from '../email-tokens.ts'
import { type AuthError, badRequest, invalid, toAuthError, unprocessable } from '../errors.ts'
import { readBody, text, validateEmail } from '../input.ts'
import { limit } from '../middleware.ts'
import { PKCE_PREFIX } from '../pkce.ts'
import { withParameters } from '../redirects.ts'
import { issueAuthCode } from '../repository/flow-states.ts'
import {
  type AuthApp,
  type AuthServices,
  type Client,
  clientOf,
  redirectTargetOf,
} from '../services.ts'
import { startSession, type TokenResponse } from '../sessions.ts'
import {
  applyProof,
  type Proof,
  parseVerificationType,
  proveByCode,
  proveByLink,
  unknownPasswordHash,
} from '../verification.ts'

const Body = z.object({
  type: text(),
  token: text(),
  token_hash: text(),
  email: text(),
  phone: text(),
  redirect_to: text(),
})

const HALF_CONFIRMED =
  'Confirmation link accepted. Please proceed to confirm link sent to the other email'

/** Marks our redirects, so that a client can tell them from other people's fragments. */
const REDIRECT_MARK = { sb: '' }

const OAUTH_ERRORS: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized_client',
  403: 'access_denied',
  500: 'server_error',
  503: 'temporarily_unavailable',
}

export function verifyRoutes(app: AuthApp, services: AuthServices): void {
  /** A link from a mail: redirects with a session in the fragment, a PKCE code in the query, or an error. */
  app.get('/verify', limit(services, 'verify'), async (c) => {
    const token = c.req.query('token') ?? ''
    const type = c.req.query('type') ?? ''
    if (type === '') throw invalid('Verify requires a verification type')
    if (token === '') throw invalid('Verify requires a token or a token hash')
    const redirectTo = redirectTargetOf(c, services)
    const usesPkce = token.startsWith(PKCE_PREFIX)
    try {
      const location = usesPkce
        ? await followPkceLink(services, type, token, redirectTo)
        : await followImplicitLink(services, type, token, redirectTo, clientOf(c))
      return c.redirect(location, 303)
    } catch (error) {
      const refusal = toAuthError(error)
      if (refusal.status >= 500)
        services.context.log('auth', `verify: ${refusal.cause ?? refusal.message}`)
      return c.redirect(errorRedirect(redirectTo, refusal, usesPkce), 303)
    }
  })

  /** A code from a mail together with its address, or the hash from a link: answers a session. */
  app.post('/verify', limit(services, 'verify'), async (c) => {
    const body = await readBody(c, Body)
    checkBody(body)
    const response = await services.sql.begin(async (tx) => {
      const user = await apply(services, tx, await proveByBody(services, tx, body))
      if (!user) return null
      return startSession(services, tx, { userId: user.id, method: 'otp', client: clientOf(c) })
    })
    return c.json(response ?? { msg: HALF_CONFIRMED, code: '200' })
  })
}

async function followImplicitLink(
  services: AuthServices,
  type: string,
  token: string,
  redirectTo: string,
  client: Client,
): Promise<string> {
  const session = await services.sql.begin(async (tx) => {
    const proof = await proveByLink(services, tx, parseVerificationType(type), token)
    const user = await apply(services, tx, proof)
    if (!user) return null
    const response = await startSession(services, tx, { userId: user.id, method: 'otp', client })
    return { response, type: proof.type }
  })
  if (!session) return halfConfirmedRedirect(redirectTo, false)
  return withParameters(redirectTo, { fragment: sessionFragment(session.response, session.type) })
}

async function followPkceLink(
  services: AuthServices,
  type: string,
  token: string,
  redirectTo: string,
): Promise<string> {
  const code = await services.sql.begin(async (tx) => {
    const proof = await proveByLink(services, tx, parseVerificationType(type), token)
    const user = await apply(services, tx, proof)
    if (!user) return null
    const issued = await issueAuthCode(tx, user.id, flowMethodOf(proof.type))
    if (issued) return issued
    throw badRequest(
      'flow_state_not_found',
      'No associated flow state found. No valid flow state found for user.',
    )
  })
  if (code === null) return halfConfirmedRedirect(redirectTo, true)
  return withParameters(redirectTo, { query: { code } })
}

function apply(services: AuthServices, tx: Transaction, proof: Proof) {
  return applyProof(services, tx, proof, () => unknownPasswordHash(services))
}

function proveByBody(
  services: AuthServices,
  tx: Transaction,
  body: z.output<typeof Body>,
): Promise<Proof> {
  const type = parseVerificationType(body.type)
  if (body.token_hash !== '') return proveByLink(services, tx, type, body.token_hash)
  return proveByCode(services, tx, type, body.email.toLowerCase(), body.token)
}

function checkBody(body: z.output<typeof Body>): void {
  if (body.type === '') throw invalid('Verify requires a verification type')
  if ((body.token === '') === (body.token_hash === '')) {
    throw invalid('Verify requires either a token or a token hash')
  }
  if (body.token_hash !== '') {
    if (body.email !== '' || body.phone !== '' || body.redirect_to !== '') {
      throw invalid('Only the token_hash and type should be provided')
    }
    return
  }
  if ((body.email === '') === (body.phone === '')) {
    throw invalid('Only an email address or phone number should be provided on verify')
  }
  if (body.phone !== '') throw badRequest('phone_provider_disabled', 'Phone logins are disabled')
  try {
    validateEmail(body.email)
  } catch {
    throw unprocessable('validation_failed', 'Invalid email format')
  }
}

function sessionFragment(session: TokenResponse, type: string): Record<string, string> {
  return {
    access_token: session.access_token,
    expires_at: String(session.expires_at),
    expires_in: String(session.expires_in),
    refresh_token: session.refresh_token,
    token_type: session.token_type,
    type,
    ...REDIRECT_MARK,
  }
}

function halfConfirmedRedirect(redirectTo: string, usesPkce: boolean): string {
  const message = { message: HALF_CONFIRMED }
  return withParameters(redirectTo, {
    fragment: { ...message, ...REDIRECT_MARK },
    ...(usesPkce ? { query: message } : {}),
  })
}

function errorRedirect(redirectTo: string, refusal: AuthError, usesPkce: boolean): string {
  const oauthError = OAUTH_ERRORS[refusal.status]
  const description = {
    ...(oauthError ? { error: oauthError } : {}),
    error_code: refusal.code,
    error_description: refusal.message,
  }
  return withParameters(redirectTo, {
    fragment: { ...description, ...REDIRECT_MARK },
    ...(usesPkce ? { query: description } : {}),
  })
}
