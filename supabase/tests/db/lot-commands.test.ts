/** The run of a show: order, terms, removal. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow, ShowRow } from '../support/shapes.ts'

let market: Market
let show: Show
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

const host = <T>(name: string, args: Arguments, caller = show.host) =>
  call<T>(market.db, caller, name, args)
const open = (lot: string, seconds = 600) =>
  host<AuctionRow>('open_lot', { p_auction_id: lot, p_seconds: seconds })
const reorder = (ids: string[] | null, caller = show.host, id = show.id) =>
  host<ShowRow>('reorder_lots', { p_show_id: id, p_auction_ids: ids }, caller)
const update = (lot: string, args: Arguments, caller = show.host) =>
  host<AuctionRow>('update_lot', { p_auction_id: lot, ...args }, caller)
const quick = (args: Arguments = {}, caller = show.host) =>
  host<AuctionRow>(
    'quick_lot',
    { p_show_id: show.id, p_title: 'Blue vase', p_starting_price_cents: 500, ...args },
    caller,
  )

async function lots(count: number, of = show): Promise<string[]> {
  const made: string[] = []
  for (let index = 0; index < count; index += 1) made.push(await market.lot(of))
  return made
}

async function run(id = show.id): Promise<string[]> {
  const rows = await market.db.sql<{ id: string }[]>`
    select id from public.auctions where show_id = ${id} order by lot_number`
  return rows.map((row) => row.id)
}

async function product(lot: string): Promise<{ status: string; title: string } | undefined> {
  const [row] = await market.db.sql<{ status: string; title: string }[]>`
    select p.status, p.title from public.products p join public.auctions a on a.product_id = p.id where a.id = ${lot}`
  return row
}

const outsiders = async (attempt: (caller: string) => Promise<unknown>): Promise<void> => {
  expect(await failureOf(attempt(ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(attempt(market.seller))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(attempt('anon'))).toMatchObject({ code: '42501' })
}

test('reorder_lots puts the waiting lots in the order given and tells viewers', async () => {
  const [a = '', b = '', c = ''] = await lots(3)
  const before = await market.db.sql<
    ShowRow[]
  >`select version from public.shows where id = ${show.id}`
  const { version } = await reorder([c, a, b])
  expect(await run()).toEqual([c, a, b])
  expect(version).toBe((before[0]?.version ?? 0) + 1)
  const numbers = await market.db.sql<{ lot_number: number }[]>`
    select lot_number from public.auctions where show_id = ${show.id} order by 1`
  expect(numbers.map((row) => row.lot_number)).toEqual([1, 2, 3])
})

test('reorder_lots leaves what is open or over its number', async () => {
  const [a = '', b = '', c = '', d = ''] = await lots(4)
  await open(b)
  await reorder([d, c, a])
  expect(await run()).toEqual([d, b, c, a])
})

test.each<[string, (ids: string[]) => string[] | null, string]>([
  ['nothing', () => null, 'INVAL'],
  ['a lot twice', ([a = '', b = '']) => [a, a, b], 'INVAL'],
  ['too few', ([a = '']) => [a], 'STATE'],
  ['a lot that is not there', (ids) => [...ids, randomUUID()], 'NOFND'],
])('reorder_lots refuses %s', async (_what, listOf, code) => {
  const ids = await lots(2)
  expect(await failureOf(reorder(listOf(ids)))).toMatchObject({ code })
  expect(await run()).toEqual(ids)
})

test('reorder_lots refuses an open lot in the list (STATE), one of another show (NOFND), an ended show (STATE)', async () => {
  const [a = '', b = ''] = await lots(2)
  const [elsewhere = ''] = await lots(1, await market.show())
  expect(await failureOf(reorder([a, b, elsewhere]))).toMatchObject({ code: 'NOFND' })
  await open(a)
  expect(await failureOf(reorder([a, b]))).toMatchObject({ code: 'STATE' })
  await host('pass_lot', { p_auction_id: a })
  await host('end_show', { p_show_id: show.id })
  expect(await failureOf(reorder([]))).toMatchObject({ code: 'STATE', detail: { status: 'ended' } })
})

test('reorder_lots and a new lot at once: the order holds or is refused, no number twice', async () => {
  const [a = '', b = ''] = await lots(2)
  const extra = await market.product(show.host)
  const [, added] = await Promise.allSettled([
    reorder([b, a]),
    host<AuctionRow>('add_lot', {
      p_show_id: show.id,
      p_product_id: extra,
      p_starting_price_cents: 100,
    }),
    reorder([a, b]),
  ])
  expect(added.status).toBe('fulfilled')
  const after = await run()
  expect(new Set(after.slice(0, 2))).toEqual(new Set([a, b]))
  expect(after).toHaveLength(3)
})

test('update_lot changes the terms of a waiting lot', async () => {
  const [lot = ''] = await lots(1)
  await update(lot, {
    p_title: ' New​ name ',
    p_starting_price_cents: 2500,
    p_duration_seconds: 45,
    p_soft_close_seconds: 5,
    p_reserve_cents: 9000,
  })
  expect(await market.snapshot(lot)).toMatchObject({
    title: 'New name',
    starting_price_cents: 2500,
    price_cents: 2500,
    min_bid_cents: 2500,
    duration_seconds: 45,
    soft_close_seconds: 5,
    has_reserve: true,
    reserve_met: false,
  })
  expect(await product(lot)).toMatchObject({ title: 'New name' })
  await open(lot)
  await market.bid(ann, lot, 8000)
  expect(await market.snapshot(lot)).toMatchObject({ reserve_met: false, price_cents: 8000 })
  await market.bid(ann, lot, 9000)
  expect(await market.snapshot(lot)).toMatchObject({ reserve_met: true, price_cents: 9000 })
})

test('update_lot leaves alone what is null, and takes a reserve away only when told', async () => {
  const lot = await market.lot(show, { p_reserve_cents: 5000 })
  await update(lot, { p_duration_seconds: 20 })
  expect(await market.snapshot(lot)).toMatchObject({
    has_reserve: true,
    starting_price_cents: 1000,
  })
  await update(lot, { p_no_reserve: true })
  expect(await market.snapshot(lot)).toMatchObject({ has_reserve: false, reserve_met: true })
})

test.each<[string, Arguments]>([
  ['p_title', { p_title: 'ab' }],
  ['p_title', { p_title: '​​​' }],
  ['p_title', { p_title: 'x'.repeat(121) }],
  ['p_starting_price_cents', { p_starting_price_cents: 0 }],
  ['p_starting_price_cents', { p_starting_price_cents: 10_000_000_000 }],
  ['p_reserve_cents', { p_reserve_cents: 999 }],
  ['p_duration_seconds', { p_duration_seconds: 4 }],
  ['p_duration_seconds', { p_duration_seconds: 601 }],
  ['p_soft_close_seconds', { p_soft_close_seconds: -1 }],
  ['p_soft_close_seconds', { p_soft_close_seconds: 601 }],
])('update_lot refuses bad terms (INVAL %s) %j', async (field, args) => {
  const [lot = ''] = await lots(1)
  expect(await failureOf(update(lot, args))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('update_lot keeps a starting price between floor and buy-now price (INVAL)', async () => {
  const bin = await market.lot(show, { p_buy_now_cents: 3000 })
  const bad = { code: 'INVAL', detail: { field: 'p_starting_price_cents' } }
  expect(await failureOf(update(bin, { p_starting_price_cents: 3000 }))).toMatchObject(bad)
  const falling = await market.lot(show, {
    p_format: 'descending',
    p_terms: { floor_cents: 500, step_cents: 50, tick_seconds: 1 },
  })
  expect(await failureOf(update(falling, { p_starting_price_cents: 500 }))).toMatchObject(bad)
  expect(await failureOf(update(falling, { p_reserve_cents: 5000 }))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_reserve_cents' },
  })
})

test('update_lot changes only the duration once somebody has pre-bid (STATE)', async () => {
  const [lot = ''] = await lots(1)
  expect(await market.bid(ann, lot, 5000)).toMatchObject({ outcome: 'pending' })
  for (const args of [
    { p_starting_price_cents: 6000 },
    { p_title: 'Something else' },
    { p_soft_close_seconds: 0 },
    { p_reserve_cents: 9000 },
  ]) {
    expect(await failureOf(update(lot, args))).toMatchObject({ code: 'STATE' })
  }
  expect(await update(lot, { p_duration_seconds: 60 })).toMatchObject({ duration_seconds: 60 })
})

test('update_lot refuses an open lot (STATE), others’ lots and timed auctions (NOFND, 42501)', async () => {
  const [lot = ''] = await lots(1)
  await outsiders((caller) => update(lot, { p_duration_seconds: 20 }, caller))
  await open(lot)
  expect(await failureOf(update(lot, { p_duration_seconds: 20 }))).toMatchObject({ code: 'STATE' })
  const timed = await market.draftAuction()
  expect(await failureOf(update(timed, { p_duration_seconds: 20 }, market.seller))).toMatchObject({
    code: 'NOFND',
  })
})

const remove = (lot: string, caller = show.host) =>
  host<AuctionRow>('remove_lot', { p_auction_id: lot }, caller)

test('remove_lot takes a waiting lot out; its product can be offered again', async () => {
  const [a = '', b = ''] = await lots(2)
  await host('pin_lot', { p_show_id: show.id, p_auction_id: a })
  expect(await remove(a)).toMatchObject({ status: 'cancelled' })
  expect(await product(a)).toMatchObject({ status: 'draft' })
  const [row] = await market.db.sql<ShowRow[]>`
    select pinned_auction_id from public.shows where id = ${show.id}`
  expect(row?.pinned_auction_id).toBeNull()
  await reorder([b])
})

test('remove_lot deletes a lot that nobody has seen, pinned or not', async () => {
  show = await market.show('draft')
  const [lot = ''] = await lots(1)
  await host('pin_lot', { p_show_id: show.id, p_auction_id: lot })
  expect(await remove(lot)).toMatchObject({ status: 'cancelled' })
  expect(await run()).toEqual([])
})

test('remove_lot refuses an open or finished lot (STATE), others’ lots (NOFND, 42501)', async () => {
  const [lot = ''] = await lots(1)
  await outsiders((caller) => remove(lot, caller))
  await open(lot)
  expect(await failureOf(remove(lot))).toMatchObject({ code: 'STATE', detail: { status: 'live' } })
  expect(await failureOf(remove(await market.draftAuction(), market.seller))).toMatchObject({
    code: 'NOFND',
  })
})

const pass = (lot: string, caller = show.host) =>
  host<AuctionRow>('pass_lot', { p_auction_id: lot }, caller)

test('the host’s commands on lots share one allowance (RTLIM)', async () => {
  const [lot = ''] = await lots(1)
  await open(lot)
  await market.db.admin`
    insert into private.rate_buckets (bucket, tokens, refilled_at) values (${`host:${show.host}`}, 0, clock_timestamp())
    on conflict (bucket) do update set tokens = -1, refilled_at = clock_timestamp() + interval '1 minute'`
  const attempts = [
    () => reorder([]),
    () => update(lot, {}),
    () => remove(lot),
    () => pass(lot),
    () => quick({ p_category_id: market.category }),
    () => open(lot),
    () => host('extend_lot', { p_auction_id: lot, p_seconds: 30 }),
    () => host('pin_lot', { p_show_id: show.id, p_auction_id: lot }),
  ]
  for (const attempt of attempts) {
    expect(await failureOf(attempt())).toMatchObject({ code: 'RTLIM' })
  }
})

test('update_lot changes the terms again once the pre-bids on them are withdrawn', async () => {
  const [lot = ''] = await lots(1)
  await market.bid(ann, lot, 5000)
  const dearer = () => update(lot, { p_starting_price_cents: 2000 })
  expect(await failureOf(dearer())).toMatchObject({ code: 'STATE' })
  await host('retract_bid', { p_auction_id: lot, p_seq: 0, p_reason: 'typo' }, ann)
  expect(await dearer()).toMatchObject({ starting_price_cents: 2000 })
})
