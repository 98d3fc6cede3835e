import { hashSync } from 'bcryptjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { legacyKey } from '../keys.ts'
import {
  type AuthDatabase,
  newEmail,
  PASSWORD,
  type RunningAuth,
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

describe('the admin API', () => {
  const ID = '00000000-0000-4000-8000-000000000001'
  it.each([
    ['GET', '/admin/users'],
    ['POST', '/admin/users'],
    ['GET', `/admin/users/${ID}`],
    ['PUT', `/admin/users/${ID}`],
    ['DELETE', `/admin/users/${ID}`],
    ['POST', '/admin/generate_link'],
    ['POST', '/invite'],
  ])('%s %s is for the service role alone (not_admin)', async (method, path) => {
    const { token } = await auth.signedIn()
    const body = method === 'GET' ? {} : { body: '{}' }
    const asUser = await auth.call(path, { method, token, ...body })
    expect(asUser.status).toBe(403)
    expect(await asUser.json()).toMatchObject({ error_code: 'not_admin' })
    const asAnon = await auth.call(path, { method, ...body })
    expect(asAnon.status).toBe(403)
    expect(await asAnon.json()).toMatchObject({ error_code: 'not_admin' })
    const asNobody = await auth.call(path, { method, ...body, headers: { authorization: 'none' } })
    expect(asNobody.status).toBe(401)
  })

  it('creates users with metadata, confirmed on request, without mail', async () => {
    const email = newEmail()
    const { data, error } = await auth.admin.auth.admin.createUser({
      email,
      password: PASSWORD,
      email_confirm: true,
      user_metadata: { handle: 'Ada' },
      app_metadata: { plan: 'pro' },
    })
    expect(error).toBeNull()
    expect(data.user).toMatchObject({
      email,
      role: 'authenticated',
      user_metadata: { handle: 'Ada', email_verified: true },
      app_metadata: { provider: 'email', providers: ['email'], plan: 'pro' },
    })
    expect(data.user?.email_confirmed_at).toBeTruthy()
    expect(auth.mailsTo(email)).toEqual([])
  })

  it('takes an id and a bcrypt hash that somebody brings along', async () => {
    const [email, id] = [newEmail(), crypto.randomUUID()]
    await auth.admin.auth.admin.createUser({
      id,
      email,
      password_hash: hashSync('from-elsewhere', 4),
      email_confirm: true,
    })
    const { data } = await auth
      .client()
      .auth.signInWithPassword({ email, password: 'from-elsewhere' })
    expect(data.user?.id).toBe(id)
  })

  it.each([
    ['no address', {}, 400, 'validation_failed'],
    ['a bad id', { email: newEmail(), id: 'one' }, 400, 'validation_failed'],
    [
      'a costly hash',
      { email: newEmail(), password_hash: `$2b$31$${'.'.repeat(53)}` },
      400,
      'validation_failed',
    ],
    [
      'an unknown hash',
      { email: newEmail(), password_hash: '$argon2id$v=19$x' },
      400,
      'validation_failed',
    ],
    ['a bad ban', { email: newEmail(), ban_duration: 'forever' }, 400, 'validation_failed'],
    ['a phone', { phone: '+4915112345678' }, 400, 'phone_provider_disabled'],
  ])('refuses to create a user with %s', async (_name, attributes, status, code) => {
    const { error } = await auth.admin.auth.admin.createUser(attributes)
    expect(error).toMatchObject({ status, code })
  })

  it('refuses a taken address (email_exists), also in a race', async () => {
    const email = newEmail()
    const results = await Promise.all(
      Array.from({ length: 4 }, () =>
        auth.admin.auth.admin.createUser({ email, password: PASSWORD }),
      ),
    )
    const codes = results.map((result) => result.error?.code ?? 'made').sort()
    expect(codes).toEqual(['email_exists', 'email_exists', 'email_exists', 'made'])
  })

  it('reports a failing trigger and leaves nothing (unexpected_failure)', async () => {
    await database.sql.unsafe(`
      create function public.refuse_admins() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse_admins after insert on auth.users for each row
        when (new.email like 'refused%') execute function public.refuse_admins()`)
    const email = `refused-${newEmail()}`
    const { error } = await auth.admin.auth.admin.createUser({ email, password: PASSWORD })
    expect(error).toMatchObject({ status: 500, message: 'Database error creating new user' })
    expect(await database.sql`select 1 from auth.users where email = ${email}`).toHaveLength(0)
  })

  it('lists users page by page with totals, newest first', async () => {
    const marker = `list-${crypto.randomUUID()}`
    for (const index of [1, 2, 3]) await auth.createUser(`${index}-${marker}@mail.test`)
    const { data, error } = await auth.admin.auth.admin.listUsers({ page: 1, perPage: 2 })
    expect(error).toBeNull()
    expect(data.users.map((user) => user.email)).toEqual([
      `3-${marker}@mail.test`,
      `2-${marker}@mail.test`,
    ])
    const [count] = await database.sql`select count(*)::int as n from auth.users`
    expect(data).toMatchObject({
      total: count?.n,
      nextPage: 2,
      lastPage: Math.ceil((count?.n ?? 0) / 2),
    })
  })

  it.each(['0', '-1', 'x', '1.5'])('refuses page %s (validation_failed)', async (page) => {
    const response = await auth.call(`/admin/users?page=${page}`, { token: SERVICE_TOKEN })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'validation_failed' })
  })

  it('finds, changes and deletes a user', async () => {
    const { id } = await auth.createUser()
    const email = newEmail()
    const changed = await auth.admin.auth.admin.updateUserById(id, {
      email,
      email_confirm: true,
      password: 'set-by-an-admin',
      app_metadata: { plan: 'pro' },
      user_metadata: { handle: 'Bo' },
    })
    expect(changed.data.user).toMatchObject({
      email,
      app_metadata: { plan: 'pro' },
      user_metadata: { handle: 'Bo' },
    })
    expect((await auth.admin.auth.admin.getUserById(id)).data.user?.email).toBe(email)
    const signIn = await auth
      .client()
      .auth.signInWithPassword({ email, password: 'set-by-an-admin' })
    expect(signIn.error).toBeNull()

    expect((await auth.admin.auth.admin.deleteUser(id)).error).toBeNull()
    expect((await auth.admin.auth.admin.getUserById(id)).error).toMatchObject({
      status: 404,
      code: 'user_not_found',
    })
    for (const table of ['sessions', 'refresh_tokens', 'identities', 'one_time_tokens']) {
      const rows =
        await database.sql`select 1 from auth.${database.sql(table)} where user_id = ${id}`
      expect(rows).toHaveLength(0)
    }
  })

  it('ends all sessions of a user whose password it sets', async () => {
    const { token, id } = await auth.signedIn()
    await auth.admin.auth.admin.updateUserById(id, { password: 'set-by-an-admin' })
    expect((await auth.call('/user', { token })).status).toBe(403)
  })

  it('refuses soft deletion (not_implemented)', async () => {
    const { id } = await auth.createUser()
    const { error } = await auth.admin.auth.admin.deleteUser(id, true)
    expect(error).toMatchObject({ status: 501 })
    expect((await auth.admin.auth.admin.getUserById(id)).error).toBeNull()
  })

  it('signs somebody out by token', async () => {
    const { token } = await auth.signedIn()
    await auth.admin.auth.admin.signOut(token, 'global')
    expect((await auth.call('/user', { token })).status).toBe(403)
  })
})
