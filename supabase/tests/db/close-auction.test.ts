/** The end: sold or unsold, once, with exactly one order, whoever closes and however often. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { AuctionSnapshot } from '../support/shapes.ts'

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

const close = (auction: string | null, caller = bob): Promise<AuctionSnapshot> =>
  call<AuctionSnapshot>(market.db, caller, 'close_auction', { p_auction_id: auction })

const ordersOf = (auction: string) => market.db.sql<
  { id: string; buyer_id: string; cents: number; effects: number }[]
>`
  select o.id, o.buyer_id, o.items_cents::int as cents,
    (select count(*)::int from private.outbox b where b.payload ->> 'order_id' = o.id::text) as effects
  from public.orders o join public.order_items i on i.order_id = o.id where i.auction_id = ${auction}`

test('close_auction sells to the leader at the price, with one order and one effect', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 9000)
  await market.bid(bob, auction, 3000)
  await market.endIn(auction, -1)
  const snapshot = await close(auction, ann)
  const [order, ...more] = await ordersOf(auction)
  expect(order).toMatchObject({ buyer_id: ann, cents: 3100, effects: 1 })
  expect(more).toEqual([])
  expect(snapshot).toMatchObject({
    status: 'sold',
    price_cents: 3100,
    you: { order_id: order?.id, leading: true },
  })
  expect((await market.ledger(auction)).at(-1)).toMatchObject({ kind: 'sold', amount_cents: 3100 })
  expect((await market.snapshot(auction, bob)).you?.order_id).toBeNull()
})

test('close_auction again, by anybody, changes nothing', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 9000)
  await market.endIn(auction, -1)
  const first = await close(auction)
  const second = await close(auction, await market.bidder())
  expect(second).toMatchObject({ status: 'sold', version: first.version, head: first.head })
  expect(await ordersOf(auction)).toHaveLength(1)
})

test('close_auction leaves an auction without bids unsold and the product free', async () => {
  const auction = await market.auction()
  await market.endIn(auction, -1)
  expect(await close(auction)).toMatchObject({ status: 'unsold', leader: null })
  expect(await ordersOf(auction)).toEqual([])
  const [product] = await market.db.sql<{ status: string }[]>`
    select p.status from public.products p join public.auctions a on a.product_id = p.id where a.id = ${auction}`
  expect(product?.status).toBe('draft')
})

test('close_auction does not sell below the reserve', async () => {
  const auction = await market.auction({ reserve: 5000 })
  await market.bid(ann, auction, 4999)
  await market.endIn(auction, -1)
  expect(await close(auction)).toMatchObject({
    status: 'unsold',
    reserve_met: false,
    price_cents: 4999,
  })
  expect(await ordersOf(auction)).toEqual([])
})

test('close_auction sells at the reserve', async () => {
  const auction = await market.auction({ reserve: 5000 })
  await market.bid(ann, auction, 9000)
  await market.endIn(auction, -1)
  expect(await close(auction)).toMatchObject({ status: 'sold', reserve_met: true })
  expect(await ordersOf(auction)).toMatchObject([{ cents: 5000 }])
})

test('close_auction refuses before the end (STATE) and says when it is', async () => {
  const auction = await market.auction()
  const failure = await failureOf(close(auction))
  expect(failure).toMatchObject({ code: 'STATE', detail: { ends_at: expect.any(String) } })
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('close_auction refuses before the opening (NLIVE), even for its seller', async () => {
  const lot = await market.lot(await market.show())
  expect(await failureOf(close(lot))).toMatchObject({ code: 'NLIVE' })
})

test('close_auction knows no drafts and no unknown ids (NOFND)', async () => {
  const draft = await market.draftAuction()
  for (const id of [draft, randomUUID(), null]) {
    expect(await failureOf(close(id, market.seller))).toMatchObject({ code: 'NOFND' })
  }
})

test('close_auction is for the signed in (42501)', async () => {
  const auction = await market.auction()
  await market.endIn(auction, -1)
  expect(await failureOf(close(auction, 'anon'))).toMatchObject({ code: '42501' })
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('close_auction answers a withdrawn auction with its snapshot', async () => {
  const auction = await market.auction()
  await call(market.db, market.seller, 'cancel_auction', { p_auction_id: auction })
  expect(await close(auction)).toMatchObject({ status: 'cancelled' })
})
