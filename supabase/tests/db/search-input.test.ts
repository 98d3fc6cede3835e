/** What search_catalog refuses, and what it does when many ask: INVAL by field, cursors, RTLIM. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { type Search, search, searchAll } from '../support/search.ts'

const PAGES = 5
let market: Market

beforeAll(async () => {
  market = await openMarket()
  for (let n = 0; n < PAGES; n += 1) await market.auction({ startingPrice: 1000 + 100 * n })
})
afterAll(() => market.db.drop())

const refused = (asked: Search) => failureOf(search(market, asked))

describe('input', () => {
  const wrong: [field: string, asked: Search][] = [
    ['p_sort', { sort: 'cheapest' }],
    ['p_sort', { sort: 'created_at; select 1' }],
    ['p_limit', { limit: 0 }],
    ['p_limit', { limit: 61 }],
    ['p_limit', { limit: -1 }],
    ['p_query', { query: 'x'.repeat(201) }],
    ['p_query', { query: '-things' }],
    ['p_query', { query: 'thing or -things' }],
    ['p_filters', { filters: [] }],
    ['p_filters', { filters: 'live' }],
    ['p_filters', { filters: 7 }],
    ['colour', { filters: { colour: 'red' } }],
    ['reserve_cents', { filters: { reserve_cents: 1 } }],
    ["x'); select 1", { filters: { "x'); select 1": 1 } }],
    ['status', { filters: { status: 'draft' } }],
    ['status', { filters: { status: 'sold' } }],
    ['status', { filters: { status: [] } }],
    ['status', { filters: { status: ['live', 5] } }],
    ['status', { filters: { status: { live: true } } }],
    ['condition', { filters: { condition: 'broken' } }],
    ['condition', { filters: { condition: Array.from({ length: 51 }, () => 'new') } }],
    ['format', { filters: { format: 'dutch' } }],
    ['category', { filters: { category: 'no-such' } }],
    ['category', { filters: { category: 5 } }],
    ['seller', { filters: { seller: 'nobody' } }],
    ['seller', { filters: { seller: ['a', 'b'] } }],
    ['min_price_cents', { filters: { min_price_cents: '100' } }],
    ['min_price_cents', { filters: { min_price_cents: -1 } }],
    ['min_price_cents', { filters: { min_price_cents: 1.5 } }],
    ['max_price_cents', { filters: { max_price_cents: 1e15 } }],
    ['max_price_cents', { filters: { min_price_cents: 2, max_price_cents: 1 } }],
  ]
  test.each(wrong)('search_catalog refuses a wrong %s: %j (INVAL)', async (field, asked) => {
    expect(await refused(asked)).toMatchObject({ code: 'INVAL', detail: { field } })
  })

  test('search_catalog takes null for every argument and filter', async () => {
    const { items } = await search(market, {
      filters: { category: null, status: null, seller: null, min_price_cents: null },
    })
    expect(items).toHaveLength(PAGES)
    const bare = await call<{ items: unknown[] }>(market.db, 'anon', 'search_catalog')
    expect(bare.items).toHaveLength(PAGES)
  })
})

describe('cursors', () => {
  test('search_catalog goes on where it was while lots come, change and go', async () => {
    const before = await searchAll(market, { sort: 'price_asc' })
    const [first = '', , third = ''] = before
    const seen = await searchAll(market, { sort: 'price_asc', limit: 2 }, async (page) => {
      if (page !== 1) return
      await market.db.admin`update public.auctions set price_cents = 1 where id = ${third}`
      await market.db.admin`update public.auctions set status = 'cancelled' where id = ${first}`
      await market.auction({ startingPrice: 1 })
    })
    // The third is now before the page that was read: skipped, not shown twice; nobody else is lost.
    expect(seen).toEqual(before.filter((id) => id !== third))
    await market.db.admin`update public.auctions set price_cents = 1200 where id = ${third}`
  })

  test('search_catalog refuses a cursor that is not its own (INVAL)', async () => {
    const asked = { sort: 'newest', limit: 1, filters: { status: 'live' } }
    const { next_cursor: cursor } = await search(market, asked)
    if (cursor === null) throw new Error('no second page')
    expect((await search(market, { ...asked, cursor })).items).toHaveLength(1)
    const invalid = { code: 'INVAL', detail: { field: 'p_cursor' } }
    const flipped = (at: number) =>
      cursor.slice(0, at) + (cursor[at] === '0' ? '1' : '0') + cursor.slice(at + 1)
    const forged = [
      ...[0, 31, 32, 40, cursor.length - 1].map(flipped),
      cursor.slice(0, -2),
      `${cursor}00`,
      cursor.toUpperCase(),
      '',
      'null',
      '[]',
      'ff'.repeat(40),
      "' or 1=1 --",
      'ab'.repeat(5000),
    ]
    for (const wrong of forged) {
      expect(await refused({ ...asked, cursor: wrong }), wrong).toMatchObject(invalid)
    }
    for (const other of [
      { sort: 'price_asc' },
      { query: 'thing' },
      { filters: { status: 'scheduled' } },
      { filters: {} },
    ]) {
      expect(await refused({ ...asked, ...other, cursor })).toMatchObject(invalid)
    }
    // Only the size of a page may change on the way.
    expect((await search(market, { ...asked, cursor, limit: 60 })).items.length).toBeGreaterThan(1)
  })

  test('search_catalog counts facets for the first page only', async () => {
    const first = await search(market, { limit: 1 })
    expect(first.facets).not.toBeNull()
    expect((await search(market, { limit: 1, cursor: first.next_cursor })).facets).toBeNull()
  })
})

describe('rates', () => {
  /** The refusal itself, not that of a second try: by then a slow machine has refilled the bucket. */
  const flood = async (asked: Search) => {
    for (let n = 0; n < 400; n += 1) {
      const asking = search(market, { ...asked, limit: 1 })
      const failed = await asking.then(
        () => false,
        () => true,
      )
      if (failed) return failureOf(asking)
    }
    return null
  }

  test('search_catalog slows down one address, and nobody else (RTLIM)', async () => {
    const address = randomUUID()
    const failure = await flood({ address })
    expect(failure).toMatchObject({
      code: 'RTLIM',
      detail: { retry_after_ms: expect.any(Number) },
    })
    expect((await search(market, {})).items.length).toBeGreaterThan(0)
    const bidder = await market.bidder()
    expect((await search(market, { caller: bidder, address })).items.length).toBeGreaterThan(0)
    await market.forgetRates()
    expect((await search(market, { address })).items.length).toBeGreaterThan(0)
  })

  test('search_catalog looks at a spent bucket without waiting for whoever writes it (RTLIM)', async () => {
    const address = randomUUID()
    await market.forgetRates()
    await search(market, { address })
    await market.db.admin`update private.rate_buckets set tokens = -1 where bucket like 'search:%'`
    await market.db.connect('supabase_admin').begin(async (tx) => {
      await tx`update private.rate_buckets set refilled_at = refilled_at where bucket like 'search:%'`
      expect(await refused({ address })).toMatchObject({ code: 'RTLIM' })
    })
  })

  test('forget_rates drops buckets that nobody has touched for an hour', async () => {
    await search(market, {})
    await market.db
      .admin`update private.rate_buckets set refilled_at = now() - interval '61 minutes'`
    const [row] = await market.db.admin<
      { dropped: number }[]
    >`select private.forget_rates() as dropped`
    expect(row?.dropped).toBeGreaterThan(0)
    expect(await market.db.admin`select 1 from private.rate_buckets`).toHaveLength(0)
  })
})
