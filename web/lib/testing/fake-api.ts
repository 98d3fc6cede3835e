import { afterEach, expect, vi } from 'vitest'

export const FAKE_URL = 'https://project.test'

// At once, not in fakeApi(): modules such as lib/client.ts read the settings when they are imported, which they are
// after this file (imports are sorted, and those of the folder under test come last).
vi.stubEnv('VITE_SUPABASE_URL', FAKE_URL)
vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'sb_publishable_test')

export interface FakeRequest {
  method: string
  query: URLSearchParams
  body: unknown
}

type Handler = (request: FakeRequest) => Response | Promise<Response>

/** `GET /rest/v1/shows` → what answers it. */
export type Handlers = Record<string, Handler>

export function json(body: unknown, status = 200): Response {
  return new Response(status === 204 ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  })
}

/** An error as PostgREST sends what the database raised. */
export function raised(code: string, details: object = {}, status = 400): Response {
  return json({ code, message: 'for humans', details: JSON.stringify(details), hint: '' }, status)
}

/** An error as Auth sends it. */
export function authRefusal(code: string, status = 400): Response {
  return json({ code: status, error_code: code, msg: 'for humans' }, status)
}

let unexpected: string[] = []

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text()
  return text === '' ? null : JSON.parse(text)
}

/**
 * Puts a fake in the place of `fetch`. What no handler answers fails the test. Returns the requests made, by the
 * handler's name, oldest first.
 */
export function fakeApi(handlers: Handlers) {
  const requests: (FakeRequest & { name: string })[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const name = `${request.method} ${url.pathname}`
    const seen = { method: request.method, query: url.searchParams, body: await bodyOf(request) }
    requests.push({ name, ...seen })
    const handler = handlers[name]
    if (handler === undefined) {
      unexpected.push(`${name}${url.search}`)
      return json({ code: 'PGRST000', message: 'no handler' }, 404)
    }
    return handler(seen)
  })
  return {
    requests,
    to: (name: string) => requests.filter((request) => request.name === name),
  }
}

afterEach(() => {
  const found = unexpected
  unexpected = []
  vi.unstubAllGlobals()
  expect(found, 'requests without a handler').toEqual([])
})
