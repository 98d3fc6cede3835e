/** `verify_jwt = true`: the platform looks at the token before the function runs. */
import { jwtVerify } from 'jose'
import { invalidJwt, noAuthorization } from './answers.ts'

/** Returns the refusal, or null when the request may pass. Preflights carry no token and always pass. */
export function createJwtCheck(secret: string): (request: Request) => Promise<Response | null> {
  const key = new TextEncoder().encode(secret)
  return async (request) => {
    if (request.method === 'OPTIONS') return null
    const authorization = request.headers.get('authorization')
    if (authorization === null) return noAuthorization()
    const token = authorization.replace(/^Bearer\s+/i, '')
    return jwtVerify(token, key, { algorithms: ['HS256'] }).then(() => null, invalidJwt)
  }
}
