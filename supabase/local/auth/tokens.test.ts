import { createHmac } from 'node:crypto'
import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JWT_SECRET } from '../keys.ts'
import {
  type AuthDatabase,
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

const sign = (claims: Record<string, unknown>, secret = JWT_SECRET) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret))

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

async function refusalOf(token: string, path = '/user') {
  const response = await auth.call(path, { token })
  const body: { error_code?: string } = await response.json()
  return { status: response.status, code: body.error_code }
}

describe('an access token', () => {
  it('is required (no_authorization)', async () => {
    const response = await auth.call('/user', { headers: { authorization: 'Basic abc' } })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error_code: 'no_authorization' })
  })

  it('may not be an API key: those belong to nobody (bad_jwt)', async () => {
    const response = await auth.call('/user')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      error_code: 'bad_jwt',
      msg: 'invalid claim: missing sub claim',
    })
  })

  it.each([
    'x',
    'a.b',
    'a.b.c',
    'e30.e30.e30',
    `${part({ alg: 'HS256' })}.${part({})}.`,
    'ü'.repeat(3),
  ])('must be a JWT: %s (bad_jwt)', async (token) => {
    expect(await refusalOf(encodeURI(token))).toEqual({ status: 403, code: 'bad_jwt' })
  })

  it('must be signed: alg none is refused (bad_jwt)', async () => {
    const { id } = await auth.createUser()
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${part({ alg, typ: 'JWT' })}.${part({ sub: id, exp: now() + 60 })}.`
      expect(await refusalOf(token)).toEqual({ status: 403, code: 'bad_jwt' })
    }
  })

  it('must be signed with the project key and algorithm (bad_jwt)', async () => {
    const { id } = await auth.createUser()
    const claims = { sub: id, role: 'authenticated', aud: 'authenticated', exp: now() + 60 }
    const foreign = await sign(claims, 'another-secret-of-at-least-32-characters')
    expect(await refusalOf(foreign)).toEqual({ status: 403, code: 'bad_jwt' })

    const input = `${part({ alg: 'HS512', typ: 'JWT' })}.${part(claims)}`
    const signature = createHmac('sha512', JWT_SECRET).update(input).digest('base64url')
    expect(await refusalOf(`${input}.${signature}`)).toEqual({ status: 403, code: 'bad_jwt' })
  })

  it('must be as it was issued (bad_jwt)', async () => {
    const { token } = await auth.signedIn()
    const [header, , signature] = token.split('.')
    const changed = `${header}.${part({ ...decodeJwt(token), role: 'service_role' })}.${signature}`
    expect(await refusalOf(changed)).toEqual({ status: 403, code: 'bad_jwt' })
    expect(await refusalOf(changed, '/admin/users')).toEqual({ status: 403, code: 'bad_jwt' })
  })

  it('must not be expired (bad_jwt)', async () => {
    const { token } = await auth.signedIn()
    const expired = await sign({ ...decodeJwt(token), exp: now() - 1 })
    const response = await auth.call('/user', { token: expired })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({
      error_code: 'bad_jwt',
      msg: expect.stringContaining('token is expired'),
    })
  })

  it('must be of a user who exists (user_not_found)', async () => {
    const { token, id } = await auth.signedIn()
    await auth.admin.auth.admin.deleteUser(id)
    expect(await refusalOf(token)).toEqual({ status: 403, code: 'user_not_found' })
  })

  it('must be of a user who is not banned (user_banned)', async () => {
    const { token, id } = await auth.signedIn()
    await auth.admin.auth.admin.updateUserById(id, { ban_duration: '10m' })
    expect(await refusalOf(token)).toEqual({ status: 403, code: 'user_banned' })
  })

  it.each([
    ['a subject', { sub: '1 or 1=1' }, 400],
    ['a session', { session_id: 'nonsense' }, 403],
  ])('must name %s by UUID (bad_jwt)', async (_name, change, status) => {
    const { token } = await auth.signedIn()
    expect(await refusalOf(await sign({ ...decodeJwt(token), ...change }))).toEqual({
      status,
      code: 'bad_jwt',
    })
  })

  it('passes getUser and getClaims of an unmodified client', async () => {
    const { client, id } = await auth.signedIn()
    expect((await client.auth.getUser()).data.user?.id).toBe(id)
    expect((await client.auth.getClaims()).data?.claims.sub).toBe(id)
  })
})

describe('errors', () => {
  it('name their code in `code` for clients of 2024 and later', async () => {
    const response = await auth.call('/user', {
      token: 'x',
      headers: { 'x-supabase-api-version': '2024-01-01' },
    })
    expect(response.headers.get('x-supabase-api-version')).toBe('2024-01-01')
    expect(await response.json()).toEqual({
      code: 'bad_jwt',
      message: expect.stringContaining('invalid JWT'),
    })
  })

  it('name their code in `error_code` for older clients', async () => {
    const response = await auth.call('/user', {
      token: 'x',
      headers: { 'x-supabase-api-version': '2023-12-31' },
    })
    expect(await response.json()).toEqual({
      code: 403,
      error_code: 'bad_jwt',
      msg: expect.stringContaining('invalid JWT'),
    })
  })

  it.each([
    ['no JSON', '{"email":'],
    ['another JSON type', '[]'],
    ['a field of another type', '{"email": 5}'],
    ['nothing', ''],
    ['text with NUL', '{"email":"a@mail.test","password":"long-enough\\u0000"}'],
    ['metadata with half a surrogate pair', '{"email":"a@mail.test","data":{"x":"\\ud800"}}'],
  ])('say that the body is %s (bad_json)', async (_name, body) => {
    const response = await auth.call('/signup', { method: 'POST', body })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_code: 'bad_json' })
  })
})

describe('the custom access token hook', () => {
  const hooked = (hook: string) => startAuth(database, { customAccessTokenHook: hook })

  beforeAll(async () => {
    await database.sql.unsafe(`
      create schema hooks;
      grant usage on schema hooks to supabase_auth_admin;
      create table hooks.calls (event jsonb, who name);
      grant insert on hooks.calls to supabase_auth_admin;
      create function hooks.add_role(event jsonb) returns jsonb language plpgsql as $$
      begin
        insert into hooks.calls values (event, session_user);
        return jsonb_build_object('claims', event -> 'claims' || '{"user_role": "seller"}');
      end $$;
      create function hooks.refuse(event jsonb) returns jsonb language sql as
        $$ select '{"error": {"http_code": 403, "message": "not today"}}'::jsonb $$;
      create function hooks.strip(event jsonb) returns jsonb language sql as
        $$ select jsonb_build_object('claims', (event -> 'claims') - 'sub') $$;
      create function hooks.explode(event jsonb) returns jsonb language plpgsql as
        $$ begin raise exception 'secret detail'; end $$;
      create function hooks.dawdle(event jsonb) returns jsonb language plpgsql as
        $$ begin perform pg_sleep(20); return event; end $$`)
  })

  it('changes the claims of every token, knowing how the user signed in', async () => {
    const service = await hooked('hooks.add_role')
    try {
      const { client, token, id } = await service.signedIn()
      expect(decodeJwt(token)).toMatchObject({ sub: id, user_role: 'seller' })
      const { data } = await client.auth.refreshSession()
      expect(decodeJwt(data.session?.access_token ?? '')).toMatchObject({ user_role: 'seller' })
      const calls = await database.sql`
        select event ->> 'authentication_method' as method, event ->> 'user_id' as user_id, who,
          event -> 'claims' ->> 'sub' as sub from hooks.calls where event ->> 'user_id' = ${id}`
      const common = { user_id: id, sub: id, who: 'supabase_auth_admin' }
      expect([...calls]).toEqual([
        { ...common, method: 'password' },
        { ...common, method: 'token_refresh' },
      ])
    } finally {
      await service.stop()
    }
  })

  it.each([
    ['refuses', 'hooks.refuse', 403, 'not today'],
    ['forgets a claim', 'hooks.strip', 500, 'output claims do not conform to the expected schema'],
    [
      'fails',
      'hooks.explode',
      500,
      'Error running hook URI: pg-functions://postgres/hooks/explode',
    ],
    ['takes too long', 'hooks.dawdle', 500, 'Error running hook URI'],
  ])('that %s lets nobody in and opens no session', async (_name, hook, status, message) => {
    const service = await hooked(hook)
    try {
      const { email, id } = await service.createUser()
      const { error } = await service
        .client()
        .auth.signInWithPassword({ email, password: PASSWORD })
      expect(error).toMatchObject({ status, message: expect.stringContaining(message) })
      expect(error?.message).not.toContain('secret detail')
      const sessions = await database.sql`select 1 from auth.sessions where user_id = ${id}`
      expect(sessions).toHaveLength(0)
    } finally {
      await service.stop()
    }
  })
})
