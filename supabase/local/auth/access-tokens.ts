import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { JsonObject } from './database.ts'
import { forbidden } from './errors.ts'

const ALGORITHM = 'HS256'

/** Signs and checks the project's JWTs with its shared secret, as hosted projects with a legacy secret do. */
export class AccessTokens {
  readonly #key: Uint8Array

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret)
  }

  sign(claims: JsonObject): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' }).sign(this.#key)
  }

  /** Only this algorithm and this key are accepted, whatever the token's header says. @throws bad_jwt */
  async verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.#key, { algorithms: [ALGORITHM] })
      return payload
    } catch (error) {
      throw forbidden(
        'bad_jwt',
        `invalid JWT: unable to parse or verify signature, ${reasonOf(error)}`,
      )
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'token has invalid claims: token is expired'
  if (error instanceof errors.JWTClaimValidationFailed)
    return `token has invalid claims: ${error.message}`
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'token signature is invalid: signature is invalid'
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return 'token signature is invalid: signing method is not allowed'
  }
  return 'token is malformed'
}
