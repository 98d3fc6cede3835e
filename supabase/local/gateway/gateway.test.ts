import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JWT_SECRET, legacyKey, PUBLISHABLE_KEY, SECRET_KEY } from '../keys.ts'
import type { HttpService, SocketService } from '../types.ts'
import { createGateway, type Gateway } from './gateway.ts'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64)'
const publishable = { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${PUBLISHABLE_KEY}` }

/** Answers with what it was given. */
const echo: HttpService = {
  async fetch(request, peer) {
    if (request.url.endsWith('/crash')) throw new Error('secret detail')
    const body = await request.text()
    return Response.json({
      url: request.url,
      peer,
      headers: Object.fromEntries(request.headers),
      bytes: body.length,
    })
  },
  stop: async () => undefined,
}

const socketEcho: SocketService = {
  ...echo,
  upgrade(request, socket) {
    const body = JSON.stringify({ url: request.url, key: request.headers['x-api-key'] })
    socket.end(
      `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    )
  },
}

let gateway: Gateway
let origin: string
const logged: string[] = []

beforeAll(async () => {
  const keys = { publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY, jwtSecret: JWT_SECRET }
  gateway = await createGateway(
    { ...keys, log: (service, text) => logged.push(`${service} ${text}`) },
    0,
  )
  origin = `http://127.0.0.1:${gateway.port}`
  gateway.mount('rest', echo)
  gateway.mount('auth', echo)
  gateway.mount('functions', echo)
  gateway.mount('realtime', socketEcho)
  gateway.declare('storage', 'no storage here')
})

afterAll(() => gateway?.close())

async function seen(
  path: string,
  headers: Record<string, string>,
): Promise<Record<string, string>> {
  const response = await fetch(`${origin}${path}`, { headers })
  expect(response.status).toBe(200)
  const body: { headers: Record<string, string> } = await response.json()
  return body.headers
}

function roleOf(headers: Record<string, string>): unknown {
  return decodeJwt(headers.authorization?.replace('Bearer ', '') ?? '').role
}

async function upgrade(path: string): Promise<{ status: number | undefined; text: string }> {
  const call = httpRequest(`${origin}${path}`, {
    headers: { connection: 'upgrade', upgrade: 'websocket' },
  }).end()
  const [response] = await once(call, 'response')
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode, text }
}

describe('API keys', () => {
  it('turns the publishable key into the JWT of anon, the secret key into that of service_role', async () => {
    expect(roleOf(await seen('/rest/v1/t', publishable))).toBe('anon')
    expect(roleOf(await seen('/rest/v1/t', { apikey: SECRET_KEY }))).toBe('service_role')
    expect(roleOf(await seen(`/rest/v1/t?apikey=${PUBLISHABLE_KEY}`, {}))).toBe('anon')
    expect(roleOf(await seen('/rest/v1/t', { apikey: legacyKey('service_role') }))).toBe(
      'service_role',
    )
  })

  it("leaves a user's own token alone", async () => {
    const headers = await seen('/rest/v1/t', {
      apikey: PUBLISHABLE_KEY,
      authorization: 'Bearer a.b.c',
    })
    expect(headers.authorization).toBe('Bearer a.b.c')
  })

  it('refuses no key and an unknown key (401)', async () => {
    const none = await fetch(`${origin}/rest/v1/t`)
    expect(none.status).toBe(401)
    expect(await none.json()).toMatchObject({ message: 'No API key found in request' })
    const wrong = await fetch(`${origin}/auth/v1/user`, {
      headers: { apikey: 'sb_publishable_no' },
    })
    expect(wrong.status).toBe(401)
    expect(await wrong.json()).toMatchObject({ message: 'Invalid API key' })
  })

  it.each([
    { apikey: SECRET_KEY },
    { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${SECRET_KEY}` },
  ])('refuses the secret key from a browser (401) %#', async (headers) => {
    const response = await fetch(`${origin}/rest/v1/t`, {
      headers: { ...headers, 'user-agent': BROWSER },
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      message: 'Forbidden use of secret API key in browser',
    })
  })

  it('lets links in mails through without a key', async () => {
    await seen('/auth/v1/verify?token=x&type=signup', {})
  })

  it('hands functions the headers as the caller sent them', async () => {
    expect(await seen('/functions/v1/f', publishable)).toMatchObject(publishable)
    expect(await seen('/functions/v1/f', {})).not.toHaveProperty('apikey')
  })
})

describe('CORS', () => {
  it('answers the preflight of any origin itself', async () => {
    const response = await fetch(`${origin}/rest/v1/rpc/place_bid`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://app.test',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey,content-profile',
      },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe('apikey,content-profile')
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH')
  })

  it('lets the browser read refusals, too', async () => {
    const response = await fetch(`${origin}/rest/v1/t`)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  it('leaves functions to answer for themselves', async () => {
    const response = await fetch(`${origin}/functions/v1/f`)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('routing', () => {
  it('answers unknown paths with a JSON 404', async () => {
    const response = await fetch(`${origin}/nothing/here`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not_found' })
  })

  it('answers an absent service with 501 and the reason', async () => {
    const response = await fetch(`${origin}/storage/v1/bucket`, { headers: publishable })
    expect(response.status).toBe(501)
    expect(await response.json()).toEqual({ code: 'not_implemented', message: 'no storage here' })
  })

  it('answers 503 while a service is down, and again 200 when it is back', async () => {
    gateway.unmount('realtime')
    expect((await fetch(`${origin}/realtime/v1/api`)).status).toBe(503)
    expect((await upgrade('/realtime/v1/websocket')).status).toBe(503)
    gateway.mount('realtime', socketEcho)
    expect((await fetch(`${origin}/realtime/v1/api`)).status).toBe(200)
  })

  it('reports itself and its services on /health', async () => {
    const body = await (await fetch(`${origin}/health`)).json()
    expect(body).toMatchObject({ status: 'ok', services: { rest: true, storage: false } })
  })

  it('answers 500 without details when a service crashes, and logs them', async () => {
    const response = await fetch(`${origin}/rest/v1/crash`, { headers: publishable })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret detail')
    expect(logged.join()).toContain('secret detail')
  })

  it('maps the key of a WebSocket upgrade and refuses other paths', async () => {
    const { text } = await upgrade(`/realtime/v1/websocket?apikey=${PUBLISHABLE_KEY}&vsn=2.0.0`)
    const url = new URL(JSON.parse(text).url, origin)
    expect(decodeJwt(url.searchParams.get('apikey') ?? '').role).toBe('anon')
    expect(url.searchParams.get('vsn')).toBe('2.0.0')
    expect((await upgrade('/rest/v1/t')).status).toBe(404)
  })
})

describe('each request', () => {
  it('has an id that the service and the caller both see; an unsafe one is replaced', async () => {
    const kept = await fetch(`${origin}/rest/v1/t`, {
      headers: { ...publishable, 'x-request-id': 'trace-12345678' },
    })
    expect(kept.headers.get('x-request-id')).toBe('trace-12345678')
    expect((await kept.json()).headers['x-request-id']).toBe('trace-12345678')
    const replaced = await fetch(`${origin}/rest/v1/t`, {
      headers: { ...publishable, 'x-request-id': '<script>' },
    })
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('carries the address that really called, whatever the caller claims', async () => {
    const headers = await seen('/rest/v1/t', {
      ...publishable,
      'x-forwarded-for': '203.0.113.9',
      'cf-connecting-ip': '203.0.113.9',
    })
    expect(headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1')
    expect(headers['cf-connecting-ip']).toBe('127.0.0.1')
  })

  it('is refused when its body is too large, with or without a length (413)', async () => {
    const body = 'x'.repeat(1_000_001)
    const known = await fetch(`${origin}/auth/v1/signup`, {
      method: 'POST',
      headers: publishable,
      body,
    })
    expect(known.status).toBe(413)
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: publishable,
      body: new Blob([body]).stream(),
      duplex: 'half',
    }
    const streamed = await fetch(`${origin}/auth/v1/signup`, init)
    expect(streamed.status).toBe(413)
    expect(await streamed.json()).toMatchObject({ code: 'payload_too_large' })
  })

  it('passes a streamed body below the limit whole', async () => {
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: publishable,
      body: new Blob(['x'.repeat(500_000)]).stream(),
      duplex: 'half',
    }
    const response = await fetch(`${origin}/auth/v1/signup`, init)
    expect(await response.json()).toMatchObject({ bytes: 500_000 })
  })
})
