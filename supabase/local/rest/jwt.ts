/** Who is calling: verifies the bearer token as PostgREST 13 does, with its error codes and its 30 s of clock skew. */
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import { RestError } from './errors.ts'

/** The roles that `authenticator` may become. */
export type ApiRole = 'anon' | 'authenticated' | 'service_role'

export interface Identity {
  role: ApiRole
  /** The value of `request.jwt.claims`: the token's claims as JSON, the role always among them. */
  claims: string
}

const ANONYMOUS: Identity = { role: 'anon', claims: '{"role":"anon"}' }
const CLOCK_SKEW_SECONDS = 30
const CACHED_TOKENS = 1_000

interface Verified {
  identity: Identity
  /** Seconds since the epoch after which the token is refused. */
  expiresAt: number
}

function invalidToken(code: string, message: string, details: string | null = null): RestError {
  return new RestError(
    401,
    { code, message, details },
    { 'www-authenticate': `Bearer error="invalid_token", error_description="${message}"` },
  )
}

function isApiRole(role: unknown): role is ApiRole {
  return role === 'anon' || role === 'authenticated' || role === 'service_role'
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}

function checkShape(token: string): void {
  const parts = token.split('.')
  if (parts.length !== 3) {
    throw invalidToken('PGRST301', `Expected 3 parts in JWT; got ${parts.length}`)
  }
  let algorithm: unknown
  try {
    algorithm = decodeProtectedHeader(token).alg
  } catch {
    throw invalidToken('PGRST301', 'JWT cryptographic operation failed')
  }
  if (algorithm === 'none') {
    throw invalidToken('PGRST301', 'Wrong or unsupported encoding algorithm')
  }
}

function translate(error: unknown): RestError {
  if (error instanceof errors.JWTExpired) return invalidToken('PGRST303', 'JWT expired')
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.reason === 'invalid') {
      return invalidToken('PGRST303', `The JWT '${error.claim}' claim must be a number`)
    }
    return invalidToken('PGRST303', 'JWT not yet valid')
  }
  if (error instanceof errors.JWTInvalid) return invalidToken('PGRST303', 'Parsing claims failed')
  return invalidToken(
    'PGRST301',
    'No suitable key or wrong key type',
    'None of the keys was able to decode the JWT',
  )
}

/**
 * Makes the check for one signing secret (HS256). The result is remembered per token, least recently used first
 * out, because verifying costs more than everything else that this service does for a call.
 */
export function createAuthenticator(
  secret: string,
): (authorization: string | null) => Identity | Promise<Identity> {
  const key = new TextEncoder().encode(secret)
  const cache = new Map<string, Verified>()

  function remember(token: string, verified: Verified): void {
    cache.delete(token)
    cache.set(token, verified)
    if (cache.size <= CACHED_TOKENS) return
    const oldest = cache.keys().next()
    if (!oldest.done) cache.delete(oldest.value)
  }

  async function verify(token: string): Promise<Identity> {
    checkShape(token)
    const options = { algorithms: ['HS256'], clockTolerance: CLOCK_SKEW_SECONDS }
    const { payload } = await jwtVerify(token, key, options).catch((error: unknown) => {
      throw translate(error)
    })
    if (payload.iat !== undefined && payload.iat > now() + CLOCK_SKEW_SECONDS) {
      throw invalidToken('PGRST303', 'JWT issued at future')
    }
    const role = payload.role ?? 'anon'
    if (!isApiRole(role)) {
      const message = `permission denied to set role "${String(role)}"`
      throw new RestError(403, { code: '42501', message })
    }
    const identity = { role, claims: JSON.stringify({ ...payload, role }) }
    const expiresAt = (payload.exp ?? Number.POSITIVE_INFINITY) + CLOCK_SKEW_SECONDS
    remember(token, { identity, expiresAt })
    return identity
  }

  return (authorization) => {
    if (authorization === null || !/^bearer /i.test(authorization)) return ANONYMOUS
    const token = authorization.slice('bearer '.length).trim()
    if (token === '') {
      throw invalidToken('PGRST301', 'Empty JWT is sent in Authorization header')
    }
    const known = cache.get(token)
    if (known !== undefined) {
      if (now() > known.expiresAt) {
        cache.delete(token)
        throw invalidToken('PGRST303', 'JWT expired')
      }
      remember(token, known)
      return known.identity
    }
    return verify(token)
  }
}
