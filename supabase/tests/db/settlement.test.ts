/** Unpaid winners: the order is cancelled, a strike recorded, the next bidder gets a second chance, one at a time. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installAudit, letTimePass, violationsOf } from '../support/audit.ts'
import { call, failureOf } from '../support/call.ts'
import type { CallOptions } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import { buyNow, openSale, ordersOf } from '../support/sales.ts'

interface Offer {
  id: string
  status: string
  price_cents: number
  order_id: string | null
  expires_at: string
}

let market: Market
let admin: string
let ann: string
let bob: string
let kim: string

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  admin = await market.admin()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ;[ann, bob, kim] = await Promise.all([market.bidder(), market.bidder(), market.bidder()])
})

const close = async (auction: string) => {
  await letTimePass(market, auction)
  await call(market.db, kim, 'close_auction', { p_auction_id: auction })
}

/** Kim 3000, Bob 5000, Ann 9000: Ann wins at 5100. */
async function soldAuction(terms: { reserve?: number } = {}): Promise<string> {
  const auction = await market.auction({ softClose: 0, ...terms })
  await market.bid(kim, auction, 3000)
  await market.bid(bob, auction, 5000)
  await market.bid(ann, auction, 9000)
  await close(auction)
  return auction
}

/** Lets the deadlines of an auction's pending orders pass, and settles. */
async function deadlinePasses(auction: string): Promise<void> {
  await market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() - interval '1 second'
    where status = 'pending' and id in (select order_id from public.order_items where auction_id = ${auction})`
  await market.db.sql`select private.settle_due()`
}

const offersOf = (auction: string) => market.db.sql<(Offer & { buyer_id: string })[]>`
  select id, buyer_id, status, price_cents::int, order_id from public.second_chance_offers
  where auction_id = ${auction} order by created_at`

async function openOffer(auction: string): Promise<string> {
  const open = (await offersOf(auction)).filter((offer) => offer.status === 'open')
  expect(open).toHaveLength(1)
  return open[0]?.id ?? ''
}

const accept = (user: string, offer: string) =>
  call<Offer>(market.db, user, 'accept_second_chance', { p_offer_id: offer })
const decline = (user: string, offer: string) =>
  call<Offer>(market.db, user, 'decline_second_chance', { p_offer_id: offer })

const strikesOf = async (user: string) => {
  const [row] = await market.db.sql`select strikes from private.bidders where user_id = ${user}`
  return row?.strikes
}

test('an unpaid order is cancelled with a strike, and the next bidder is offered their own highest public amount', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  expect(await ordersOf(market, auction)).toMatchObject([{ buyer_id: ann, status: 'cancelled' }])
  expect(await strikesOf(ann)).toBe(1)
  // Bob's maximum was shown before it was beaten.
  expect(await offersOf(auction)).toMatchObject([
    { buyer_id: bob, status: 'open', price_cents: 5000 },
  ])
  expect(await violationsOf(market, auction)).toEqual([])
  const told = await market.db.admin<{ topic: string; payload: object }[]>`
    select topic, payload from realtime.messages where event = 'second_chance' and payload ->> 'auction_id' = ${auction}`
  expect(told).toMatchObject([
    { topic: `user:${bob}`, payload: { price_cents: 5000, expires_at: expect.any(String) } },
  ])
})

test('a hidden maximum stays hidden: the offer is at the amount that was public', async () => {
  const auction = await market.auction({ softClose: 0 })
  await market.bid(bob, auction, 4000)
  await market.bid(ann, auction, 9000)
  await market.bid(kim, auction, 2_000_000)
  await market.bid(bob, auction, 3_000_000)
  await close(auction)
  await deadlinePasses(auction)
  expect(await offersOf(auction)).toMatchObject([{ buyer_id: kim, price_cents: 2_000_000 }])
  await decline(kim, await openOffer(auction))
  expect((await offersOf(auction)).at(-1)).toMatchObject({ buyer_id: ann, price_cents: 9000 })
})

test('an order that is paid in time, or has time, is left alone', async () => {
  const auction = await soldAuction()
  await market.db.sql`select private.settle_due()`
  expect(await ordersOf(market, auction)).toMatchObject([{ status: 'pending' }])
  await market.db.sql`
    select private.seal_order(order_id) from public.order_items where auction_id = ${auction}`
  await market.db.sql`
    update public.orders set status = 'paid' where id in (select order_id from public.order_items where auction_id = ${auction})`
  await deadlinePasses(auction)
  expect(await ordersOf(market, auction)).toMatchObject([{ status: 'paid' }])
  expect(await offersOf(auction)).toEqual([])
})

test('accept_second_chance makes the one standing order, again it is the same', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  const offer = await openOffer(auction)
  const accepted = await accept(bob, offer)
  expect(accepted).toMatchObject({ status: 'accepted', price_cents: 5000 })
  expect(await accept(bob, offer)).toEqual(accepted)
  expect(await ordersOf(market, auction)).toMatchObject([
    { buyer_id: ann, status: 'cancelled' },
    { id: accepted.order_id, buyer_id: bob, status: 'pending', cents: 5000, effects: 1 },
  ])
  expect(await violationsOf(market, auction)).toEqual([])
  expect((await market.snapshot(auction, bob)).you).toMatchObject({ order_id: accepted.order_id })
})

test('decline_second_chance passes the lot on at once, to the last bidder and no further', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  const first = await openOffer(auction)
  expect(await decline(bob, first)).toMatchObject({ status: 'declined' })
  expect(await decline(bob, first)).toMatchObject({ status: 'declined' })
  expect(await failureOf(accept(bob, first))).toMatchObject({
    code: 'STATE',
    detail: { status: 'declined' },
  })
  const second = await openOffer(auction)
  expect((await offersOf(auction)).at(-1)).toMatchObject({ buyer_id: kim, price_cents: 3000 })
  await decline(kim, second)
  expect((await offersOf(auction)).map((offer) => offer.status)).toEqual(['declined', 'declined'])
  const [product] = await market.db.sql`
    select p.status from public.products p join public.auctions a on a.product_id = p.id where a.id = ${auction}`
  expect(product).toEqual({ status: 'draft' })
})

test('an offer expires, and an accepted one that is not paid goes on with a strike of its own', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  const first = await openOffer(auction)
  await market.db
    .sql`update public.second_chance_offers set expires_at = clock_timestamp() where id = ${first}`
  expect(await failureOf(accept(bob, first))).toMatchObject({
    code: 'STATE',
    detail: { status: 'expired' },
  })
  await market.db.sql`select private.settle_due()`
  await accept(kim, await openOffer(auction))
  await deadlinePasses(auction)
  expect((await offersOf(auction)).map((offer) => offer.status)).toEqual(['expired', 'accepted'])
  expect([await strikesOf(ann), await strikesOf(bob), await strikesOf(kim)]).toEqual([1, 0, 1])
  expect(await violationsOf(market, auction)).toEqual([])
})

test('nobody is offered a lot below the reserve, after a withdrawn bid, or while banned', async () => {
  const reserved = await market.auction({ softClose: 0, reserve: 5000 })
  await market.bid(kim, reserved, 4000)
  await market.bid(bob, reserved, 4500)
  await market.bid(ann, reserved, 9000)
  await close(reserved)
  await deadlinePasses(reserved)
  expect(await offersOf(reserved)).toEqual([])

  const auction = await market.auction({ softClose: 0 })
  await market.bid(kim, auction, 3000)
  const shill = await market.bid(bob, auction, 5000)
  await market.bid(ann, auction, 9000)
  const asAdmin: CallOptions = { aal: 'aal2' }
  await call(
    market.db,
    admin,
    'void_bid',
    { p_auction_id: auction, p_seq: shill.seq, p_reason: 'Shill' },
    asAdmin,
  )
  await close(auction)
  await call(market.db, 'service_role', 'ban_user', { p_user_id: kim })
  await deadlinePasses(auction)
  expect(await offersOf(auction)).toEqual([])
})

test('an unpaid purchase is cancelled with a strike and offered to nobody', async () => {
  const auction = await openSale(market, { buyNow: 9000, reserve: 5000 })
  await market.bid(bob, auction, 4000)
  await buyNow(market, ann, auction)
  await deadlinePasses(auction)
  expect(await ordersOf(market, auction)).toMatchObject([{ status: 'cancelled' }])
  expect(await offersOf(auction)).toEqual([])
  expect(await strikesOf(ann)).toBe(1)
})

test('three strikes keep a user from bidding and buying (KBANN) until clear_strikes', async () => {
  for (let round = 0; round < 3; round++) {
    const auction = await market.auction({ softClose: 0 })
    expect(await market.bid(ann, auction, 1000)).toMatchObject({ outcome: 'leading' })
    await close(auction)
    await deadlinePasses(auction)
  }
  const next = await openSale(market, { buyNow: 9000 })
  expect(await market.bid(ann, next, 1000)).toMatchObject({ outcome: 'refused', code: 'KBANN' })
  expect(await buyNow(market, ann, next)).toMatchObject({ outcome: 'refused', code: 'KBANN' })
  expect(await call(market.db, ann, 'my_account')).toMatchObject({ banned: true, strikes: 3 })
  const clear = (caller: string, options: CallOptions = {}, user = ann) =>
    call<number>(market.db, caller, 'clear_strikes', { p_user_id: user }, options)
  expect(await failureOf(clear(ann))).toMatchObject({ code: '42501' })
  expect(await failureOf(clear(admin))).toMatchObject({ code: 'MFAAL' })
  expect(await failureOf(clear(admin, { aal: 'aal2' }, randomUUID()))).toMatchObject({
    code: 'NOFND',
  })
  expect(await clear(admin, { aal: 'aal2' })).toBe(3)
  expect(await market.bid(ann, next, 1000)).toMatchObject({ outcome: 'leading' })
})

test('accept_second_chance and decline_second_chance know only own offers (NOFND), are for the signed in (42501)', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  const offer = await openOffer(auction)
  for (const command of [accept, decline]) {
    for (const user of [ann, kim, market.seller, admin]) {
      expect(await failureOf(command(user, offer))).toMatchObject({ code: 'NOFND' })
    }
    expect(await failureOf(command('anon', offer))).toMatchObject({ code: '42501' })
    expect(await failureOf(command(bob, randomUUID()))).toMatchObject({ code: 'NOFND' })
  }
  await call(market.db, 'service_role', 'record_card', { p_user_id: bob, p_present: false })
  expect(await failureOf(accept(bob, offer))).toMatchObject({ code: 'NOCRD' })
})

test('an offer is seen by its bidder and the seller, by nobody else', async () => {
  const auction = await soldAuction()
  await deadlinePasses(auction)
  const seen = async (caller: string) =>
    (
      await market.db.as(
        caller,
        (tx) => tx`select id from public.second_chance_offers where auction_id = ${auction}`,
      )
    ).length
  expect([await seen(bob), await seen(market.seller)]).toEqual([1, 1])
  expect([await seen(ann), await seen(kim), await seen(admin)]).toEqual([0, 0, 0])
})

test('accept against decline, expiry and settlement at once: one outcome, never two standing orders', async () => {
  for (let round = 0; round < 8; round++) {
    await market.forgetRates()
    await market.db.sql`update private.bidders set strikes = 0`
    const auction = await soldAuction()
    await deadlinePasses(auction)
    const offer = await openOffer(auction)
    await Promise.allSettled([
      accept(bob, offer),
      decline(bob, offer),
      accept(bob, offer),
      market.db.sql`select private.settle_due()`,
    ])
    const orders = await ordersOf(market, auction)
    const standing = orders.filter((order) => order.status !== 'cancelled')
    const [first] = await offersOf(auction)
    expect(standing).toHaveLength(first?.status === 'accepted' ? 1 : 0)
    expect(await violationsOf(market, auction)).toEqual([])
  }
})
