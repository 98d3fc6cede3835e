import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RestStack, startRestStack } from './test-stack.ts'

const ALICE = 'a11ce000-0000-4000-8000-000000000001'
const BOB = 'b0b00000-0000-4000-8000-000000000002'
let stack: RestStack
let alice: ReturnType<RestStack['withToken']>
let bob: ReturnType<RestStack['withToken']>

beforeAll(async () => {
  stack = await startRestStack()
  alice = stack.withToken(await stack.sign({ sub: ALICE, role: 'authenticated' }))
  bob = stack.withToken(await stack.sign({ sub: BOB, role: 'authenticated' }))
})
afterAll(() => stack?.stop())
beforeEach(async () => {
  const { sql } = stack
  await sql`truncate public.profiles, public.lots, public.bids, public.watches restart identity cascade`
  await sql`insert into public.profiles (id, handle, created_at) values
    (${ALICE}, 'alice', '2026-01-01T00:00:00Z'), (${BOB}, 'bob', '2026-01-01T00:00:00Z')`
  await sql`insert into public.lots (seller_id, title, status, price_cents, meta) values
    (${ALICE}, 'L1', 'open', 100, '{"a": 1, "t": ["x"]}'), (${ALICE}, 'L2', 'open', 200, '{}'),
    (${ALICE}, 'draft', 'draft', 0, '{}')`
  await sql`insert into public.bids (lot_id, bidder_id, amount_cents) values (1, ${BOB}, 150)`
})

describe('reading', () => {
  it('gives every type the JSON form that PostgREST gives it', async () => {
    const { data } = await stack.anon.from('lots').select().eq('id', 1).single()
    expect(data).toEqual({
      id: 1,
      seller_id: ALICE,
      title: 'L1',
      status: 'open',
      price_cents: 100,
      rate: 1.5,
      meta: { a: 1, t: ['x'] },
      tags: [],
      created_at: '2026-01-02T03:04:05.678+00:00',
    })
  })

  it('shows each caller the rows of their policies', async () => {
    const titles = async (client: typeof alice) =>
      (await client.from('lots').select('title').order('id')).data?.map((lot) => lot.title)
    expect(await titles(stack.anon)).toEqual(['L1', 'L2'])
    expect(await titles(alice)).toEqual(['L1', 'L2', 'draft'])
    expect(await titles(bob)).toEqual(['L1', 'L2'])
    expect(await titles(stack.service)).toEqual(['L1', 'L2', 'draft'])
  })

  it('embeds both directions, through hints, counts and views', async () => {
    const nested = await bob
      .from('bids')
      .select('amount_cents, lots(title, created_at, profiles(handle))')
    expect(nested.data).toEqual([
      {
        amount_cents: 150,
        lots: {
          title: 'L1',
          created_at: '2026-01-02T03:04:05.678+00:00',
          profiles: { handle: 'alice' },
        },
      },
    ])
    const counted = await bob
      .from('lots')
      .select('title, bids(count), seller:profiles!lots_seller_id_fkey(handle)')
      .order('id')
      .limit(1)
    expect(counted.data).toEqual([
      { title: 'L1', bids: [{ count: 1 }], seller: { handle: 'alice' } },
    ])
    const view = await stack.anon
      .from('open_lots')
      .select('title, profiles(handle)')
      .order('id')
      .limit(1)
    expect(view.data).toEqual([{ title: 'L1', profiles: { handle: 'alice' } }])
  })

  it('embeds many rows across a partial unique index, which is no constraint', async () => {
    const { data } = await stack.anon.from('profiles').select('lots(title)').eq('handle', 'alice')
    expect(data).toEqual([{ lots: [{ title: 'L1' }, { title: 'L2' }] }])
  })

  it('hides rows of others in embeds', async () => {
    const { data } = await alice
      .from('lots')
      .select('title, bids(amount_cents)')
      .order('id')
      .limit(1)
    expect(data).toEqual([{ title: 'L1', bids: [] }])
  })

  it('filters, orders, ranges and counts', async () => {
    const { data } = await alice
      .from('lots')
      .select('title')
      .or('title.ilike.l%,status.eq.draft')
      .in('status', ['open', 'draft'])
      .order('title', { ascending: false })
    expect(data?.map((lot) => lot.title)).toEqual(['draft', 'L2', 'L1'])
    const page = await alice.from('lots').select('id', { count: 'exact' }).range(1, 1)
    expect([page.data, page.count, page.status]).toEqual([[{ id: 2 }], 3, 206])
    const head = await alice.from('lots').select('*', { count: 'exact', head: true })
    expect([head.count, head.data]).toEqual([3, null])
    const path = await alice.from('lots').select('title, t:meta->t->>0').eq('meta->>a', '1')
    expect(path.data).toEqual([{ title: 'L1', t: 'x' }])
  })

  it('reads tables that only one role may see', async () => {
    await stack.sql`insert into public.watches values (${BOB}, 1), (${ALICE}, 2)`
    expect((await bob.from('watches').select()).data).toEqual([{ user_id: BOB, lot_id: 1 }])
    for (const [client, status] of [
      [stack.anon, 401],
      [stack.service, 403],
    ] as const) {
      const refused = await client.from('watches').select()
      expect([refused.error?.code, refused.status]).toEqual(['42501', status])
    }
  })

  it('cuts reads at max_rows', async () => {
    await stack.sql`insert into public.lots (seller_id, title, status) select ${ALICE}, 'm' || i, 'open' from generate_series(1, 20) i`
    expect((await stack.anon.from('lots').select('id')).data).toHaveLength(5)
  })
})

describe('writing', () => {
  it('inserts, returns, updates and deletes own rows', async () => {
    const inserted = await alice
      .from('lots')
      .insert({ title: 'new', meta: { b: 2 }, tags: ['x', 'y'] })
      .select()
      .single()
    expect(inserted.error).toBeNull()
    expect(inserted.data).toMatchObject({
      title: 'new',
      meta: { b: 2 },
      tags: ['x', 'y'],
      seller_id: ALICE,
    })
    const updated = await alice
      .from('lots')
      .update({ status: 'open' })
      .eq('id', inserted.data.id)
      .select('status')
    expect(updated.data).toEqual([{ status: 'open' }])
    const deleted = await alice.from('lots').delete().eq('id', inserted.data.id).select('id')
    expect(deleted.data).toEqual([{ id: inserted.data.id }])
  })

  it('inserts many rows and upserts', async () => {
    const many = await alice
      .from('lots')
      .insert([{ title: 'a' }, { title: 'b' }])
      .select('title')
    expect(many.data).toEqual([{ title: 'a' }, { title: 'b' }])
    const upsert = await stack.service
      .from('profiles')
      .upsert({ id: ALICE, handle: 'renamed' }, { onConflict: 'id' })
      .select('handle')
    expect(upsert.data).toEqual([{ handle: 'renamed' }])
  })

  it('inserts null where a row of several lacks a key, as PostgREST does (23502)', async () => {
    const rows = [{ title: 'h1', status: 'open' }, { title: 'h2' }]
    const { error, status } = await alice.from('lots').insert(rows).select('status')
    expect([error?.code, status]).toEqual(['23502', 400])
    const nullable = [
      { title: 'h1', meta: { a: 1 } },
      { title: 'h2', meta: {}, tags: ['x'] },
    ]
    expect((await alice.from('lots').insert(nullable)).error?.code).toBe('23502')
    const defaults = await alice.from('lots').insert(rows, { defaultToNull: false })
    expect([defaults.error?.code, defaults.status]).toEqual(['PGRST127', 400])
    const titles = await stack.sql`select title from public.lots order by id`
    expect(titles.map(({ title }) => title)).toEqual(['L1', 'L2', 'draft'])
  })

  it.each([
    ['an object', { nested: { deep: [1, null] } }, 'object'],
    ['an array', [1, 'two'], 'array'],
    ['a plain string', 'just text', 'string'],
    ['a number', 5, 'number'],
  ])('stores %s in jsonb as what it is', async (_, meta, type) => {
    const { data, error } = await alice
      .from('lots')
      .insert({ title: 'json', meta })
      .select('meta')
      .single()
    expect(error).toBeNull()
    expect(data?.meta).toEqual(meta)
    const rows =
      await stack.sql`select jsonb_typeof(meta) as type from public.lots where title = 'json'`
    expect(rows).toEqual([{ type }])
  })

  it('changes nothing of others and says so by returning no row', async () => {
    const { data } = await bob.from('lots').update({ title: 'mine' }).eq('id', 1).select()
    expect(data).toEqual([])
    expect(await stack.sql`select title from public.lots where id = 1`).toEqual([{ title: 'L1' }])
  })

  it('undoes a write whose single() cannot be answered (PGRST116)', async () => {
    const lots = () => alice.from('lots')
    const writes = [
      lots()
        .insert([{ title: 's1' }, { title: 's2' }])
        .select()
        .single(),
      lots().update({ title: 'changed' }).eq('status', 'open').select().single(),
      lots().delete().in('title', ['L2', 'draft']).select().single(),
      alice.rpc('bump_many', { p_rows: 2 }).select('n').single(),
    ]
    for (const { error, status } of await Promise.all(writes)) {
      expect([error?.code, status]).toEqual(['PGRST116', 406])
    }
    const titles = await stack.sql`select title from public.lots order by id`
    expect(titles.map(({ title }) => title)).toEqual(['L1', 'L2', 'draft'])
    expect(await stack.sql`select value from public.counters`).toEqual([{ value: 0 }])
  })

  it('keeps what a revoke took away', async () => {
    const direct = await bob.from('bids').insert({ lot_id: 1, bidder_id: BOB, amount_cents: 5 })
    expect([direct.error?.code, direct.status]).toEqual(['42501', 403])
    const column = await alice.from('lots').insert({ title: 'x', price_cents: 1 })
    expect(column.error?.code).toBe('42501')
    const anon = await stack.anon.from('lots').insert({ title: 'x' })
    expect([anon.error?.code, anon.status]).toEqual(['42501', 401])
    const grants = await stack.sql`
      select has_table_privilege('anon', 'public.bids', 'select') as read,
        has_table_privilege('authenticated', 'public.bids', 'insert') as write`
    expect(grants).toEqual([{ read: false, write: false }])
  })
})
