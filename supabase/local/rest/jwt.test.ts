import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { RestError } from './errors.ts'
import { createAuthenticator } from './jwt.ts'

const SECRET = 'a-secret-for-these-tests-with-more-than-32-characters'
const now = () => Math.floor(Date.now() / 1000)

function sign(claims: Record<string, unknown>, secret = SECRET, algorithm = 'HS256') {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .sign(new TextEncoder().encode(secret))
}

async function refusal(authorization: string) {
  try {
    await createAuthenticator(SECRET)(authorization)
  } catch (error) {
    if (error instanceof RestError) return error
    throw error
  }
  throw new Error('the token was accepted')
}

afterEach(() => {
  vi.useRealTimers()
})

describe('accepted', () => {
  it('no token, and anything that is not a bearer token, is anon', async () => {
    const authenticate = createAuthenticator(SECRET)
    expect(await authenticate(null)).toEqual({ role: 'anon', claims: '{"role":"anon"}' })
    expect((await authenticate('Basic abc')).role).toBe('anon')
  })

  it('a signed token brings its role and all claims', async () => {
    const token = await sign({ role: 'authenticated', sub: 'x', exp: now() + 60, app: { a: 1 } })
    const identity = await createAuthenticator(SECRET)(`Bearer ${token}`)
    expect(identity.role).toBe('authenticated')
    expect(JSON.parse(identity.claims)).toMatchObject({ sub: 'x', app: { a: 1 } })
  })

  it('a token without a role is anon', async () => {
    const identity = await createAuthenticator(SECRET)(`Bearer ${await sign({ sub: 'x' })}`)
    expect(identity).toEqual({ role: 'anon', claims: '{"sub":"x","role":"anon"}' })
  })

  it('a token within 30 s of its expiry still counts', async () => {
    const token = await sign({ role: 'anon', exp: now() - 20 })
    expect((await createAuthenticator(SECRET)(`Bearer ${token}`)).role).toBe('anon')
  })
})

describe('refused', () => {
  it.each<[string, string, string, () => Promise<string> | string]>([
    ['an expired token', 'PGRST303', 'JWT expired', () => sign({ exp: now() - 60 })],
    ['a token of the future', 'PGRST303', 'JWT not yet valid', () => sign({ nbf: now() + 90 })],
    [
      'a token issued in the future',
      'PGRST303',
      'JWT issued at future',
      () => sign({ iat: now() + 90 }),
    ],
    [
      'a non-numeric exp',
      'PGRST303',
      "The JWT 'exp' claim must be a number",
      () => sign({ exp: 'soon' as unknown }),
    ],
    [
      'another secret',
      'PGRST301',
      'No suitable key or wrong key type',
      () => sign({}, `${SECRET}!`),
    ],
    [
      'another algorithm',
      'PGRST301',
      'No suitable key or wrong key type',
      () => sign({}, SECRET.repeat(2), 'HS512'),
    ],
    [
      'no signature',
      'PGRST301',
      'Wrong or unsupported encoding algorithm',
      () => new UnsecuredJWT({ role: 'service_role' }).encode(),
    ],
    ['two parts', 'PGRST301', 'Expected 3 parts in JWT; got 2', () => 'a.b'],
    ['garbage', 'PGRST301', 'JWT cryptographic operation failed', () => 'a.b.c'],
    ['an empty token', 'PGRST301', 'Empty JWT is sent in Authorization header', () => ''],
  ])('%s: 401 %s %s', async (_, code, message, token) => {
    const error = await refusal(`Bearer ${await token()}`)
    expect([error.status, error.body.code, error.message]).toEqual([401, code, message])
    expect(error.headers['www-authenticate']).toContain('invalid_token')
  })

  it.each(['postgres', 'supabase_admin', 'authenticator', 'supabase_auth_admin', 5])(
    'the role %s, even with a good signature: 403 42501',
    async (role) => {
      const error = await refusal(`Bearer ${await sign({ role })}`)
      expect([error.status, error.body.code]).toEqual([403, '42501'])
    },
  )

  it('a changed payload under an old signature', async () => {
    const [head, , signature] = (await sign({ role: 'anon' })).split('.')
    const payload = Buffer.from('{"role":"service_role"}').toString('base64url')
    expect((await refusal(`Bearer ${head}.${payload}.${signature}`)).body.code).toBe('PGRST301')
  })
})

it('a remembered token expires like any other', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const authenticate = createAuthenticator(SECRET)
  const bearer = `Bearer ${await sign({ role: 'authenticated', exp: now() + 60 })}`
  expect((await authenticate(bearer)).role).toBe('authenticated')
  expect((await authenticate(bearer)).role).toBe('authenticated')
  vi.setSystemTime(Date.now() + 100_000)
  expect(() => authenticate(bearer)).toThrow('JWT expired')
})
