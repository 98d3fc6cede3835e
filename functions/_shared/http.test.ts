import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { BODY_LIMIT_BYTES } from './body.ts'
import { HttpError } from './errors.ts'
import { createHandler, type Endpoint } from './http.ts'

const ORIGIN = 'https://blytz.test'

function setup(endpoint: Endpoint) {
  const lines: string[] = []
  const handler = createHandler(
    {
      name: 'echo',
      methods: ['POST'],
      allowedOrigins: [ORIGIN],
      write: (line) => lines.push(line),
    },
    endpoint,
  )
  const call = (init: RequestInit = {}) =>
    handler(new Request('http://localhost/echo', { method: 'POST', ...init }))
  return { call, lines }
}

const echo: Endpoint = ({ json }) => json(z.object({ amount_cents: z.int().positive() }))

async function code(response: Response): Promise<unknown> {
  return (await response.json()).error.code
}

describe('bodies', () => {
  it('passes what the schema takes', async () => {
    const response = await setup(echo).call({ body: '{"amount_cents": 5}' })
    expect([response.status, await response.json()]).toEqual([200, { amount_cents: 5 }])
  })

  it('names what is wrong (invalid_input)', async () => {
    const response = await setup(echo).call({ body: '{"amount_cents": 0.5}' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid_input', details: [{ path: 'amount_cents' }] },
    })
  })

  it('refuses what is no JSON (invalid_json)', async () => {
    for (const body of ['', '{', 'NaN']) {
      const response = await setup(echo).call({ body })
      expect([response.status, await code(response)]).toEqual([400, 'invalid_json'])
    }
  })

  it('refuses more than 64 kB, announced or not (body_too_large)', async () => {
    const announced = await setup(echo).call({
      body: '{}',
      headers: { 'content-length': String(BODY_LIMIT_BYTES + 1) },
    })
    expect([announced.status, await code(announced)]).toEqual([413, 'body_too_large'])
    const body = `{"amount_cents": 5, "pad": "${'x'.repeat(BODY_LIMIT_BYTES)}"}`
    const streamed = await setup(echo).call({ body })
    expect([streamed.status, await code(streamed)]).toEqual([413, 'body_too_large'])
  })

  it('hands over the exact text for signatures', async () => {
    const body = '{ "a":1,  "ä": "€" }\n'
    const response = await setup(({ text }) => text()).call({ body })
    expect(await response.json()).toBe(body)
  })
})

describe('origins', () => {
  it('answers a preflight of our pages', async () => {
    const response = await setup(echo).call({ method: 'OPTIONS', headers: { origin: ORIGIN } })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
  })

  it('refuses other pages before the endpoint runs (origin_not_allowed)', async () => {
    let ran = false
    const { call } = setup(async () => {
      ran = true
    })
    for (const origin of ['https://evil.test', 'null', `${ORIGIN}.evil.test`]) {
      const response = await call({ body: '{}', headers: { origin } })
      expect([response.status, await code(response)]).toEqual([403, 'origin_not_allowed'])
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(ran).toBe(false)
  })
})

describe('errors', () => {
  it('keeps code, message and details of an expected error', async () => {
    const { call } = setup(() => Promise.reject(new HttpError(409, 'taken', 'Gone', { by: 'x' })))
    const response = await call({ headers: { 'x-request-id': 'request-0001' } })
    expect(response.status).toBe(409)
    expect(await response.json()).toEqual({
      error: { code: 'taken', message: 'Gone', details: { by: 'x' }, request_id: 'request-0001' },
    })
  })

  it('says nothing about an unexpected one, but logs it (internal)', async () => {
    const { call, lines } = setup(() => Promise.reject(new Error('column secret_price')))
    const response = await call()
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text).error.code).toBe('internal')
    expect(text).not.toContain('secret_price')
    expect(lines.join()).toContain('secret_price')
  })
})

describe('log', () => {
  it('writes one JSON line per request with its id', async () => {
    const { call, lines } = setup(async () => ({}))
    const response = await call()
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      function: 'echo',
      method: 'POST',
      status: 200,
      request_id: response.headers.get('x-request-id'),
    })
  })

  it('takes an id from in front only if it cannot forge a line', async () => {
    const { call } = setup(async () => ({}))
    const forged = await call({ headers: { 'x-request-id': 'a" b {injected}' } })
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('redacts secrets by name and by shape', async () => {
    const { call, lines } = setup(async ({ log }) => {
      log('info', 'with secrets', {
        stripe_secret_key: 'plain',
        headers: { Authorization: 'Bearer abc', accept: 'json' },
        text: 'key sk_live_abc123 and eyJhbGciOi.eyJzdWIi.c2ln and postgres://me:pw1@host/db',
        hook: ['whsec_abc+/='],
      })
    })
    await call()
    const line = lines.join()
    for (const secret of [
      'plain',
      'Bearer abc',
      'sk_live_abc123',
      'eyJzdWIi',
      'pw1',
      'whsec_abc',
    ]) {
      expect(line).not.toContain(secret)
    }
    expect(line).toContain('"accept":"json"')
  })
})
