import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'

/** Claims of a verified token. `role` decides which policies apply; `exp` is in seconds since 1970. */
export interface Claims extends JWTPayload {
  role: string
  exp: number
}

export type TokenFailure = 'expired' | 'malformed' | 'signature' | 'missing-claims'

export class TokenError extends Error {
  override name = 'TokenError'
  readonly failure: TokenFailure

  constructor(failure: TokenFailure, message: string) {
    super(message)
    this.failure = failure
  }
}

/** Ten years: the keys of a local project do not expire. */
const API_KEY_LIFETIME_SECONDS = 10 * 365 * 24 * 3600
/** Viewers of one show share the anon token; verifying it once is enough. Bounded, oldest out. */
const CACHED_TOKENS = 1000

/** Verifies tokens with the project's HS256 secret, and stands in for the hosted gateway's key mapping. */
export class TokenVerifier {
  readonly #secret: Uint8Array
  readonly #apiKeyRoles: ReadonlyMap<string, string>
  readonly #apiKeyTokens = new Map<string, string>()
  readonly #verified = new Map<string, Claims>()

  /** `apiKeys` maps opaque keys (`sb_publishable_…`, `sb_secret_…`) to the role they stand for. */
  constructor(secret: string, apiKeys: ReadonlyMap<string, string>) {
    this.#secret = new TextEncoder().encode(secret)
    this.#apiKeyRoles = apiKeys
  }

  /** The JWT behind an API key; anything that is not an opaque key of this project is returned as it is. */
  async tokenOfApiKey(key: string): Promise<string> {
    const role = key.startsWith('sb_') ? this.#apiKeyRoles.get(key) : undefined
    if (role === undefined) return key
    const known = this.#apiKeyTokens.get(key)
    if (known !== undefined) return known
    const exp = Math.floor(Date.now() / 1000) + API_KEY_LIFETIME_SECONDS
    const token = await new SignJWT({ role })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setExpirationTime(exp)
      .sign(this.#secret)
    this.#apiKeyTokens.set(key, token)
    return token
  }

  /** @throws {TokenError} with the text that Realtime sends for this failure */
  async verify(token: string): Promise<Claims> {
    const known = this.#verified.get(token)
    if (known) {
      if (known.exp > Date.now() / 1000) return known
      this.#verified.delete(token)
      throw expiredSince(known.exp)
    }
    const claims = required(await this.#verifySignature(token))
    if (this.#verified.size >= CACHED_TOKENS) {
      const oldest = this.#verified.keys().next().value
      if (oldest !== undefined) this.#verified.delete(oldest)
    }
    this.#verified.set(token, claims)
    return claims
  }

  async #verifySignature(token: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, this.#secret, { algorithms: ['HS256'] })).payload
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw expiredSince(Number(error.payload.exp))
      if (
        error instanceof errors.JWSSignatureVerificationFailed ||
        error instanceof errors.JOSEAlgNotAllowed
      ) {
        throw new TokenError('signature', 'Failed to validate JWT signature')
      }
      if (error instanceof errors.JOSEError) {
        throw new TokenError('malformed', 'The token provided is not a valid JWT')
      }
      throw error
    }
  }
}

/** Also sent when a joined channel's token runs out. */
export function expiredSince(exp: number): TokenError {
  const seconds = Math.max(0, Math.floor(Date.now() / 1000) - exp)
  return new TokenError('expired', `Token has expired ${seconds} seconds ago`)
}

function required(payload: JWTPayload): Claims {
  const { role, exp } = payload
  if (typeof role !== 'string' || typeof exp !== 'number') {
    throw new TokenError('missing-claims', 'Fields `role` and `exp` are required in JWT')
  }
  return { ...payload, role, exp }
}
