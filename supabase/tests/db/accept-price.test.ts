/** Descending auctions: the price is a function of time alone, the first to accept it wins. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { acceptPrice, openSale, ordersOf, rewind, saleSnapshot } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'
import { waitsForLock } from '../support/waiting.ts'

/** So long that no tick falls into a test by itself. */
const TICK_S = 600

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

async function falling(ticks = 0): Promise<string> {
  const auction = await openSale(market, {
    format: 'descending',
    startingPrice: 1000,
    terms: { floor_cents: 450, step_cents: 100, tick_seconds: TICK_S },
    runsFor: 86_400,
  })
  if (ticks > 0) await rewind(market, auction, ticks * TICK_S * 1000)
  return auction
}

test.each([
  [-5, 1000],
  [0, 1000],
  [0.999, 1000],
  [1, 900],
  [1.5, 900],
  [5, 500],
  [6, 450],
  [1_000_000, 450],
])('descending_price after %d ticks is %d', async (ticks, price) => {
  const [row] = await market.db.sql`
    select private.descending_price(1000, 450, 100, 7, make_interval(secs => ${ticks * 7}))::int as price`
  expect(row).toEqual({ price })
})

test('the price falls with time alone, in snapshots, in the catalogue and in the seller’s eyes', async () => {
  const auction = await falling(2)
  expect(await saleSnapshot(market, auction)).toMatchObject({
    status: 'live',
    price_cents: 800,
    min_bid_cents: 800,
    version: 1,
    descending: { floor_cents: 450, step_cents: 100, tick_seconds: TICK_S },
  })
  await market.db.sql`select private.tick()`
  const [row] = await market.db
    .sql`select price_cents::int from public.auctions where id = ${auction}`
  expect(row).toEqual({ price_cents: 800 })
  await rewind(market, auction, 20 * TICK_S * 1000)
  expect(await saleSnapshot(market, auction)).toMatchObject({ price_cents: 450 })
})

test('accept_price wins at the price of the moment', async () => {
  const auction = await falling(3)
  const reply = await acceptPrice(market, ann, auction, 700)
  expect(reply).toMatchObject({ outcome: 'bought', price_cents: 700, version: 2 })
  const ledger = await market.ledger(auction)
  expect(ledger.at(-1)).toMatchObject({
    kind: 'sold',
    bidder: reply.leader,
    amount_cents: 700,
    price_cents: 700,
    detail: '{"accepted":true}',
  })
  expect(faultOf(ledger)).toBeNull()
  expect(await ordersOf(market, auction)).toMatchObject([
    { id: reply.order_id, buyer_id: ann, cents: 700, seq: 2, effects: 1 },
  ])
  expect(await saleSnapshot(market, auction)).toMatchObject({ status: 'sold', price_cents: 700 })
  expect(await acceptPrice(market, bob, auction, 700)).toMatchObject({ code: 'SOLDX' })
})

test.each([800, 600, 1, 9_999_999_999])(
  'accept_price refuses %d when the price is 700 (STATE {price_cents})',
  async (price) => {
    const auction = await falling(3)
    expect(await acceptPrice(market, ann, auction, price)).toMatchObject({
      outcome: 'refused',
      code: 'STATE',
      detail: { price_cents: 700 },
      price_cents: 700,
    })
    expect(await market.ledger(auction)).toHaveLength(1)
  },
)

test('accept_price again with its key gets the same reply; another price with it is refused (IDMPT)', async () => {
  const auction = await falling()
  const key = randomUUID()
  const { server_time: _first, ...first } = await acceptPrice(market, ann, auction, 1000, key)
  const { server_time: _second, ...second } = await acceptPrice(market, ann, auction, 1000, key)
  expect(second).toEqual(first)
  expect(await failureOf(acceptPrice(market, ann, auction, 900, key))).toMatchObject({
    code: 'IDMPT',
  })
})

test('accept_price refuses the seller (OWNLT) and after the end (LATEB); unaccepted it ends unsold', async () => {
  const auction = await falling(2)
  expect(await acceptPrice(market, market.seller, auction, 800)).toMatchObject({ code: 'OWNLT' })
  await market.endIn(auction, -1)
  expect(await acceptPrice(market, ann, auction, 800)).toMatchObject({ code: 'LATEB' })
  const closed = await call(market.db, ann, 'close_auction', { p_auction_id: auction })
  expect(closed).toMatchObject({ status: 'unsold' })
  expect(await ordersOf(market, auction)).toEqual([])
})

test('accept_price refuses before the opening (NLIVE), while paused (PAUSD) and in a flood (RTLIM)', async () => {
  const later = await openSale(market, {
    format: 'descending',
    terms: { floor_cents: 450, step_cents: 100, tick_seconds: TICK_S },
    startsIn: 600,
  })
  expect(await acceptPrice(market, ann, later, 1000)).toMatchObject({ code: 'NLIVE' })
  const auction = await falling()
  await market.db.sql`update public.platform_status set paused_at = now()`
  const paused = await acceptPrice(market, ann, auction, 1000)
  await market.db.sql`update public.platform_status set paused_at = null`
  expect(paused).toMatchObject({ code: 'PAUSD' })
  await acceptPrice(market, ann, auction, 1)
  await market.db
    .sql`update private.rate_buckets set tokens = 0, refilled_at = clock_timestamp() where bucket = ${`buy:${ann}`}`
  expect(await acceptPrice(market, ann, auction, 1000)).toMatchObject({ code: 'RTLIM' })
})

test('accept_price refuses bad prices (INVAL), visitors (42501), other formats (STATE), unknown ids (NOFND)', async () => {
  const auction = await falling()
  for (const price of [0, -1, 10_000_000_000]) {
    expect(await failureOf(acceptPrice(market, ann, auction, price))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_price_cents' },
    })
  }
  expect(await failureOf(acceptPrice(market, 'anon', auction, 1000))).toMatchObject({
    code: '42501',
  })
  const english = await market.auction()
  expect(await failureOf(acceptPrice(market, ann, english, 1000))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(acceptPrice(market, ann, randomUUID(), 1000))).toMatchObject({
    code: 'NOFND',
  })
})

test('extend_lot refuses a descending lot, whose price runs by its own clock (STATE)', async () => {
  const show = await market.show()
  const lot = await market.lot(show, {
    p_format: 'descending',
    p_terms: { floor_cents: 450, step_cents: 100, tick_seconds: 5 },
    p_duration_seconds: 60,
  })
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  const attempt = call(market.db, show.host, 'extend_lot', { p_auction_id: lot, p_seconds: 30 })
  expect(await failureOf(attempt)).toMatchObject({ code: 'STATE' })
})

test('the catalogue’s refresh does not overwrite the price of a sale that it waited for', async () => {
  const auction = await falling()
  const refreshing = market.db.connect()
  const refreshed = await market.db.as(ann, async (tx) => {
    await tx`select public.accept_price(${auction}, 1000, ${randomUUID()})`
    // The price falls between the sale and the refresh, which cannot see the sale yet.
    await market.db.admin.begin(async (past) => {
      await past`set local session_replication_role = replica`
      await past`
        update private.auction_events set placed_at = placed_at - make_interval(secs => ${TICK_S}) where auction_id = ${auction}`
    })
    const done = refreshing`select private.project_descending()`.execute()
    await waitsForLock(market.db, 'project_descending')
    return { done }
  })
  await refreshed.done
  const [row] = await market.db
    .sql`select status, price_cents::int from public.auctions where id = ${auction}`
  expect(row).toEqual({ status: 'sold', price_cents: 1000 })
})
