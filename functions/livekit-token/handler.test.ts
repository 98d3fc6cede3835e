import { TokenVerifier } from 'livekit-server-sdk'
import { describe, expect, it } from 'vitest'
import { HttpError } from '../_shared/errors.ts'
import { TEST_LIVEKIT } from '../_shared/livekit/testing.ts'
import type { StreamAccess } from '../_shared/livekit/token.ts'
import { createLivekitToken, type LivekitTokenDependencies } from './handler.ts'

const SHOW = '0ec03d87-20a4-4abb-97d9-8ccc47a8da61'
const ACCESS: StreamAccess = { room: SHOW, role: 'viewer', identity: 'bea.1', name: 'bea' }

function functionWith(change: Partial<LivekitTokenDependencies> = {}) {
  const asked: { showId: string; guest: string | null }[] = []
  const lines: string[] = []
  const handler = createLivekitToken({
    livekit: TEST_LIVEKIT,
    allowedOrigins: [],
    write: (line) => lines.push(line),
    now: Date.now,
    isSignedIn: async (request) => request.headers.has('authorization'),
    access: async (_request, showId, guest) => {
      asked.push({ showId, guest })
      return ACCESS
    },
    ...change,
  })
  async function call(body: unknown, headers: Record<string, string> = {}) {
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await handler(new Request('http://localhost/livekit-token', init))
    return { status: response.status, body: await response.json() }
  }
  return { call, asked, lines }
}

const refusing = (error: unknown) => functionWith({ access: () => Promise.reject(error) })
const session = { authorization: 'Bearer eyJ' }

describe('livekit-token', () => {
  it('signs what the database decided', async () => {
    const { call, asked, lines } = functionWith()
    const { status, body } = await call({ show_id: SHOW }, session)
    expect(status).toBe(200)
    expect(body).toMatchObject({ url: 'wss://video.test', identity: 'bea.1', role: 'viewer' })
    const { apiKey, apiSecret } = TEST_LIVEKIT
    const claims = await new TokenVerifier(apiKey, apiSecret).verify(body.token)
    expect(claims).toMatchObject({ sub: 'bea.1', video: { room: SHOW, canPublish: false } })
    expect(asked).toEqual([{ showId: SHOW, guest: null }])
    expect(lines.join()).not.toContain(body.token)
  })

  it('knows visitors by a keyed digest of the address that the edge saw, not by their word', async () => {
    const { call, asked } = functionWith()
    await call({ show_id: SHOW }, { 'x-forwarded-for': '1.1.1.1, 9.9.9.9' })
    await call({ show_id: SHOW }, { 'x-forwarded-for': '2.2.2.2, 9.9.9.9' })
    await call({ show_id: SHOW }, { 'x-forwarded-for': '1.1.1.1, 8.8.8.8' })
    await call({ show_id: SHOW }, {})
    const [first, second, third, none] = asked.map(({ guest }) => guest)
    expect(first).toMatch(/^[0-9a-f]{64}$/)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
    expect(none).not.toBe(first)
  })

  it.each([
    ['KBANN', 403, null],
    ['STATE', 409, { status: 'ended' }],
    ['NOFND', 404, null],
    ['RTLIM', 429, { retry_after_ms: 500 }],
  ])('passes the database’s %s on as %i', async (code, status, details) => {
    const raised = new HttpError(status, code, 'No.', details)
    const answer = await refusing(raised).call({ show_id: SHOW }, session)
    expect(answer.status).toBe(status)
    expect(answer.body.error).toMatchObject({ code, message: 'No.', details })
  })

  it('hides what went wrong on our side (internal)', async () => {
    const { call, lines } = refusing(new Error('secret schema'))
    const answer = await call({ show_id: SHOW }, session)
    expect([answer.status, answer.body.error.code]).toEqual([500, 'internal'])
    expect(JSON.stringify(answer.body)).not.toContain('secret schema')
    expect(lines.join()).toContain('"status":500')
  })

  it.each([[{}], [{ show_id: 'x' }], [{ show_id: null }], [[]]])(
    'refuses %j (invalid_input)',
    async (body) => {
      const { call, asked } = functionWith()
      const answer = await call(body, session)
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input'])
      expect(asked).toEqual([])
    },
  )

  it('refuses a bad session instead of letting it watch as nobody (unauthorized)', async () => {
    const bad = () => Promise.reject(new HttpError(401, 'unauthorized', 'Sign in first'))
    const { call, asked } = functionWith({ isSignedIn: bad })
    expect((await call({ show_id: SHOW }, session)).status).toBe(401)
    expect(asked).toEqual([])
  })

  it('says when there is no video server (video_unavailable)', async () => {
    const answer = await functionWith({ livekit: null }).call({ show_id: SHOW }, session)
    expect([answer.status, answer.body.error.code]).toEqual([503, 'video_unavailable'])
  })
})
