import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AuthDatabase,
  newEmail,
  PASSWORD,
  type RunningAuth,
  startAuth,
  startAuthDatabase,
} from './testing/harness.ts'

let database: AuthDatabase
let auth: RunningAuth

beforeAll(async () => {
  database = await startAuthDatabase()
  auth = await startAuth(database)
})

afterAll(async () => {
  await auth?.stop()
  await database?.stop()
})

const refresh = (token: string, service = auth) =>
  service.call('/token?grant_type=refresh_token', {
    method: 'POST',
    body: JSON.stringify({ refresh_token: token }),
  })

async function refreshed(token: string, service = auth): Promise<string> {
  const response = await refresh(token, service)
  const body: { refresh_token?: string } = await response.json()
  if (!body.refresh_token) throw new Error(`no refresh token: ${JSON.stringify(body)}`)
  return body.refresh_token
}

async function signIn(service = auth) {
  const user = await service.createUser()
  const client = service.client()
  const { data, error } = await client.auth.signInWithPassword({
    email: user.email,
    password: PASSWORD,
  })
  if (!data.session) throw error
  return { ...user, client, session: data.session }
}

describe('signInWithPassword', () => {
  it('answers a session and a token with the claims of hosted Auth', async () => {
    const { session, id, email } = await signIn()
    expect(session).toMatchObject({ token_type: 'bearer', expires_in: 3600 })
    expect(session.refresh_token).toMatch(/^[a-z0-9]{12}$/)
    expect(decodeProtectedHeader(session.access_token)).toEqual({ alg: 'HS256', typ: 'JWT' })
    const claims = decodeJwt(session.access_token)
    expect(claims).toEqual({
      iss: `${auth.apiUrl}/auth/v1`,
      sub: id,
      aud: 'authenticated',
      exp: session.expires_at,
      iat: (session.expires_at ?? 0) - 3600,
      email,
      phone: '',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { email_verified: true },
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: expect.any(Number) }],
      session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      is_anonymous: false,
    })
  })

  it('remembers the session with its address and browser, and when the user came', async () => {
    const { id, session } = await signIn()
    const [row] = await database.sql`
      select s.aal, s.not_after, host(s.ip) as ip, s.user_agent, u.last_sign_in_at from auth.sessions s
      join auth.users u on u.id = s.user_id where s.id = ${String(decodeJwt(session.access_token).session_id)}`
    expect(row).toMatchObject({
      aal: 'aal1',
      not_after: null,
      ip: '127.0.0.1',
      user_agent: expect.any(String),
    })
    expect(row?.last_sign_in_at).not.toBeNull()
    expect(id).toBe(session.user.id)
  })

  it.each([
    ['a wrong password', async () => (await auth.createUser()).email],
    ['an unknown address', async () => newEmail()],
  ])('answers %s with the same words (invalid_credentials)', async (_name, address) => {
    const { error } = await auth
      .client()
      .auth.signInWithPassword({ email: await address(), password: 'wrong-wrong-wrong' })
    expect(error).toMatchObject({
      status: 400,
      code: 'invalid_credentials',
      message: 'Invalid login credentials',
    })
  })

  it('refuses accounts without a password (invalid_credentials)', async () => {
    const email = newEmail()
    await auth.admin.auth.admin.inviteUserByEmail(email)
    const { error } = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(error).toMatchObject({ code: 'invalid_credentials' })
  })

  it('tells only those who know the password that they are banned (user_banned)', async () => {
    const { email, id } = await auth.createUser()
    await auth.admin.auth.admin.updateUserById(id, { ban_duration: '1h30m' })
    const known = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(known.error).toMatchObject({ status: 400, code: 'user_banned' })
    const unknown = await auth
      .client()
      .auth.signInWithPassword({ email, password: 'wrong-wrong-wrong' })
    expect(unknown.error).toMatchObject({ code: 'invalid_credentials' })
    await auth.admin.auth.admin.updateUserById(id, { ban_duration: 'none' })
    const lifted = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(lifted.error).toBeNull()
  })

  it('mentions that a password is weak by newer rules', async () => {
    const strict = await startAuth(database, { minimumPasswordLength: 30 })
    try {
      const { email } = await auth.createUser()
      const { data } = await strict.client().auth.signInWithPassword({ email, password: PASSWORD })
      expect(data.session).not.toBeNull()
      expect(data.weakPassword).toMatchObject({ reasons: ['length'] })
    } finally {
      await strict.stop()
    }
  })

  it('refuses unknown grants (invalid_credentials) and phones (phone_provider_disabled)', async () => {
    const grant = await auth.call('/token?grant_type=magic', { method: 'POST', body: '{}' })
    expect(await grant.json()).toEqual({
      code: 400,
      error_code: 'invalid_credentials',
      msg: 'unsupported_grant_type',
    })
    const phone = await auth
      .client()
      .auth.signInWithPassword({ phone: '+49151', password: PASSWORD })
    expect(phone.error).toMatchObject({ status: 422, code: 'phone_provider_disabled' })
  })
})

describe('refreshSession', () => {
  it('rotates the token and keeps the session', async () => {
    const { client, session } = await signIn()
    const { data, error } = await client.auth.refreshSession()
    expect(error).toBeNull()
    expect(data.session?.refresh_token).not.toBe(session.refresh_token)
    const [before, after] = [session.access_token, data.session?.access_token ?? ''].map(decodeJwt)
    expect(after?.session_id).toBe(before?.session_id)
    expect(after?.amr).toMatchObject([{ method: 'password' }])
  })

  it('gives concurrent refreshes of one token the same successor', async () => {
    await auth.warmUp()
    const { session } = await signIn()
    let token = session.refresh_token
    for (let round = 1; round <= 5; round++) {
      const successors = await Promise.all(Array.from({ length: 8 }, () => refreshed(token)))
      expect(new Set(successors).size).toBe(1)
      token = successors[0] ?? ''
    }
    const [row] = await database.sql`
      select count(*) filter (where not revoked)::int as active, count(*)::int as all
      from auth.refresh_tokens where session_id = ${String(decodeJwt(session.access_token).session_id)}`
    expect(row).toEqual({ active: 1, all: 6 })
  })

  it('accepts the parent of the active token: the client never got the answer', async () => {
    const strict = await startAuth(database, { refreshTokenReuseInterval: 0 })
    try {
      const { session } = await signIn(strict)
      const next = await refreshed(session.refresh_token, strict)
      expect(await refreshed(session.refresh_token, strict)).toBe(next)
    } finally {
      await strict.stop()
    }
  })

  it('ends the whole family when an older token comes back (refresh_token_already_used)', async () => {
    const strict = await startAuth(database, { refreshTokenReuseInterval: 0 })
    try {
      const { session } = await signIn(strict)
      const second = await refreshed(session.refresh_token, strict)
      const third = await refreshed(second, strict)
      for (const token of [session.refresh_token, second, third]) {
        const { error } = await strict.client().auth.refreshSession({ refresh_token: token })
        expect(error).toMatchObject({ status: 400, code: 'refresh_token_already_used' })
      }
    } finally {
      await strict.stop()
    }
  })

  it('keeps the family ended even within the reuse interval', async () => {
    const { session } = await signIn()
    const second = await refreshed(session.refresh_token)
    const third = await refreshed(second)
    await database.sql`
      update auth.refresh_tokens set updated_at = now() - interval '11 seconds' where token = ${session.refresh_token}`
    expect((await refresh(session.refresh_token)).status).toBe(400)
    expect(await (await refresh(third)).json()).toMatchObject({
      error_code: 'refresh_token_already_used',
    })
  })

  it.each([
    ['unknown tokens', 'abcdefghijkl', 'refresh_token_not_found'],
    ['tokens of another form', 'NOT-A-TOKEN!', 'validation_failed'],
    ['an empty token', '', 'validation_failed'],
  ])('refuses %s', async (_name, token, code) => {
    const response = await refresh(token)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: code })
  })

  it('refuses banned users (user_banned) and sessions past their end (session_expired)', async () => {
    const banned = await signIn()
    await auth.admin.auth.admin.updateUserById(banned.id, { ban_duration: '1h' })
    const first = await banned.client.auth.refreshSession()
    expect(first.error).toMatchObject({ status: 400, code: 'user_banned' })

    const timed = await signIn()
    await database.sql`update auth.sessions set not_after = now() - interval '1 second' where user_id = ${timed.id}`
    const second = await timed.client.auth.refreshSession()
    expect(second.error).toMatchObject({ status: 400, code: 'session_expired' })
  })
})

describe('signOut', () => {
  async function threeSessions() {
    const { email } = await auth.createUser()
    const clients = [auth.client(), auth.client(), auth.client()] as const
    const tokens: string[] = []
    for (const client of clients) {
      const { data } = await client.auth.signInWithPassword({ email, password: PASSWORD })
      tokens.push(data.session?.access_token ?? '')
    }
    const alive = async () =>
      Promise.all(tokens.map(async (token) => (await auth.call('/user', { token })).status === 200))
    return { clients, alive, tokens }
  }

  it.each([
    ['global', [false, false, false]],
    ['local', [false, true, true]],
    ['others', [true, false, false]],
  ] as const)('with scope %s ends the right sessions', async (scope, expected) => {
    const { clients, alive } = await threeSessions()
    expect(await alive()).toEqual([true, true, true])
    const { error } = await clients[0].auth.signOut({ scope })
    expect(error).toBeNull()
    expect(await alive()).toEqual(expected)
  })

  it('makes the access token of the ended session worthless (session_not_found)', async () => {
    const { clients, tokens } = await threeSessions()
    await clients[0].auth.signOut({ scope: 'local' })
    const response = await auth.call('/user', { token: tokens[0] ?? '' })
    expect(response.status).toBe(403)
    expect(await response.json()).toEqual({
      code: 403,
      error_code: 'session_not_found',
      msg: 'Session from session_id claim in JWT does not exist',
    })
    const { error } = await auth.client().auth.getUser(tokens[0])
    expect(error?.name).toBe('AuthSessionMissingError')
  })

  it('ends the refresh tokens with the session (refresh_token_not_found)', async () => {
    const { session, client } = await signIn()
    await client.auth.signOut()
    expect(await (await refresh(session.refresh_token)).json()).toMatchObject({
      error_code: 'refresh_token_not_found',
    })
  })

  it('refuses unknown scopes (validation_failed)', async () => {
    const { session } = await signIn()
    const response = await auth.call('/logout?scope=mine', {
      method: 'POST',
      token: session.access_token,
    })
    expect(await response.json()).toMatchObject({ error_code: 'validation_failed' })
  })
})
