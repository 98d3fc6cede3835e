import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AuthDatabase,
  CALLBACK_URL,
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

describe('signInWithOtp', () => {
  it('signs in a known address by code', async () => {
    const { email, id } = await auth.createUser()
    expect((await auth.client().auth.signInWithOtp({ email })).error).toBeNull()
    const mail = auth.lastMail(email)
    expect(new URL(mail.link).searchParams.get('type')).toBe('magiclink')
    const { data, error } = await auth
      .client()
      .auth.verifyOtp({ email, token: mail.code, type: 'email' })
    expect(error).toBeNull()
    expect(data.user?.id).toBe(id)
  })

  it('signs up an unknown address; its first mail is the confirmation', async () => {
    const email = newEmail()
    const { error } = await auth
      .client()
      .auth.signInWithOtp({ email, options: { data: { handle: 'New' } } })
    expect(error).toBeNull()
    const mail = auth.lastMail(email)
    expect(new URL(mail.link).searchParams.get('type')).toBe('signup')
    const { data } = await auth.client().auth.verifyOtp({ email, token: mail.code, type: 'email' })
    expect(data.user?.user_metadata).toMatchObject({ handle: 'New', email_verified: true })
  })

  it('signs up and sends a magic link where addresses need no confirmation, without opening a session', async () => {
    const open = await startAuth(database, { confirmationsEnabled: false })
    try {
      const email = newEmail()
      await open.client().auth.signInWithOtp({ email })
      expect(new URL(open.lastMail(email).link).searchParams.get('type')).toBe('magiclink')
      const [row] = await database.sql`
        select count(*)::int as n from auth.sessions s join auth.users u on u.id = s.user_id where u.email = ${email}`
      expect(row?.n).toBe(0)
    } finally {
      await open.stop()
    }
  })

  it('refuses unknown addresses when asked not to create users (otp_disabled)', async () => {
    const { error } = await auth.client().auth.signInWithOtp({
      email: newEmail(),
      options: { shouldCreateUser: false },
    })
    expect(error).toMatchObject({ status: 422, code: 'otp_disabled' })
  })

  it('refuses wrong codes and codes of others (otp_expired)', async () => {
    const [mine, theirs] = [await auth.createUser(), await auth.createUser()]
    await auth.client().auth.signInWithOtp({ email: mine.email })
    await auth.client().auth.signInWithOtp({ email: theirs.email })
    const code = auth.lastMail(theirs.email).code
    const { error } = await auth
      .client()
      .auth.verifyOtp({ email: mine.email, token: `x${code}`, type: 'email' })
    expect(error).toMatchObject({ status: 403, code: 'otp_expired' })
    const unknown = await auth
      .client()
      .auth.verifyOtp({ email: newEmail(), token: code, type: 'email' })
    expect(unknown.error).toMatchObject({ status: 403, code: 'otp_expired' })
  })

  it('accepts the hash of the link as token_hash, once', async () => {
    const { email } = await auth.createUser()
    await auth.client().auth.signInWithOtp({ email })
    const hash = { token_hash: auth.lastMail(email).tokenHash, type: 'email' } as const
    expect((await auth.client().auth.verifyOtp(hash)).data.session).not.toBeNull()
    expect((await auth.client().auth.verifyOtp(hash)).error).toMatchObject({ code: 'otp_expired' })
  })

  it('refuses a link of another type than it was made for (otp_expired)', async () => {
    const { email } = await auth.createUser()
    await auth.client().auth.signInWithOtp({ email })
    const token_hash = auth.lastMail(email).tokenHash
    const { error } = await auth.client().auth.verifyOtp({ token_hash, type: 'signup' })
    expect(error).toMatchObject({ code: 'otp_expired' })
  })

  it('refuses banned users (user_banned)', async () => {
    const { email, id } = await auth.createUser()
    await auth.client().auth.signInWithOtp({ email })
    await auth.admin.auth.admin.updateUserById(id, { ban_duration: '1h' })
    const target = await auth.follow(auth.lastMail(email).link)
    expect(target.hash).toContain('error_code=user_banned')
  })

  it('refuses phones (phone_provider_disabled)', async () => {
    const { error } = await auth.client().auth.signInWithOtp({ phone: '+4915112345678' })
    expect(error).toMatchObject({ status: 400, code: 'phone_provider_disabled' })
  })
})

describe('PKCE', () => {
  async function linkFor(client: ReturnType<RunningAuth['client']>, email: string) {
    const { error } = await client.auth.signInWithOtp({
      email,
      options: { emailRedirectTo: `${CALLBACK_URL}?next=%2Flive` },
    })
    if (error) throw error
    return auth.lastMail(email).link
  }

  it('brings a code in the query, and nothing in the fragment', async () => {
    const { email, id } = await auth.createUser()
    const client = auth.client('pkce')
    const target = await auth.follow(await linkFor(client, email))
    expect(target.hash).toBe('')
    expect(target.searchParams.get('next')).toBe('/live')
    const { data, error } = await client.auth.exchangeCodeForSession(
      target.searchParams.get('code') ?? '',
    )
    expect(error).toBeNull()
    expect(data.user?.id).toBe(id)
    expect(decodeJwt(data.session?.access_token ?? '').amr).toMatchObject([{ method: 'magiclink' }])
  })

  it('confirms a sign-up', async () => {
    const email = newEmail()
    const client = auth.client('pkce')
    await client.auth.signUp({
      email,
      password: PASSWORD,
      options: { emailRedirectTo: CALLBACK_URL },
    })
    const target = await auth.follow(auth.lastMail(email).link)
    const { data } = await client.auth.exchangeCodeForSession(target.searchParams.get('code') ?? '')
    expect(decodeJwt(data.session?.access_token ?? '').amr).toMatchObject([
      { method: 'email/signup' },
    ])
  })

  const exchange = (auth_code: string, code_verifier: string) =>
    auth.call('/token?grant_type=pkce', {
      method: 'POST',
      body: JSON.stringify({ auth_code, code_verifier }),
    })

  it('refuses a wrong verifier (bad_code_verifier) and leaves the code usable', async () => {
    const { email } = await auth.createUser()
    const client = auth.client('pkce')
    const target = await auth.follow(await linkFor(client, email))
    const code = target.searchParams.get('code') ?? ''
    const wrong = await exchange(code, 'a'.repeat(56))
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ error_code: 'bad_code_verifier' })
    expect((await client.auth.exchangeCodeForSession(code)).error).toBeNull()
  })

  it('exchanges a code once (flow_state_not_found)', async () => {
    const { email } = await auth.createUser()
    const client = auth.client('pkce')
    const target = await auth.follow(await linkFor(client, email))
    const code = target.searchParams.get('code') ?? ''
    await client.auth.exchangeCodeForSession(code)
    const again = await exchange(code, 'a'.repeat(56))
    expect(again.status).toBe(404)
    expect(await again.json()).toMatchObject({ error_code: 'flow_state_not_found' })
  })

  it('refuses invented codes (flow_state_not_found) and late ones (flow_state_expired)', async () => {
    const invented = await exchange('not-a-code', 'a'.repeat(56))
    expect(await invented.json()).toMatchObject({ error_code: 'flow_state_not_found' })
    const { email } = await auth.createUser()
    const client = auth.client('pkce')
    const target = await auth.follow(await linkFor(client, email))
    await database.sql`update auth.flow_state set auth_code_issued_at = now() - interval '6 minutes'`
    const late = await client.auth.exchangeCodeForSession(target.searchParams.get('code') ?? '')
    expect(late.error).toMatchObject({ status: 422, code: 'flow_state_expired' })
  })

  it.each([
    ['a challenge without a method', { code_challenge: 'a'.repeat(43) }],
    ['a short challenge', { code_challenge: 'abc', code_challenge_method: 's256' }],
    ['an unknown method', { code_challenge: 'a'.repeat(43), code_challenge_method: 'md5' }],
  ])('refuses %s (validation_failed)', async (_name, challenge) => {
    const body = JSON.stringify({ email: newEmail(), ...challenge })
    const response = await auth.call('/otp', { method: 'POST', body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'validation_failed' })
  })

  it('puts errors into query and fragment', async () => {
    const { email } = await auth.createUser()
    const link = await linkFor(auth.client('pkce'), email)
    await auth.follow(link)
    const target = await auth.follow(link)
    expect(target.searchParams.get('error_code')).toBe('otp_expired')
    expect(new URLSearchParams(target.hash.slice(1)).get('error_code')).toBe('otp_expired')
  })

  it('lets the code of the same mail be typed instead', async () => {
    const { email } = await auth.createUser()
    await linkFor(auth.client('pkce'), email)
    const { data } = await auth
      .client()
      .auth.verifyOtp({ email, token: auth.lastMail(email).code, type: 'email' })
    expect(data.session).not.toBeNull()
  })
})

describe('resetPasswordForEmail', () => {
  it('signs in by link, after which a new password can be set', async () => {
    const { email } = await auth.createUser()
    const client = auth.client('pkce')
    await client.auth.resetPasswordForEmail(email, { redirectTo: CALLBACK_URL })
    const target = await auth.follow(auth.lastMail(email).link)
    const { error } = await client.auth.exchangeCodeForSession(
      target.searchParams.get('code') ?? '',
    )
    expect(error).toBeNull()
    expect((await client.auth.updateUser({ password: 'a-brand-new-password' })).error).toBeNull()
    const { data } = await auth
      .client()
      .auth.signInWithPassword({ email, password: 'a-brand-new-password' })
    expect(data.session).not.toBeNull()
  })

  it('says in the implicit fragment that this is a recovery', async () => {
    const { email } = await auth.createUser()
    await auth.client().auth.resetPasswordForEmail(email)
    const target = await auth.follow(auth.lastMail(email).link)
    expect(new URLSearchParams(target.hash.slice(1)).get('type')).toBe('recovery')
  })

  it('answers unknown addresses as known ones, and sends nothing', async () => {
    const email = newEmail()
    const { data, error } = await auth.client().auth.resetPasswordForEmail(email)
    expect({ data, error }).toEqual({ data: {}, error: null })
    expect(auth.mailsTo(email)).toEqual([])
  })
})

describe('resend', () => {
  it('answers confirmed and unknown addresses alike, and sends nothing', async () => {
    const { email } = await auth.createUser()
    const strangers = newEmail()
    for (const address of [email, strangers]) {
      expect((await auth.client().auth.resend({ type: 'signup', email: address })).error).toBeNull()
      expect(auth.mailsTo(address)).toEqual([])
    }
  })

  it.each([
    ['an unknown type', { type: 'recovery', email: 'a@mail.test' }, 'validation_failed'],
    ['no address', { type: 'signup' }, 'validation_failed'],
    ['a phone', { type: 'sms', phone: '+4915112345678' }, 'phone_provider_disabled'],
  ])('refuses %s', async (_name, body, code) => {
    const response = await auth.call('/resend', { method: 'POST', body: JSON.stringify(body) })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: code })
  })
})
