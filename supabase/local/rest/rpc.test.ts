import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RestStack, startRestStack } from './test-stack.ts'

const ALICE = 'a11ce000-0000-4000-8000-000000000001'
let stack: RestStack
let user: ReturnType<RestStack['withToken']>

beforeAll(async () => {
  stack = await startRestStack()
  await stack.sql`insert into public.profiles (id, handle) values (${ALICE}, 'alice')`
  user = stack.withToken(await stack.sign({ sub: ALICE, role: 'authenticated', aal: 'aal2' }))
})
afterAll(() => stack?.stop())

function post(name: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${stack.url}/rest/v1/rpc/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
}

async function calls(): Promise<number> {
  const [row] = await stack.sql`select value from public.counters where name = 'calls'`
  return row?.value
}

describe('who is calling', () => {
  it('runs as anon without a token, with headers, method and path readable', async () => {
    const response = await post('whoami', '{}', {
      'x-custom': 'Value',
      'x-forwarded-for': '1.2.3.4',
    })
    const seen = await response.json()
    expect(seen).toMatchObject({
      uid: null,
      role: 'anon',
      user: 'anon',
      jwt: { role: 'anon' },
      method: 'POST',
      path: '/rpc/whoami',
      search_path: '"public", "public", "extensions"',
    })
    expect(seen.headers).toMatchObject({ 'x-custom': 'Value', 'x-forwarded-for': '1.2.3.4' })
  })

  it('adds the peer as the only hop when nothing stands in front', async () => {
    const seen = await (await post('whoami', '{}')).json()
    expect(seen.headers['x-forwarded-for']).toBe('127.0.0.1')
  })

  it('runs as the user of the token with all claims', async () => {
    const { data } = await user.rpc('whoami')
    expect(data).toMatchObject({
      uid: ALICE,
      user: 'authenticated',
      jwt: { aal: 'aal2', sub: ALICE },
    })
  })

  it('runs as service_role with the secret key', async () => {
    const { data } = await stack.service.rpc('whoami')
    expect(data).toMatchObject({ user: 'service_role', role: 'service_role' })
  })

  it('leaves nothing of one caller to the next on the same connection', async () => {
    const callers = [user, stack.anon, stack.service]
    const all = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const { data } = await (callers[i % 3] ?? stack.anon).rpc('whoami')
        return data.user
      }),
    )
    expect(all).toEqual(
      Array.from({ length: 60 }, (_, i) => ['authenticated', 'anon', 'service_role'][i % 3]),
    )
  })
})

describe('arguments', () => {
  it('passes numbers, defaults, arrays, json and null', async () => {
    expect((await stack.anon.rpc('add', { p_a: 1 })).data).toBe(11)
    expect((await stack.anon.rpc('add', { p_a: 1, p_b: 2 })).data).toBe(3)
    const { data } = await stack.anon.rpc('mixed', {
      p_ids: [1, 2],
      p_json: { x: [1] },
      p_amount: 2,
      p_at: null,
    })
    expect(data).toEqual({ ids: [1, 2], json: { x: [1] }, amount: 2, at: null })
  })

  it('keeps a JSON string a string', async () => {
    const { data } = await stack.anon.rpc('mixed', { p_ids: [], p_json: '{"not": "parsed"}' })
    expect(data.json).toBe('{"not": "parsed"}')
  })

  it('takes a bigint as a string without losing digits', async () => {
    const response = await post('add', '{"p_a":"9007199254740993","p_b":0}')
    expect(await response.text()).toBe('9007199254740993')
  })

  it.each([
    ['a fraction for a bigint (22P02)', 'add', { p_a: 1.5 }, '22P02'],
    ['text for a bigint (22P02)', 'add', { p_a: 'one' }, '22P02'],
    ['2^63 for a bigint (22003)', 'add', { p_a: '9223372036854775808' }, '22003'],
    ['a broken uuid (22P02)', 'uuid_echo', { p_id: 'zzz' }, '22P02'],
  ])('refuses %s with 400', async (_, name, args, code) => {
    const { error, status } = await stack.anon.rpc(name, args)
    expect({ code: error?.code, status }).toEqual({ code, status: 400 })
  })

  it('refuses malformed JSON (PGRST102)', async () => {
    for (const body of ['{', 'NaN', '{"p_a": NaN}', '[1]']) {
      const response = await post('add', body)
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ code: 'PGRST102' })
    }
  })

  it('treats quotes in names and values as data', async () => {
    const name = `p_a" bigint); drop table public.lots; --`
    const { error } = await stack.anon.rpc('add', { [name]: 1 })
    expect(error?.code).toBe('PGRST202')
    const { error: byValue } = await stack.anon.rpc('uuid_echo', {
      p_id: "'; drop table public.lots; --",
    })
    expect(byValue?.code).toBe('22P02')
    expect(await stack.sql`select to_regclass('public.lots') is not null as there`).toEqual([
      { there: true },
    ])
  })
})

describe('results', () => {
  it('answers void with 204 and null with null', async () => {
    const empty = await post('nothing', '{}')
    expect([empty.status, await empty.text()]).toEqual([204, ''])
    expect((await stack.anon.rpc('null_value')).data).toBeNull()
  })

  it('answers rows as objects, also those of one column, and plain sets as values', async () => {
    expect((await stack.anon.rpc('table_rows', { p_count: 1 })).data).toEqual([
      { n: 1, label: 'row 1', at: '2026-01-02T03:04:05+00:00' },
    ])
    expect((await stack.anon.rpc('single_column', { p_count: 2 })).data).toEqual([
      { n: 1 },
      { n: 2 },
    ])
    expect((await stack.anon.rpc('numbers', { p_count: 3 })).data).toEqual([1, 2, 3])
    expect((await stack.anon.rpc('numbers', { p_count: 0 })).data).toEqual([])
    expect((await stack.anon.rpc('out_values')).data).toEqual({ a: 1, b: 'x' })
    expect((await stack.anon.rpc('one_profile', { p_id: ALICE })).data).toMatchObject({
      handle: 'alice',
    })
  })

  it('cuts sets at max_rows', async () => {
    expect((await stack.anon.rpc('numbers', { p_count: 100 })).data).toEqual([1, 2, 3, 4, 5])
  })

  it('single() unwraps one row and refuses any other number (PGRST116)', async () => {
    const one = await stack.anon.rpc('table_rows', { p_count: 1 }).single()
    expect(one.data).toMatchObject({ n: 1 })
    const two = await stack.anon.rpc('table_rows', { p_count: 2 }).single()
    expect(two.status).toBe(406)
    expect(two.error).toMatchObject({ code: 'PGRST116', details: 'The result contains 2 rows' })
    const none = await stack.anon.rpc('table_rows', { p_count: 0 }).maybeSingle()
    expect([none.error, none.data]).toEqual([null, null])
  })

  it('undoes what the function did when single() refuses', async () => {
    const before = await calls()
    expect((await stack.anon.rpc('count_and_return', { p_rows: 2 }).single()).error?.code).toBe(
      'PGRST116',
    )
    expect(await calls()).toBe(before)
    expect((await stack.anon.rpc('count_and_return', { p_rows: 1 }).single()).data).toBe(1)
    expect(await calls()).toBe(before + 1)
  })

  it('filters, selects and orders rows of a set', async () => {
    const { data, error } = await stack.anon
      .rpc('table_rows', { p_count: 4 })
      .select('n')
      .gt('n', 1)
      .order('n', { ascending: false })
      .limit(2)
    expect(error).toBeNull()
    expect(data).toEqual([{ n: 4 }, { n: 3 }])
  })

  it('counts rows when asked to', async () => {
    const { count, data, error } = await stack.anon
      .rpc('table_rows', { p_count: 3 }, { count: 'exact' })
      .select('n')
    expect([error, count, data]).toEqual([null, 3, [{ n: 1 }, { n: 2 }, { n: 3 }]])
    const whole = await stack.anon.rpc('numbers', { p_count: 3 }, { count: 'exact' })
    expect([whole.error, whole.count, whole.data]).toEqual([null, 3, [1, 2, 3]])
    const head = await stack.anon.rpc('numbers', { p_count: 3 }, { count: 'exact', head: true })
    expect([head.error, head.count, head.data]).toEqual([null, 3, null])
  })

  it('lets a function set status and headers', async () => {
    const response = await post('own_response', '{}')
    expect(response.status).toBe(202)
    expect(response.headers.get('x-hello')).toBe('world')
    expect(await response.json()).toEqual({ a: 1 })
    expect(await (await post('bad_status', '{}')).json()).toMatchObject({ code: 'PGRST112' })
  })
})

describe('GET', () => {
  it('calls with query arguments in a read-only transaction', async () => {
    expect((await stack.anon.rpc('add', { p_a: 5 }, { get: true })).data).toBe(15)
    const { data } = await stack.anon.rpc('mixed', { p_ids: [1, 2] }, { get: true })
    expect(data.ids).toEqual([1, 2])
    expect((await stack.anon.rpc('whoami', {}, { get: true })).data).toMatchObject({
      method: 'GET',
      read_only: 'on',
    })
  })

  it('refuses a function that writes (25006) with 405', async () => {
    const { error, status } = await stack.anon.rpc('bump', {}, { get: true })
    expect([error?.code, status]).toEqual(['25006', 405])
  })

  it('runs stable functions read-only and volatile ones not, on POST', async () => {
    expect((await stack.anon.rpc('whoami')).data.read_only).toBe('on')
    expect((await stack.anon.rpc('bump')).error).toBeNull()
  })

  it('answers HEAD without a body and refuses PUT (PGRST101)', async () => {
    const head = await fetch(`${stack.url}/rest/v1/rpc/add?p_a=1`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const put = await fetch(`${stack.url}/rest/v1/rpc/add`, { method: 'PUT', body: '{}' })
    expect([put.status, (await put.json()).code]).toEqual([405, 'PGRST101'])
  })
})
