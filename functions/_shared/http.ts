/** What all functions have in common, so that each handler is only its own rule. */
import type { z } from 'zod'
import { readJson, readText } from './body.ts'
import { corsHeaders, preflight, requireAllowedOrigin } from './cors.ts'
import { errorBody, HttpError } from './errors.ts'
import { createLogger, type Logger } from './log.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface EndpointOptions {
  /** The function's name, as in its URL. */
  name: string
  methods: readonly Method[]
  allowedOrigins: readonly string[]
  /** Where log lines go; the console unless given. */
  write?: (line: string) => void
}

export interface Call {
  request: Request
  requestId: string
  /** The path below the function, `/` at least: `/ready` of `…/functions/v1/health/ready`. */
  path: string
  query: URLSearchParams
  log: Logger
  /** Body as JSON, validated; throws 400. Read the body once. */
  json<T>(schema: z.ZodType<T>): Promise<T>
  /** Body as sent, for signed webhooks. */
  text(): Promise<string>
}

/** A plain value becomes a JSON answer with status 200; a `Response` is passed on. */
export type Endpoint = (call: Call) => Promise<unknown>
export type Handler = (request: Request) => Promise<Response>

const REQUEST_ID = /^[\w-]{8,128}$/

/** Accepts an id from in front, so that one id names a request everywhere, unless it could forge a log line. */
function requestIdOf(request: Request): string {
  const given = request.headers.get('x-request-id')
  return given !== null && REQUEST_ID.test(given) ? given : crypto.randomUUID()
}

function pathBelow(name: string, pathname: string): string {
  const path = pathname.replace(/^\/functions\/v1(?=\/)/, '')
  const below =
    path === `/${name}` || path.startsWith(`/${name}/`) ? path.slice(name.length + 1) : path
  return below === '' ? '/' : below
}

function methodError(methods: readonly string[]): HttpError {
  return new HttpError(405, 'method_not_allowed', `Use ${methods.join(' or ')}`)
}

function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error
  return new HttpError(500, 'internal', 'Something went wrong on our side')
}

/**
 * Makes the function's request handler: method check, CORS by allow-list, body limit, one error shape
 * `{error: {code, message, details, request_id}}`, one log line per request. An unexpected error is logged with its
 * stack and answered with a constant text.
 */
export function createHandler(options: EndpointOptions, endpoint: Endpoint): Handler {
  const { name, allowedOrigins } = options
  const methods: string[] = [...options.methods]
  if (methods.includes('GET')) methods.push('HEAD')

  async function respond(request: Request, call: Call): Promise<Response> {
    requireAllowedOrigin(request, allowedOrigins)
    if (request.method === 'OPTIONS') return preflight(methods)
    if (!methods.includes(request.method)) throw methodError(methods)
    const result = await endpoint(call)
    return result instanceof Response ? result : Response.json(result ?? null)
  }

  return async (request) => {
    const startedAt = performance.now()
    const url = new URL(request.url)
    const requestId = requestIdOf(request)
    const path = pathBelow(name, url.pathname)
    const fields = { function: name, request_id: requestId, method: request.method, path }
    const log = createLogger(fields, options.write)
    const call: Call = {
      request,
      requestId,
      path,
      query: url.searchParams,
      log,
      json: (schema) => readJson(request, schema),
      text: () => readText(request),
    }
    let response: Response
    let failure: unknown
    try {
      response = await respond(request, call)
    } catch (error) {
      const known = toHttpError(error)
      if (known !== error) failure = error
      response = Response.json(errorBody(known, requestId), { status: known.status })
      if (known.status === 405) response.headers.set('allow', methods.join(', '))
    }
    const headers = new Headers(response.headers)
    headers.set('x-request-id', requestId)
    headers.set('x-content-type-options', 'nosniff')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    for (const [header, value] of Object.entries(corsHeaders(request, allowedOrigins))) {
      headers.set(header, value)
    }
    log(failure === undefined ? 'info' : 'error', 'request', {
      status: response.status,
      ms: Math.round(performance.now() - startedAt),
      ...(failure === undefined ? {} : { error: failure }),
    })
    const body = request.method === 'HEAD' ? null : response.body
    return new Response(body, { status: response.status, headers })
  }
}
