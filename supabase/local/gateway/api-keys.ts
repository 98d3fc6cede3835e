/**
 * What the hosted gateway does with API keys: `sb_publishable_…` and `sb_secret_…` are opaque, the services behind it
 * know only JWTs. So a key becomes the JWT of its role, unless the caller brought a user's token.
 * Texts as the hosted gateway answers them.
 */
import type { IncomingMessage } from 'node:http'
import { legacyKey } from '../keys.ts'
import type { StackContext } from '../types.ts'
import { requestHeader, setRequestHeader } from './headers.ts'

export interface KeyRefusal {
  status: 401
  body: { message: string; hint: string }
}

export interface ApiKeys {
  /** Requires a valid key and rewrites `apikey` and `Authorization`; answers why if it refuses. */
  authenticate(request: IncomingMessage): KeyRefusal | null
  /** Only rewrites, for services that judge keys themselves (Realtime reads the key from the query, too). */
  translate(request: IncomingMessage): KeyRefusal | null
}

const NO_KEY: KeyRefusal = {
  status: 401,
  body: {
    message: 'No API key found in request',
    hint: 'No `apikey` request header or url param was found.',
  },
}
const INVALID_KEY: KeyRefusal = {
  status: 401,
  body: {
    message: 'Invalid API key',
    hint: 'Double check the API key: it must be the publishable, the secret or a legacy JWT key.',
  },
}
const SECRET_IN_BROWSER: KeyRefusal = {
  status: 401,
  body: {
    message: 'Forbidden use of secret API key in browser',
    hint: 'Secret API keys can only be used in a protected environment and should never be used in a browser.',
  },
}

const SECRET_PREFIX = 'sb_secret_'
const BEARER = /^bearer\s+/i

function queryKey(request: IncomingMessage): string | undefined {
  const query = request.url?.split('?')[1]
  return query?.includes('apikey=')
    ? (new URLSearchParams(query).get('apikey') ?? undefined)
    : undefined
}

function replaceQueryKey(request: IncomingMessage, value: string): void {
  const [path, query] = (request.url ?? '').split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('apikey', value)
  request.url = `${path}?${parameters}`
}

function bearerToken(request: IncomingMessage): string | undefined {
  return requestHeader(request, 'authorization')?.replace(BEARER, '')
}

function isBrowser(request: IncomingMessage): boolean {
  return requestHeader(request, 'user-agent')?.startsWith('Mozilla/') ?? false
}

/** Prepares the keys of one stack. */
export function createApiKeys(
  context: Pick<StackContext, 'publishableKey' | 'secretKey' | 'jwtSecret'>,
): ApiKeys {
  const anon = legacyKey('anon', context.jwtSecret)
  const service = legacyKey('service_role', context.jwtSecret)
  const tokens = new Map([
    [context.publishableKey, anon],
    [context.secretKey, service],
    [anon, anon],
    [service, service],
  ])

  function leaks(request: IncomingMessage, key: string | undefined): boolean {
    const secret = key?.startsWith(SECRET_PREFIX) || bearerToken(request)?.startsWith(SECRET_PREFIX)
    return Boolean(secret) && isBrowser(request)
  }

  function rewrite(request: IncomingMessage, key: string | undefined): void {
    const token = key === undefined ? undefined : tokens.get(key)
    if (token !== undefined) setRequestHeader(request, 'apikey', token)
    const bearer = bearerToken(request)
    // supabase-js repeats the key as bearer token when nobody is signed in.
    const effective = bearer === undefined ? token : tokens.get(bearer)
    if (effective !== undefined) setRequestHeader(request, 'authorization', `Bearer ${effective}`)
  }

  return {
    authenticate(request) {
      const key = requestHeader(request, 'apikey') ?? queryKey(request)
      if (key === undefined) return NO_KEY
      if (!tokens.has(key)) return INVALID_KEY
      if (leaks(request, key)) return SECRET_IN_BROWSER
      rewrite(request, key)
      return null
    },
    translate(request) {
      const fromQuery = queryKey(request)
      const key =
        requestHeader(request, 'apikey') ?? requestHeader(request, 'x-api-key') ?? fromQuery
      if (leaks(request, key)) return SECRET_IN_BROWSER
      rewrite(request, key)
      const queryToken = fromQuery === undefined ? undefined : tokens.get(fromQuery)
      if (queryToken !== undefined) replaceQueryKey(request, queryToken)
      const headerKey = requestHeader(request, 'x-api-key')
      const headerToken = headerKey === undefined ? undefined : tokens.get(headerKey)
      if (headerToken !== undefined) setRequestHeader(request, 'x-api-key', headerToken)
      return null
    },
  }
}
