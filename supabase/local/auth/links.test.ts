import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type AuthDatabase,
  newEmail,
  PASSWORD,
  type RunningAuth,
  SITE_URL,
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

describe('links', () => {
  it('work once (otp_expired)', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const { link } = auth.lastMail(email)
    await auth.follow(link)
    const second = await auth.follow(link)
    expect(second.origin).toBe(SITE_URL)
    const fragment = new URLSearchParams(second.hash.slice(1))
    expect(fragment.get('error')).toBe('access_denied')
    expect(fragment.get('error_code')).toBe('otp_expired')
    expect(fragment.get('error_description')).toBe('Email link is invalid or has expired')
  })

  it('let one of two simultaneous clicks through', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const { link } = auth.lastMail(email)
    const targets = await Promise.all(Array.from({ length: 6 }, () => auth.follow(link)))
    const signedIn = targets.filter((target) => target.hash.includes('access_token='))
    expect(signedIn).toHaveLength(1)
  })

  it('expire (otp_expired), as the code does', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    await database.sql`
      update auth.users set confirmation_sent_at = now() - interval '1 hour 1 second' where email = ${email}`
    const mail = auth.lastMail(email)
    const target = await auth.follow(mail.link)
    expect(target.hash).toContain('error_code=otp_expired')
    const { error } = await auth
      .client()
      .auth.verifyOtp({ email, token: mail.code, type: 'signup' })
    expect(error).toMatchObject({ status: 403, code: 'otp_expired' })
  })

  it('are void once a newer mail was sent', async () => {
    const email = newEmail()
    await auth.client().auth.signUp({ email, password: PASSWORD })
    const first = auth.lastMail(email)
    await auth.client().auth.resend({ type: 'signup', email })
    expect((await auth.follow(first.link)).hash).toContain('otp_expired')
    expect((await auth.follow(auth.lastMail(email).link)).hash).toContain('access_token=')
  })

  it.each([
    ['a foreign origin', 'http://evil.test/steal'],
    ['user info in front of a foreign host', 'http://app.test@evil.test/'],
    ['a host that only starts like an allowed one', 'http://app.test.evil.test/'],
    ['another scheme', 'https://app.test/callback'],
    ['a script', 'javascript:alert(1)//http://app.test/'],
    ['a backslash trick', 'http://evil.test\\@app.test/'],
    ['a glob that must not cross a dot', 'http://a.b.preview.test'],
    ['an IP address', 'http://10.0.0.1/'],
    ['no address at all', 'not a url'],
  ])('never lead to %s', async (_name, target) => {
    const email = newEmail()
    await auth
      .client()
      .auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: target } })
    const mail = auth.lastMail(email)
    expect(new URL(mail.link).searchParams.get('redirect_to')).toBe(SITE_URL)
    const forged = new URL(mail.link)
    forged.searchParams.set('redirect_to', target)
    expect((await auth.follow(forged.href)).origin).toBe(SITE_URL)
  })

  it.each([
    ['the site itself', `${SITE_URL}/welcome?x=1`],
    ['a page below an allowed origin', 'http://app.test/a/b?c=d'],
    ['one label for a single star', 'http://pr-12.preview.test'],
  ])('may lead to %s', async (_name, target) => {
    const email = newEmail()
    await auth
      .client()
      .auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: target } })
    const reached = await auth.follow(auth.lastMail(email).link)
    expect(reached.href.startsWith(target)).toBe(true)
  })

  it.each(['toString', 'sms', 'email_change_new'])(
    'refuse the unknown type %s (validation_failed)',
    async (type) => {
      const target = await auth.follow(`${auth.apiUrl}/auth/v1/verify?type=${type}&token=x`)
      expect(new URLSearchParams(target.hash.slice(1)).get('error_code')).toBe('validation_failed')
    },
  )

  it.each(['', 'x%00', "'; drop table auth.users; --"])(
    'are nothing when invented: %s (otp_expired)',
    async (token) => {
      const target = await auth.follow(
        `${auth.apiUrl}/auth/v1/verify?type=signup&token=pkce_${token}`,
      )
      expect(target.searchParams.get('error_code')).toBe('otp_expired')
    },
  )

  it('refuse to work without a type or a token (validation_failed)', async () => {
    const response = await auth.call('/verify?type=signup')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'validation_failed' })
  })
})
