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

describe('updateUser', () => {
  it('merges metadata, and null removes a key', async () => {
    const { client } = await auth.signedIn()
    await client.auth.updateUser({ data: { handle: 'Ada', city: 'Bonn' } })
    const { data } = await client.auth.updateUser({ data: { city: null, size: 3 } })
    expect(data.user?.user_metadata).toEqual({ email_verified: true, handle: 'Ada', size: 3 })
  })

  it('keeps every one of several simultaneous changes', async () => {
    await auth.warmUp()
    const { client, token } = await auth.signedIn()
    const keys = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(
      keys.map((key) =>
        auth.call('/user', {
          method: 'PUT',
          token,
          body: JSON.stringify({ data: { [key]: key } }),
        }),
      ),
    )
    const { data } = await client.auth.getUser()
    expect(Object.keys(data.user?.user_metadata ?? {})).toEqual(expect.arrayContaining(keys))
  })

  it('refuses app_metadata from users (not_admin)', async () => {
    const { token } = await auth.signedIn()
    const response = await auth.call('/user', {
      method: 'PUT',
      token,
      body: JSON.stringify({ app_metadata: { role: 'admin' } }),
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error_code: 'not_admin' })
  })

  it('changes the password, keeps this session and ends all others', async () => {
    const { client, email } = await auth.signedIn()
    const other = auth.client()
    await other.auth.signInWithPassword({ email, password: PASSWORD })
    expect((await client.auth.updateUser({ password: 'quite-another-one' })).error).toBeNull()
    expect((await client.auth.getUser()).data.user?.email).toBe(email)
    expect((await other.auth.getUser()).error).not.toBeNull()
    const old = await auth.client().auth.signInWithPassword({ email, password: PASSWORD })
    expect(old.error).toMatchObject({ code: 'invalid_credentials' })
    const fresh = await auth
      .client()
      .auth.signInWithPassword({ email, password: 'quite-another-one' })
    expect(fresh.error).toBeNull()
  })

  it('voids links that were sent before the password changed (otp_expired)', async () => {
    const { client, email } = await auth.signedIn()
    await auth.client().auth.resetPasswordForEmail(email)
    await client.auth.updateUser({ password: 'quite-another-one' })
    expect((await auth.follow(auth.lastMail(email).link)).hash).toContain('otp_expired')
  })

  it('refuses the same password (same_password) and weak ones (weak_password)', async () => {
    const { client } = await auth.signedIn()
    const same = await client.auth.updateUser({ password: PASSWORD })
    expect(same.error).toMatchObject({ status: 422, code: 'same_password' })
    const weak = await client.auth.updateUser({ password: 'short' })
    expect(weak.error).toMatchObject({ status: 422, code: 'weak_password' })
  })

  it('refuses a phone number (phone_provider_disabled)', async () => {
    const { client } = await auth.signedIn()
    const { error } = await client.auth.updateUser({ phone: '+4915112345678' })
    expect(error).toMatchObject({ status: 400, code: 'phone_provider_disabled' })
  })

  it('refuses sensitive changes on aal1 when a second factor is verified (insufficient_aal)', async () => {
    const { client, id } = await auth.signedIn()
    await database.sql`
      insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at)
      values (gen_random_uuid(), ${id}, 'phone', 'totp', 'verified', now(), now())`
    const { error } = await client.auth.updateUser({ password: 'quite-another-one' })
    expect(error).toMatchObject({ status: 401, code: 'insufficient_aal' })
    const { data } = await client.auth.getUser()
    expect(data.user?.factors).toMatchObject([{ factor_type: 'totp', status: 'verified' }])
  })
})

describe('a change of address', () => {
  async function startChange() {
    const person = await auth.signedIn()
    const target = newEmail()
    const { data, error } = await person.client.auth.updateUser(
      { email: target },
      { emailRedirectTo: CALLBACK_URL },
    )
    if (error) throw error
    expect(data.user).toMatchObject({ email: person.email, new_email: target })
    return { ...person, target }
  }
  const emailOf = async (id: string) =>
    (await auth.admin.auth.admin.getUserById(id)).data.user?.email

  it('needs both addresses, in any order, and then signs in', async () => {
    for (const first of ['current', 'new'] as const) {
      const { id, email, target } = await startChange()
      const links = [auth.lastMail(email).link, auth.lastMail(target).link]
      if (first === 'new') links.reverse()
      const half = await auth.follow(links[0] ?? '')
      expect(half.hash).toContain('message=Confirmation+link+accepted')
      expect(await emailOf(id)).toBe(email)
      const done = await auth.follow(links[1] ?? '')
      expect(done.hash).toContain('type=email_change')
      expect(await emailOf(id)).toBe(target)
    }
  })

  it('does not take one link twice for both (otp_expired)', async () => {
    const { id, email, target } = await startChange()
    const { link } = auth.lastMail(target)
    await auth.follow(link)
    expect((await auth.follow(link)).hash).toContain('otp_expired')
    expect(await emailOf(id)).toBe(email)
  })

  it('works with the codes, too', async () => {
    const { id, email, target } = await startChange()
    const half = await auth.client().auth.verifyOtp({
      email,
      token: auth.lastMail(email).code,
      type: 'email_change',
    })
    expect(half).toMatchObject({ data: { user: null, session: null }, error: null })
    const done = await auth.client().auth.verifyOtp({
      email: target,
      token: auth.lastMail(target).code,
      type: 'email_change',
    })
    expect(done.data.user).toMatchObject({ id, email: target })
    expect(done.data.user?.identities?.[0]?.identity_data).toMatchObject({
      email: target,
      email_verified: true,
    })
    const signIn = await auth
      .client()
      .auth.signInWithPassword({ email: target, password: PASSWORD })
    expect(signIn.error).toBeNull()
  })

  it('needs only the new address when changes are not confirmed twice', async () => {
    const simple = await startAuth(database, { doubleConfirmChanges: false })
    try {
      const { client, id, email } = await simple.signedIn()
      const target = newEmail()
      await client.auth.updateUser({ email: target })
      expect(simple.mailsTo(email)).toEqual([])
      await simple.follow(simple.lastMail(target).link)
      expect(await emailOf(id)).toBe(target)
    } finally {
      await simple.stop()
    }
  })

  it('sends both mails again on resend', async () => {
    const { email, target } = await startChange()
    await auth.client().auth.resend({ type: 'email_change', email })
    expect(auth.mailsTo(email)).toHaveLength(2)
    expect(auth.mailsTo(target)).toHaveLength(2)
  })

  it('refuses an address that somebody has (email_exists)', async () => {
    const { client } = await auth.signedIn()
    const other = await auth.createUser()
    const { error } = await client.auth.updateUser({ email: other.email })
    expect(error).toMatchObject({ status: 422, code: 'email_exists' })
  })

  it('fails when somebody took the address meanwhile (unexpected_failure), and changes nothing', async () => {
    const { id, email, target } = await startChange()
    await auth.createUser(target)
    await auth.follow(auth.lastMail(email).link)
    expect((await auth.follow(auth.lastMail(target).link)).hash).toContain(
      'error_code=unexpected_failure',
    )
    expect(await emailOf(id)).toBe(email)
  })
})
