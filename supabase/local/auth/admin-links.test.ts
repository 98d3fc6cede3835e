import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { legacyKey } from '../keys.ts'
import {
  type AuthDatabase,
  CALLBACK_URL,
  newEmail,
  PASSWORD,
  type RunningAuth,
  SITE_URL,
  startAuth,
  startAuthDatabase,
} from './testing/harness.ts'

const SERVICE_TOKEN = legacyKey('service_role')

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

describe('inviteUserByEmail', () => {
  it('makes a user without password, whom the link signs in', async () => {
    const email = newEmail()
    const { data, error } = await auth.admin.auth.admin.inviteUserByEmail(email, {
      data: { team: 'red' },
      redirectTo: CALLBACK_URL,
    })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      email,
      user_metadata: { team: 'red' },
      invited_at: expect.any(String),
    })
    const mail = auth.lastMail(email)
    expect(new URL(mail.link).searchParams.get('type')).toBe('invite')
    const target = await auth.follow(mail.link)
    expect(target.origin + target.pathname).toBe(CALLBACK_URL)
    expect(new URLSearchParams(target.hash.slice(1)).get('type')).toBe('invite')
  })

  it('refuses confirmed addresses (email_exists)', async () => {
    const { email } = await auth.createUser()
    const { error } = await auth.admin.auth.admin.inviteUserByEmail(email)
    expect(error).toMatchObject({ status: 422, code: 'email_exists' })
  })
})

describe('generateLink', () => {
  it('returns a magic link and its code without sending them', async () => {
    const { email, id } = await auth.createUser()
    const { data, error } = await auth.admin.auth.admin.generateLink({
      type: 'magiclink',
      email,
      options: { redirectTo: CALLBACK_URL },
    })
    expect(error).toBeNull()
    expect(data.user?.id).toBe(id)
    expect(data.properties).toMatchObject({
      verification_type: 'magiclink',
      redirect_to: CALLBACK_URL,
      email_otp: expect.stringMatching(/^\d{6}$/),
    })
    expect(auth.mailsTo(email)).toEqual([])
    const target = await auth.follow(data.properties?.action_link ?? '')
    expect(target.hash).toContain('access_token=')
  })

  it('makes an account for an unknown address of a magic link or a sign-up', async () => {
    for (const params of [
      { type: 'magiclink', email: newEmail() } as const,
      { type: 'signup', email: newEmail(), password: PASSWORD } as const,
    ]) {
      const { data } = await auth.admin.auth.admin.generateLink(params)
      expect(data.properties?.verification_type).toBe('signup')
      expect((await auth.follow(data.properties?.action_link ?? '')).hash).toContain('type=signup')
    }
  })

  it('returns both halves of a change of address', async () => {
    const { email, id } = await auth.createUser()
    const newAddress = newEmail()
    for (const type of ['email_change_current', 'email_change_new'] as const) {
      const { data } = await auth.admin.auth.admin.generateLink({
        type,
        email,
        newEmail: newAddress,
      })
      expect(data.properties?.verification_type).toBe(type)
    }
    const links =
      await database.sql`select token_type::text from auth.one_time_tokens where user_id = ${id} order by 1`
    expect(links.map((row) => row.token_type)).toEqual(
      ['email_change_token_new', 'email_change_token_current'].sort(),
    )
  })

  it.each([
    [
      'recovery of an unknown address',
      { type: 'recovery', email: newEmail() },
      404,
      'user_not_found',
    ],
    ['an unknown type', { type: 'anything', email: newEmail() }, 400, 'validation_failed'],
    ['a sign-up without password', { type: 'signup', email: newEmail() }, 400, 'validation_failed'],
  ])('refuses %s', async (_name, params, status, code) => {
    const response = await auth.call('/admin/generate_link', {
      method: 'POST',
      token: SERVICE_TOKEN,
      body: JSON.stringify(params),
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error_code: code })
  })

  it('refuses foreign targets: the link leads to the site', async () => {
    const { email } = await auth.createUser()
    const { data } = await auth.admin.auth.admin.generateLink({
      type: 'recovery',
      email,
      options: { redirectTo: 'http://evil.test/' },
    })
    expect(data.properties?.redirect_to).toBe(SITE_URL)
  })
})
