/** Browsers may call from the origins in ALLOWED_ORIGINS; servers send no Origin and are not concerned. */
import { HttpError } from './errors.ts'

const ALLOWED_HEADERS =
  'authorization, x-client-info, apikey, content-type, x-request-id, idempotency-key'
const MAX_AGE_S = '86400'

export function corsHeaders(request: Request, allowed: readonly string[]): Record<string, string> {
  const origin = request.headers.get('origin')
  // Varies even when refused: a cache must not hand one origin's answer to another.
  if (origin === null || !allowed.includes(origin)) return { vary: 'Origin' }
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after',
    vary: 'Origin',
  }
}

/** Throws 403 `origin_not_allowed` for a page that is not ours. */
export function requireAllowedOrigin(request: Request, allowed: readonly string[]): void {
  const origin = request.headers.get('origin')
  if (origin === null || allowed.includes(origin)) return
  throw new HttpError(403, 'origin_not_allowed', 'This origin may not call this function')
}

export function preflight(methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': methods.join(', '),
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': MAX_AGE_S,
    },
  })
}
