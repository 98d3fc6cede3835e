import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RestStack, startRestStack } from './test-stack.ts'

const ALICE = 'a11ce000-0000-4000-8000-000000000001'
const BOB = 'b0b00000-0000-4000-8000-000000000002'
let stack: RestStack
let alice: ReturnType<RestStack['withToken']>

beforeAll(async () => {
  stack = await startRestStack()
  alice = stack.withToken(await stack.sign({ sub: ALICE, role: 'authenticated' }))
  await stack.sql`insert into public.profiles (id, handle) values (${ALICE}, 'alice'), (${BOB}, 'bob')`
})
afterAll(() => stack?.stop())

describe('refusals', () => {
  it.each<
    [string, string, number, () => PromiseLike<{ error: { code: string } | null; status: number }>]
  >([
    [
      'another owner',
      '42501',
      403,
      () => alice.from('lots').insert({ title: 'x', seller_id: BOB }),
    ],
    ['an empty title', '23514', 400, () => alice.from('lots').insert({ title: '' })],
    [
      'an unknown enum value',
      '22P02',
      400,
      () => alice.from('lots').insert({ title: 'x', status: 'nope' }),
    ],
    ['a missing title', '23502', 400, () => alice.from('lots').insert({ status: 'open' })],
    [
      'a duplicate',
      '23505',
      409,
      () => stack.service.from('profiles').insert({ id: ALICE, handle: 'x' }),
    ],
    [
      'a dangling reference',
      '23503',
      409,
      () => stack.service.from('lots').insert({ title: 'x', seller_id: crypto.randomUUID() }),
    ],
    ['a broken uuid', '22P02', 400, () => alice.from('lots').select().eq('seller_id', 'zzz')],
    ['an unknown table', 'PGRST205', 404, () => alice.from('lotts').select()],
    [
      'a table of another schema',
      'PGRST106',
      406,
      () => alice.schema('auth').from('users').select(),
    ],
    ['an unknown embed', 'PGRST200', 400, () => alice.from('lots').select('nope(*)')],
    [
      'no row for single()',
      'PGRST116',
      406,
      () => alice.from('lots').select().eq('id', -1).single(),
    ],
    [
      'an offset beyond the rows',
      'PGRST103',
      416,
      () => alice.from('lots').select('*', { count: 'exact' }).range(50, 60),
    ],
  ])('%s is refused with %s and %i', async (_, code, status, request) => {
    const { error, status: actual } = await request()
    expect([error?.code, actual]).toEqual([code, status])
  })

  it('names the nearest table (PGRST205)', async () => {
    const { error } = await alice.from('lotts').select()
    expect(error).toMatchObject({
      message: "Could not find the table 'public.lotts' in the schema cache",
      hint: "Perhaps you meant the table 'public.lots'",
    })
  })

  it('names an unknown column as the database does (42703)', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const { error, status } = await alice.from('lots').select('nope')
    silent.mockRestore()
    expect([error?.code, error?.message, status]).toEqual([
      '42703',
      'column lots.nope does not exist',
      400,
    ])
  })
})

describe('schema cache', () => {
  it('sees new tables and functions after notify pgrst', async () => {
    expect((await stack.anon.from('late').select()).error?.code).toBe('PGRST205')
    await stack.sql.unsafe(`
      create table public.late (id int);
      insert into public.late values (7);
      grant select on public.late to anon;
      create function public.late_call() returns int language sql as 'select 8';
      grant execute on function public.late_call() to anon;
      notify pgrst, 'reload schema'`)
    await vi.waitFor(async () => {
      expect((await stack.anon.from('late').select()).data).toEqual([{ id: 7 }])
      expect((await stack.anon.rpc('late_call')).data).toBe(8)
    }, 10_000)
  })
})
