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

async function userRow(email: string) {
  const [row] = await database.sql`
    select u.*, (select json_agg(i.*) from auth.identities i where i.user_id = u.id) as identities,
      (select count(*)::int from auth.one_time_tokens t where t.user_id = u.id) as tokens
    from auth.users u where email = ${email}`
  return row
}

describe('signUp', () => {
  it('sends a link and a code and gives no session before the address is confirmed', async () => {
    const email = newEmail()
    const { data, error } = await auth.client().auth.signUp({
      email: email.toUpperCase(),
      password: PASSWORD,
      options: { data: { handle: 'Ada' }, emailRedirectTo: CALLBACK_URL },
    })
    expect(error).toBeNull()
    expect(data.session).toBeNull()
    expect(data.user).toMatchObject({
      email,
      aud: 'authenticated',
      role: 'authenticated',
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: { handle: 'Ada', email, email_verified: false },
    })
    expect(data.user?.identities).toHaveLength(1)
    expect(data.user?.email_confirmed_at).toBeUndefined()

    const mail = auth.lastMail(email)
    expect(mail.code).toMatch(/^\d{6}$/)
    const link = new URL(mail.link)
    expect(link.origin + link.pathname).toBe(`${auth.apiUrl}/auth/v1/verify`)
    expect(link.searchParams.get('type')).toBe('signup')
    expect(link.searchParams.get('redirect_to')).toBe(CALLBACK_URL)
  })

  it('stores bcrypt and hashes only, never the password, the code or a token in clear', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const row = await userRow(email)
    expect(row?.encrypted_password).toMatch(/^\$2[aby]\$/)
    expect(row?.confirmation_token).toMatch(/^[0-9a-f]{56}$/)
    expect(row?.tokens).toBe(1)
    expect(JSON.stringify(row)).not.toContain(auth.lastMail(email).code)
  })

  it('refuses sign-in until the address is confirmed (email_not_confirmed)', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const { error } = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(error).toMatchObject({ status: 400, code: 'email_not_confirmed' })
  })

  it('signs in who follows the link, in the fragment of the page that was asked for', async () => {
    const email = newEmail()
    await auth
      .client()
      .auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: CALLBACK_URL } })
    const target = await auth.follow(auth.lastMail(email).link)
    expect(target.origin + target.pathname).toBe(CALLBACK_URL)
    const fragment = new URLSearchParams(target.hash.slice(1))
    expect(fragment.get('type')).toBe('signup')
    expect(fragment.get('token_type')).toBe('bearer')
    const client = auth.client()
    const { data, error } = await client.auth.setSession({
      access_token: fragment.get('access_token') ?? '',
      refresh_token: fragment.get('refresh_token') ?? '',
    })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({ email, user_metadata: { email_verified: true } })
    expect(decodeJwt(fragment.get('access_token') ?? '').amr).toMatchObject([{ method: 'otp' }])
    const row = await userRow(email)
    expect(row?.email_confirmed_at).not.toBeNull()
    expect(row?.tokens).toBe(0)
    expect(row?.identities[0].identity_data.email_verified).toBe(true)
  })

  it('accepts the code instead of the link', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const { data, error } = await auth.client().auth.verifyOtp({
      email,
      token: auth.lastMail(email).code,
      type: 'signup',
    })
    expect(error).toBeNull()
    expect(data.session?.user.email).toBe(email)
  })

  it('answers a taken address as if it were free, and sends nothing', async () => {
    const { email, id } = await auth.createUser()
    const { data, error } = await auth
      .client()
      .auth.signUp({ email, password: 'another-password-1' })
    expect(error).toBeNull()
    expect(data.user?.identities).toEqual([])
    expect(data.user?.id).not.toBe(id)
    expect(data.user?.email).toBe(email)
    expect(auth.mailsTo(email)).toEqual([])
    const { error: stillOld } = await auth
      .client()
      .auth.signInWithPassword({ email, password: PASSWORD })
    expect(stillOld).toBeNull()
  })

  it('sends the confirmation again to an unconfirmed address and keeps its first password', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    await auth.client().auth.signUp({ email, password: 'a-stranger-says-this' })
    expect(auth.mailsTo(email)).toHaveLength(2)
    await auth.follow(auth.lastMail(email).link)
    const { error } = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(error).toBeNull()
  })

  it('registers an address once when two requests race', async () => {
    const email = newEmail()
    const results = await Promise.all(
      Array.from({ length: 5 }, () => auth.client().auth.signUp({ email, password: PASSWORD })),
    )
    expect(results.map((result) => result.error)).toEqual([null, null, null, null, null])
    const [count] =
      await database.sql`select count(*)::int as n from auth.users where email = ${email}`
    expect(count?.n).toBe(1)
  })

  it('refuses short passwords with the reason (weak_password)', async () => {
    const { error } = await auth.client().auth.signUp({ email: newEmail(), password: 'short' })
    expect(error).toMatchObject({
      name: 'AuthWeakPasswordError',
      status: 422,
      code: 'weak_password',
      reasons: ['length'],
    })
  })

  it.each([
    ['an address without a domain', 'nobody', 'validation_failed'],
    ['an address of 300 characters', `${'a'.repeat(290)}@mail.test`, 'validation_failed'],
  ])('refuses %s (validation_failed)', async (_name, email, code) => {
    const { error } = await auth.client().auth.signUp({ email, password: PASSWORD })
    expect(error).toMatchObject({ status: 400, code })
  })

  it('refuses passwords that bcrypt would cut (validation_failed)', async () => {
    const { error } = await auth
      .client()
      .auth.signUp({ email: newEmail(), password: 'ü'.repeat(40) })
    expect(error).toMatchObject({ status: 400, code: 'validation_failed' })
  })

  it('refuses anonymous users (anonymous_provider_disabled)', async () => {
    const { error } = await auth.client().auth.signInAnonymously()
    expect(error).toMatchObject({ status: 422, code: 'anonymous_provider_disabled' })
  })

  it('refuses phone numbers (phone_provider_disabled)', async () => {
    const { error } = await auth
      .client()
      .auth.signUp({ phone: '+4915112345678', password: PASSWORD })
    expect(error).toMatchObject({ status: 400, code: 'phone_provider_disabled' })
  })

  it('leaves nothing behind when a trigger on auth.users fails (unexpected_failure)', async () => {
    await database.sql.unsafe(`
      create function public.refuse_trouble() returns trigger language plpgsql as
        $$ begin raise exception 'no trouble please'; end $$;
      create trigger refuse_trouble after insert on auth.users for each row
        when (new.email like 'trouble%') execute function public.refuse_trouble()`)
    const email = `trouble-${newEmail()}`
    const { error } = await auth.client().auth.signUp({ email, password: PASSWORD })
    expect(error).toMatchObject({ status: 500, message: 'Database error saving new user' })
    expect(await userRow(email)).toBeUndefined()
    expect(auth.mailsTo(email)).toEqual([])

    const raw = await auth.call('/signup', {
      method: 'POST',
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    expect(raw.status).toBe(500)
    expect(await raw.json()).toEqual({
      code: 500,
      error_code: 'unexpected_failure',
      msg: 'Database error saving new user',
    })
    expect(auth.logs.join('\n')).toContain('no trouble please')
  })
})

describe('a project without confirmations', () => {
  it('signs in at once, and says that an address is taken (user_already_exists)', async () => {
    const open = await startAuth(database, { confirmationsEnabled: false })
    try {
      const email = newEmail()
      const first = await open.client().auth.signUp({ email, password: PASSWORD })
      expect(first.data.session?.user.email_confirmed_at).toBeTruthy()
      const second = await open.client().auth.signUp({ email, password: PASSWORD })
      expect(second.error).toMatchObject({ status: 422, code: 'user_already_exists' })
    } finally {
      await open.stop()
    }
  })

  it('refuses new accounts when sign-ups are off, and magic links for them (signup_disabled)', async () => {
    const closed = await startAuth(database, { signupEnabled: false })
    try {
      const email = newEmail()
      const signUp = await closed.client().auth.signUp({ email, password: PASSWORD })
      expect(signUp.error).toMatchObject({ status: 422, code: 'signup_disabled' })
      const otp = await closed.client().auth.signInWithOtp({ email })
      expect(otp.error).toMatchObject({ status: 422, code: 'signup_disabled' })
    } finally {
      await closed.stop()
    }
  })
})
