/** Buy now: available until the first bid, or until the reserve is met; it ends the auction at its price, once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { buyNow, openSale, ordersOf, type SaleTerms, saleSnapshot } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'

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

const sale = (terms: SaleTerms = {}) => openSale(market, { buyNow: 9000, ...terms })

test('buy_now ends the auction at its price, with one order for the buyer', async () => {
  const auction = await sale()
  const reply = await buyNow(market, ann, auction)
  expect(reply).toMatchObject({
    outcome: 'bought',
    price_cents: 9000,
    version: 2,
    reserve_met: true,
  })
  const ledger = await market.ledger(auction)
  expect(ledger.map((row) => row.kind)).toEqual(['opened', 'sold'])
  expect(ledger.at(-1)).toMatchObject({
    bidder: reply.leader,
    leader: reply.leader,
    amount_cents: 9000,
    price_cents: 9000,
    bid_count: 0,
    detail: '{"buy_now":true}',
  })
  expect(faultOf(ledger)).toBeNull()
  expect(await ordersOf(market, auction)).toEqual([
    {
      id: reply.order_id,
      buyer_id: ann,
      status: 'pending',
      cents: 9000,
      quantity: 1,
      seq: 2,
      effects: 1,
    },
  ])
  expect(await saleSnapshot(market, auction, ann)).toMatchObject({
    status: 'sold',
    price_cents: 9000,
    buy_now_cents: null,
    you: { order_id: reply.order_id, leading: true },
  })
})

test('the buy-now price stands in the terms of the ledger', async () => {
  const auction = await sale()
  const [opened] = await market.ledger(auction)
  expect(JSON.parse(opened?.detail ?? '')).toMatchObject({ buy_now_cents: 9000 })
  const plain = await market.auction()
  expect((await market.ledger(plain))[0]?.detail).not.toContain('buy_now')
})

test('buy_now is gone with the first bid (SOLDX)', async () => {
  const auction = await sale()
  expect(await saleSnapshot(market, auction)).toMatchObject({ buy_now_cents: 9000 })
  await market.bid(bob, auction, 1000)
  expect(await saleSnapshot(market, auction)).toMatchObject({ buy_now_cents: null })
  expect(await buyNow(market, ann, auction)).toMatchObject({
    outcome: 'refused',
    code: 'SOLDX',
    order_id: null,
  })
  expect(await ordersOf(market, auction)).toEqual([])
})

test('buy_now stays while a reserve is unmet, and goes when it is met (SOLDX)', async () => {
  const auction = await sale({ reserve: 5000 })
  await market.bid(bob, auction, 4000)
  expect(await buyNow(market, ann, auction)).toMatchObject({ outcome: 'bought', price_cents: 9000 })
  expect(await ordersOf(market, auction)).toMatchObject([{ buyer_id: ann, cents: 9000 }])
  const met = await sale({ reserve: 5000 })
  await market.bid(bob, met, 5000)
  expect(await buyNow(market, ann, met)).toMatchObject({ outcome: 'refused', code: 'SOLDX' })
})

test('buy_now tells the displaced leader of an unmet reserve, and nobody else, that they are outbid', async () => {
  const auction = await sale({ reserve: 5000 })
  await market.bid(bob, auction, 4000)
  await buyNow(market, ann, auction)
  const told = await market.db.admin<{ topic: string; event: string }[]>`
    select topic, event from realtime.messages where payload ->> 'auction_id' = ${auction} and topic like 'user:%' order by event`
  expect(told).toEqual([
    { topic: `user:${bob}`, event: 'outbid' },
    { topic: `user:${ann}`, event: 'won' },
  ])
})

test('buy_now refuses everybody whom place_bid refuses (OWNLT, KBANN, UNVER, NOCRD)', async () => {
  const auction = await sale()
  const banned = await market.bidder()
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned })
  const shunned = await market.bidder()
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${market.seller}, ${shunned})`
  const refused: [string, string][] = [
    [market.seller, 'OWNLT'],
    [banned, 'KBANN'],
    [shunned, 'KBANN'],
    [await market.bidder({ confirmed: false }), 'UNVER'],
    [await market.bidder({ card: false }), 'NOCRD'],
  ]
  for (const [user, code] of refused) {
    expect(await buyNow(market, user, auction)).toMatchObject({ outcome: 'refused', code })
  }
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('buy_now refuses while the platform is paused (PAUSD)', async () => {
  const auction = await sale()
  await market.db.sql`update public.platform_status set paused_at = now()`
  const reply = await buyNow(market, ann, auction)
  await market.db.sql`update public.platform_status set paused_at = null`
  expect(reply).toMatchObject({ outcome: 'refused', code: 'PAUSD' })
})

test('buy_now refuses before the opening (NLIVE) and opens what is due', async () => {
  const later = await sale({ startsIn: 600 })
  expect(await buyNow(market, ann, later)).toMatchObject({ outcome: 'refused', code: 'NLIVE' })
  await market.db
    .sql`update public.auctions set starts_at = clock_timestamp() - interval '1 second' where id = ${later}`
  expect(await buyNow(market, ann, later)).toMatchObject({ outcome: 'bought' })
})

test('buy_now refuses after the end (LATEB), although nobody has closed', async () => {
  const auction = await sale()
  await market.endIn(auction, -1)
  expect(await buyNow(market, ann, auction)).toMatchObject({ outcome: 'refused', code: 'LATEB' })
})

test('buy_now refuses what is sold or withdrawn (SOLDX, LATEB)', async () => {
  const sold = await sale()
  await buyNow(market, bob, sold)
  expect(await buyNow(market, ann, sold)).toMatchObject({ outcome: 'refused', code: 'SOLDX' })
  const withdrawn = await sale()
  await call(market.db, market.seller, 'cancel_auction', { p_auction_id: withdrawn })
  expect(await buyNow(market, ann, withdrawn)).toMatchObject({ outcome: 'refused', code: 'LATEB' })
  expect(await market.bid(ann, sold, 20_000)).toMatchObject({ outcome: 'refused', code: 'LATEB' })
})

test('buy_now refuses an auction without a buy-now price (SOLDX)', async () => {
  const auction = await market.auction()
  expect(await buyNow(market, ann, auction)).toMatchObject({ outcome: 'refused', code: 'SOLDX' })
})

test('buy_now refuses a flood (RTLIM)', async () => {
  const auction = await sale()
  await market.bid(bob, auction, 1000)
  await buyNow(market, ann, auction)
  await market.db.sql`
    update private.rate_buckets set tokens = 0, refilled_at = clock_timestamp() where bucket = ${`buy:${ann}`}`
  expect(await buyNow(market, ann, auction)).toMatchObject({
    outcome: 'refused',
    code: 'RTLIM',
    detail: { retry_after_ms: expect.any(Number) },
  })
})

test('buy_now again with its key gets the same reply, and another key is refused (SOLDX)', async () => {
  const auction = await sale()
  const key = randomUUID()
  const { server_time: _first, ...first } = await buyNow(market, ann, auction, key)
  const { server_time: _second, ...second } = await buyNow(market, ann, auction, key)
  expect(second).toEqual(first)
  expect(await buyNow(market, ann, auction)).toMatchObject({ outcome: 'refused', code: 'SOLDX' })
  expect(await ordersOf(market, auction)).toHaveLength(1)
})

test('buy_now refuses a key that was used for a bid or elsewhere (IDMPT), and so does place_bid', async () => {
  const key = randomUUID()
  const auction = await sale()
  await market.bid(ann, await market.auction(), 1000, { key })
  expect(await failureOf(buyNow(market, ann, auction, key))).toMatchObject({ code: 'IDMPT' })
  const bought = randomUUID()
  await buyNow(market, ann, auction, bought)
  const other = await sale()
  expect(await failureOf(buyNow(market, ann, other, bought))).toMatchObject({ code: 'IDMPT' })
  expect(await failureOf(market.bid(ann, other, 1000, { key: bought }))).toMatchObject({
    code: 'IDMPT',
  })
  const silent = randomUUID()
  const led = await market.auction()
  await market.bid(ann, led, 5000)
  await market.bid(ann, led, 6000, { key: silent })
  expect(await failureOf(buyNow(market, ann, other, silent))).toMatchObject({ code: 'IDMPT' })
})

test('buy_now is for the signed in (42501), knows no drafts (NOFND) and no other formats (STATE)', async () => {
  const auction = await sale()
  expect(await failureOf(buyNow(market, 'anon', auction))).toMatchObject({ code: '42501' })
  for (const id of [await market.draftAuction(), randomUUID()]) {
    expect(await failureOf(buyNow(market, ann, id))).toMatchObject({ code: 'NOFND' })
  }
  const fixed = await openSale(market, { format: 'fixed', terms: { quantity: 2 } })
  expect(await failureOf(buyNow(market, ann, fixed))).toMatchObject({
    code: 'STATE',
    detail: { format: 'fixed' },
  })
})

test.each([1000, 999, 10_000_000_000])(
  'create_auction refuses a buy-now price of %d above a start of 1000 (INVAL p_buy_now_cents)',
  async (buyNowPrice) => {
    expect(await failureOf(sale({ buyNow: buyNowPrice }))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_buy_now_cents' },
    })
  },
)

test('create_auction refuses a buy-now price below the reserve (INVAL p_buy_now_cents)', async () => {
  const failure = await failureOf(sale({ reserve: 9001 }))
  expect(failure).toMatchObject({ code: 'INVAL', detail: { field: 'p_buy_now_cents' } })
  expect(failure.message).not.toContain('9001')
})

test('add_lot takes a buy-now price, and buying a lot frees the show for the next one', async () => {
  const show = await market.show()
  const lot = await market.lot(show, { p_buy_now_cents: 9000 })
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  expect(await buyNow(market, ann, lot)).toMatchObject({ outcome: 'bought' })
  const [row] = await market.db
    .sql`select current_auction_id from public.shows where id = ${show.id}`
  expect(row).toEqual({ current_auction_id: null })
})
