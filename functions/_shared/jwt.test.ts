import { createClient } from '@supabase/supabase-js'
import { describe, expect, it } from 'vitest'
import { bearerToken, createVerifier, requireSecretKey } from './jwt.ts'

const USER = 'a11ce000-0000-4000-8000-000000000001'

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A token signed with a shared secret: only Auth can judge it, so Auth is asked. */
function token(claims: object): string {
  const payload = { sub: USER, role: 'authenticated', exp: Date.now() / 1000 + 60, ...claims }
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}.${encode({})}`
}

/** Auth as seen from here: it knows exactly the tokens in `valid`. */
function verifier(valid: string[], status = 403) {
  const asked: string[] = []
  const fakeAuth: typeof fetch = async (_input, init) => {
    const bearer = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    asked.push(bearer)
    return valid.includes(bearer)
      ? Response.json({ id: USER })
      : Response.json({ code: status, error_code: 'bad_jwt', msg: 'invalid' }, { status })
  }
  const client = createClient('http://auth.test', 'sb_publishable_x', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: fakeAuth },
  })
  const verify = createVerifier(client)
  return {
    asked,
    call: (authorization?: string) =>
      verify(new Request('http://f.test', authorization ? { headers: { authorization } } : {})),
  }
}

describe('bearerToken', () => {
  const anon = token({ role: 'anon', sub: undefined })
  const sent = (text: string, keys: { publishable: string; anon?: string }) =>
    bearerToken(new Request('http://f.test', { headers: { authorization: `Bearer ${text}` } }), {
      SUPABASE_PUBLISHABLE_KEY: keys.publishable,
      SUPABASE_ANON_KEY: keys.anon,
    })

  it('is the session that somebody has', () => {
    const session = token({})
    expect(sent(session, { publishable: anon })).toBe(session)
    expect(sent(session, { publishable: 'sb_publishable_x', anon })).toBe(session)
    expect(sent(session, { publishable: 'sb_publishable_x' })).toBe(session)
  })

  it.each([
    ['a publishable key', 'sb_publishable_x', { publishable: 'sb_publishable_x' }],
    ['a legacy key, the only one', anon, { publishable: anon }],
    ['a legacy key beside a new one', anon, { publishable: 'sb_publishable_x', anon }],
  ])('is nobody’s when %s is in its place', (_, text, keys) => {
    expect(sent(text, keys)).toBeNull()
  })
})

describe('createVerifier', () => {
  it('says who calls and with which assurance', async () => {
    const good = token({ aal: 'aal2', email: 'a@b.test', session_id: 's1' })
    expect(await verifier([good]).call(`Bearer ${good}`)).toEqual({
      id: USER,
      email: 'a@b.test',
      aal: 'aal2',
      sessionId: 's1',
      token: good,
    })
  })

  it.each([
    ['no header', undefined],
    ['another scheme', 'Basic abc'],
    ['an API key', 'Bearer sb_publishable_x'],
    ['garbage', 'Bearer abc'],
  ])('refuses %s without asking Auth (unauthorized)', async (_, authorization) => {
    const { call, asked } = verifier([])
    await expect(call(authorization)).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
    expect(asked).toEqual([])
  })

  it('refuses a token that Auth does not know, and an expired one (unauthorized)', async () => {
    const expired = token({ exp: 1 })
    for (const bad of [token({}), expired]) {
      await expect(verifier([expired]).call(`Bearer ${bad}`)).rejects.toMatchObject({ status: 401 })
    }
  })

  it('refuses tokens of other roles (unauthorized)', async () => {
    for (const role of ['anon', 'service_role']) {
      const other = token({ role })
      await expect(verifier([other]).call(`Bearer ${other}`)).rejects.toMatchObject({ status: 401 })
    }
  })

  it('does not call it the fault of the caller when Auth is away', async () => {
    const call = verifier([], 503).call(`Bearer ${token({})}`)
    await expect(call).rejects.toMatchObject({ name: 'AuthRetryableFetchError' })
  })
})

describe('requireSecretKey', () => {
  const request = (headers: Record<string, string>) => new Request('http://f.test', { headers })

  it('accepts the key in either header', async () => {
    await requireSecretKey(request({ apikey: 'sb_secret_1' }), 'sb_secret_1')
    await requireSecretKey(request({ authorization: 'Bearer sb_secret_1' }), 'sb_secret_1')
  })

  it('refuses every other (unauthorized)', async () => {
    for (const headers of [
      {},
      { apikey: 'sb_secret_2' },
      { apikey: '' },
      { authorization: 'Bearer x' },
    ]) {
      await expect(requireSecretKey(request({ ...headers }), 'sb_secret_1')).rejects.toMatchObject({
        status: 401,
      })
    }
  })
})
