/** Lots made up on the spot. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'

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

test('quick_lot makes product and lot in one step, numbered, in the category of the lot before', async () => {
  const [before = ''] = await lots(1)
  const lot = await quick({ p_duration_seconds: 20 })
  expect(lot).toMatchObject({ lot_number: 2, status: 'scheduled', duration_seconds: 20 })
  expect(await product(lot.id)).toEqual({ status: 'active', title: 'Blue vase' })
  const categories = await market.db.sql`
    select distinct category_id from public.auctions where id in (${before}, ${lot.id})`
  expect(categories).toHaveLength(1)
})

test('quick_lot opens at once when told to', async () => {
  const lot = await quick({ p_open: true, p_category_id: market.category })
  expect(lot).toMatchObject({ status: 'live', version: 1 })
})

test('quick_lot leaves nothing behind when the lot cannot be opened (STATE)', async () => {
  const [other = ''] = await lots(1)
  await open(other)
  const count = () => market.db.sql`select id from public.products where seller_id = ${show.host}`
  const before = await count()
  expect(await failureOf(quick({ p_open: true }))).toMatchObject({ code: 'STATE' })
  expect(await count()).toEqual(before)
})

test('quick_lot respects the audience’s latency (STATE) unless confirmed', async () => {
  await host('show_heartbeat', { p_show_id: show.id, p_rtt_ms: 4000 }, ann)
  const args = { p_open: true, p_category_id: market.category, p_soft_close_seconds: 3 }
  expect(await failureOf(quick(args))).toMatchObject({
    code: 'STATE',
    detail: { extension_ms: 3000, p95_ms: 4000 },
  })
  expect(await quick({ ...args, p_confirm_latency: true })).toMatchObject({ status: 'live' })
})

test.each<[string, Arguments]>([
  ['p_title', { p_title: '' }],
  ['p_title', { p_title: 'ab' }],
  ['p_title', { p_title: null }],
  ['p_category_id', {}],
  ['p_category_id', { p_category_id: randomUUID() }],
  ['p_starting_price_cents', { p_starting_price_cents: 0, p_category_id: 'own' }],
  ['p_duration_seconds', { p_duration_seconds: 3, p_category_id: 'own' }],
  ['p_soft_close_seconds', { p_soft_close_seconds: 601, p_category_id: 'own' }],
])('quick_lot refuses bad input (INVAL %s) %j', async (field, args) => {
  const filled = args.p_category_id === 'own' ? { ...args, p_category_id: market.category } : args
  expect(await failureOf(quick(filled))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('quick_lot is for the host of a show that is not over (NOFND, 42501, STATE)', async () => {
  const args = { p_category_id: market.category }
  await outsiders((caller) => quick(args, caller))
  await host('end_show', { p_show_id: show.id })
  expect(await failureOf(quick(args))).toMatchObject({ code: 'STATE' })
})

test('quick_lot refuses to open while the platform is paused (PAUSD)', async () => {
  await market.db.admin`update public.platform_status set paused_at = clock_timestamp()`
  const failure = await failureOf(quick({ p_open: true, p_category_id: market.category }))
  await market.db.admin`update public.platform_status set paused_at = null`
  expect(failure).toMatchObject({ code: 'PAUSD' })
})
