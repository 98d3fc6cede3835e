/** Timed auctions: drafting, scheduling, withdrawing. Errors are raised with their code, and a refusal changes nothing. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

async function productStatus(auction: string): Promise<string | undefined> {
  const [row] = await market.db.sql<{ status: string }[]>`
    select p.status from public.products p join public.auctions a on a.product_id = p.id where a.id = ${auction}`
  return row?.status
}

const create = async (args: Arguments, seller = market.seller): Promise<AuctionRow> =>
  call<AuctionRow>(market.db, seller, 'create_auction', {
    p_product_id: args.p_product_id ?? (await market.product()),
    p_starting_price_cents: 1000,
    ...args,
  })

const schedule = (auction: string, args: Arguments, seller = market.seller): Promise<AuctionRow> =>
  call<AuctionRow>(market.db, seller, 'schedule_auction', { p_auction_id: auction, ...args })

const cancel = (auction: string, seller = market.seller): Promise<AuctionRow> =>
  call<AuctionRow>(market.db, seller, 'cancel_auction', { p_auction_id: auction })

test('create_auction drafts an auction that only its seller sees', async () => {
  const { id, status } = await create({})
  expect(status).toBe('draft')
  expect(await market.snapshot(id, market.seller)).toMatchObject({ status: 'draft', version: 0 })
  expect(await failureOf(market.snapshot(id, ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(market.snapshot(id))).toMatchObject({ code: 'NOFND' })
})

test.each<[string, Arguments]>([
  ['p_starting_price_cents', { p_starting_price_cents: 0 }],
  ['p_starting_price_cents', { p_starting_price_cents: 10_000_000_000 }],
  ['p_starting_price_cents', { p_starting_price_cents: null }],
  ['p_reserve_cents', { p_reserve_cents: 999 }],
  ['p_ladder', { p_ladder: 'none' }],
  ['p_ladder', { p_ladder: null }],
  ['p_soft_close_seconds', { p_soft_close_seconds: 601 }],
  ['p_soft_close_seconds', { p_soft_close_seconds: -1 }],
])('create_auction refuses bad terms (INVAL %s) %j', async (field, args) => {
  expect(await failureOf(create(args))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('create_auction refuses people without a shop and applicants (42501)', async () => {
  const applicant = await market.db.createUser()
  await call(market.db, applicant, 'apply_as_seller', { p_shop_name: 'Not yet' })
  const product = await market.product()
  for (const caller of [ann, applicant]) {
    const attempt = create({ p_product_id: product }, caller)
    expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  }
})

test('create_auction refuses another seller’s product and an unknown one (NOFND)', async () => {
  const other = await market.newSeller()
  const theirs = await market.product(other)
  for (const product of [theirs, randomUUID(), null]) {
    const attempt = call(market.db, market.seller, 'create_auction', {
      p_product_id: product,
      p_starting_price_cents: 1000,
    })
    expect(await failureOf(attempt)).toMatchObject({ code: 'NOFND' })
  }
})

test('create_auction refuses a product that is on offer already (STATE)', async () => {
  const product = await market.product()
  await create({ p_product_id: product })
  expect(await failureOf(create({ p_product_id: product }))).toMatchObject({ code: 'STATE' })
})

test('create_auction refuses a flood (RTLIM)', async () => {
  await create({})
  await market.db.sql`
    update private.rate_buckets set tokens = 0, refilled_at = clock_timestamp() where bucket like 'make_auction:%'`
  expect(await failureOf(create({}))).toMatchObject({
    code: 'RTLIM',
    detail: { retry_after_ms: expect.any(Number) },
  })
})

test('schedule_auction without a start opens at once, with the terms in the ledger', async () => {
  const { id } = await create({ p_reserve_cents: 54_321 })
  expect(await schedule(id, { p_ends_at: soon(60) })).toMatchObject({ status: 'live', version: 1 })
  const [opened] = await market.ledger(id)
  expect(opened).toMatchObject({ seq: 1, kind: 'opened', price_cents: 1000, reserve_met: false })
  expect(JSON.parse(opened?.detail ?? '')).toMatchObject({
    starting_price_cents: 1000,
    has_reserve: true,
    soft_close_seconds: 120,
  })
  expect(opened?.detail).not.toContain('54321')
  expect(await productStatus(id)).toBe('active')
})

test('schedule_auction announces a later start and can be called again before it', async () => {
  const { id } = await create({})
  expect(await schedule(id, { p_starts_at: soon(600), p_ends_at: soon(1200) })).toMatchObject({
    status: 'scheduled',
    version: 0,
  })
  expect(await market.snapshot(id)).toMatchObject({ status: 'scheduled', head: null })
  expect(await schedule(id, { p_ends_at: soon(60) })).toMatchObject({ status: 'live' })
  expect(await failureOf(schedule(id, { p_ends_at: soon(90) }))).toMatchObject({
    code: 'STATE',
    detail: { status: 'live' },
  })
})

test.each<[string, () => Arguments]>([
  ['p_ends_at', () => ({ p_ends_at: null })],
  ['p_ends_at', () => ({ p_ends_at: soon(20) })],
  ['p_ends_at', () => ({ p_ends_at: soon(-3600) })],
  ['p_ends_at', () => ({ p_ends_at: soon(31 * 86_400) })],
  ['p_starts_at', () => ({ p_starts_at: soon(91 * 86_400), p_ends_at: soon(92 * 86_400) })],
])('schedule_auction refuses impossible times (INVAL %s)', async (field, args) => {
  const { id } = await create({})
  expect(await failureOf(schedule(id, args()))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('schedule_auction refuses lots, which their host opens (STATE)', async () => {
  const show = await market.show('scheduled')
  const lot = await market.lot(show)
  const attempt = schedule(lot, { p_ends_at: soon(60) }, show.host)
  expect(await failureOf(attempt)).toMatchObject({ code: 'STATE' })
})

test('schedule_auction and cancel_auction know only the own auctions (NOFND, 42501)', async () => {
  const { id } = await create({})
  const other = await market.newSeller()
  for (const caller of [other, ann]) {
    expect(await failureOf(schedule(id, { p_ends_at: soon(60) }, caller))).toMatchObject({
      code: 'NOFND',
    })
    expect(await failureOf(cancel(id, caller))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(cancel(randomUUID()))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(cancel(id, 'anon'))).toMatchObject({ code: '42501' })
})

test('cancel_auction withdraws a running auction without bids and frees the product', async () => {
  const id = await market.auction()
  expect(await cancel(id)).toMatchObject({ status: 'cancelled' })
  expect((await market.ledger(id)).map((row) => row.kind)).toEqual(['opened', 'cancelled'])
  expect(await market.snapshot(id)).toMatchObject({ status: 'cancelled' })
  expect(await productStatus(id)).toBe('draft')
  expect(await market.bid(ann, id, 1000)).toMatchObject({ outcome: 'refused', code: 'LATEB' })
})

test('cancel_auction refuses an auction with bids, and a second time (STATE)', async () => {
  const bidOn = await market.auction()
  await market.bid(ann, bidOn, 1000)
  expect(await failureOf(cancel(bidOn))).toMatchObject({ code: 'STATE' })
  const gone = await market.auction()
  await cancel(gone)
  expect(await failureOf(cancel(gone))).toMatchObject({
    code: 'STATE',
    detail: { status: 'cancelled' },
  })
})

test('a suspended seller publishes nothing (42501)', async () => {
  const seller = await market.newSeller()
  const auction = await market.draftAuction({ seller })
  await market.db.sql`update public.sellers set status = 'suspended' where id = ${seller}`
  const attempt = schedule(auction, { p_ends_at: soon(3600) }, seller)
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  const [row] = await market.db.sql`select status from public.auctions where id = ${auction}`
  expect(row?.status).toBe('draft')
})
