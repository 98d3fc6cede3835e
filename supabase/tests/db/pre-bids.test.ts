/** Pre-bids: maxima before the opening, seen by nobody but their bidder, resolved in arrival order when it opens. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installAudit, violationsOf } from '../support/audit.ts'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { openSale } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'

let market: Market
let ann: string
let bob: string
let kim: string

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  ;[ann, bob, kim] = await Promise.all([market.bidder(), market.bidder(), market.bidder()])
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const scheduled = (reserve?: number) =>
  openSale(market, { startsIn: 3600, ...(reserve === undefined ? {} : { reserve }) })

async function open(auction: string): Promise<void> {
  await market.db.sql`
    update public.auctions set starts_at = date_trunc('milliseconds', clock_timestamp()) where id = ${auction}`
  await market.db.sql`select private.tick()`
}

test('place_bid on a scheduled auction is a pre-bid that only its bidder sees', async () => {
  const auction = await scheduled()
  expect(await market.bid(ann, auction, 54_321)).toMatchObject({
    outcome: 'pending',
    code: null,
    seq: 0,
    price_cents: 1000,
    min_bid_cents: 1000,
    your_max_cents: 54_321,
    leader: null,
    bid_count: 0,
    head: null,
  })
  const mine = await market.snapshot(auction, ann)
  expect(mine).toMatchObject({ status: 'scheduled', bid_count: 0, you: { max_cents: 54_321 } })
  for (const reader of ['anon', bob, market.seller]) {
    expect(JSON.stringify(await market.snapshot(auction, reader))).not.toContain('54321')
  }
  expect(await market.ledger(auction)).toEqual([])
})

test('pre-bids resolve in arrival order, the earlier of two equal ones leads', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 5000)
  await market.bid(kim, auction, 2000)
  await open(auction)
  const ledger = await market.ledger(auction)
  expect(ledger.map((row) => [row.kind, row.amount_cents])).toEqual([
    ['opened', 1000],
    ['bid', 1000],
    ['bid', 5000],
    ['auto_bid', 5000],
  ])
  expect(faultOf(ledger)).toBeNull()
  expect(await violationsOf(market, auction)).toEqual([])
  expect(await market.snapshot(auction, ann)).toMatchObject({
    status: 'live',
    price_cents: 5000,
    bid_count: 2,
    version: 4,
    you: { leading: true, max_cents: 5000 },
  })
  // What came below the price of its turn made no bid, as if it had been refused then.
  expect((await market.snapshot(auction, kim)).you).toMatchObject({ max_cents: null })
})

test('pre-bidders who do not lead are told at the opening', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 3000)
  await market.bid(bob, auction, 9000)
  await market.bid(kim, auction, 2000)
  await open(auction)
  const told = await market.db.admin<{ topic: string }[]>`
    select topic from realtime.messages where event = 'outbid' and payload ->> 'auction_id' = ${auction} order by topic`
  expect(told.map(({ topic }) => topic)).toEqual([`user:${ann}`, `user:${kim}`].sort())
})

test('a pre-bid is raised, never lowered (LOWBD), and takes the later place in the queue', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 3000)
  expect(await market.bid(ann, auction, 3000)).toMatchObject({
    outcome: 'refused',
    code: 'LOWBD',
    detail: { min_cents: 3001 },
    your_max_cents: 3000,
  })
  await market.bid(bob, auction, 6000)
  expect(await market.bid(ann, auction, 6000)).toMatchObject({ outcome: 'pending' })
  await open(auction)
  expect((await market.snapshot(auction, bob)).you).toMatchObject({ leading: true })
  expect(await violationsOf(market, auction)).toEqual([])
})

test('place_bid refuses a pre-bid below the starting price (LOWBD)', async () => {
  const auction = await scheduled()
  expect(await market.bid(ann, auction, 999)).toMatchObject({
    code: 'LOWBD',
    detail: { min_cents: 1000 },
  })
})

test('two pre-bids of the later leader are one bid and a silent raise', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 3000)
  await market.bid(ann, auction, 8000)
  await open(auction)
  expect((await market.ledger(auction)).map((row) => row.kind)).toEqual(['opened', 'bid'])
  expect((await market.snapshot(auction, ann)).you).toMatchObject({ max_cents: 8000 })
  expect(await market.bid(bob, auction, 4000)).toMatchObject({ outcome: 'outbid' })
  expect(await violationsOf(market, auction)).toEqual([])
})

test('a pre-bid keeps the reserve secret and meets it at the opening', async () => {
  const auction = await scheduled(4000)
  await market.bid(ann, auction, 9000)
  await open(auction)
  expect(await market.snapshot(auction)).toMatchObject({ price_cents: 4000, reserve_met: true })
})

test('place_bid repeats the reply of a pre-bid, before and after the opening (IDMPT otherwise)', async () => {
  const auction = await scheduled()
  const key = randomUUID()
  const { server_time: _first, ...first } = await market.bid(ann, auction, 5000, { key })
  const again = async () => {
    const { server_time: _clock, ...reply } = await market.bid(ann, auction, 5000, { key })
    return reply
  }
  expect(await again()).toEqual(first)
  await open(auction)
  expect(await again()).toEqual(first)
  expect(await failureOf(market.bid(ann, auction, 6000, { key }))).toMatchObject({ code: 'IDMPT' })
  expect(await market.ledger(auction)).toHaveLength(2)
})

test('pre-bids of users who may not bid any more are passed over at the opening', async () => {
  const auction = await scheduled()
  const [banned, cardless] = [await market.bidder(), await market.bidder()]
  await market.bid(banned, auction, 9000)
  await market.bid(cardless, auction, 8000)
  await market.bid(ann, auction, 3000)
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned })
  await call(market.db, 'service_role', 'record_card', { p_user_id: cardless, p_present: false })
  await open(auction)
  expect(await market.snapshot(auction, ann)).toMatchObject({
    price_cents: 1000,
    bid_count: 1,
    you: { leading: true },
  })
})

test('retract_bid 0 withdraws the own pre-bids while the auction is scheduled', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 3000)
  await market.bid(ann, auction, 9000)
  await market.bid(bob, auction, 2000)
  const retract = (user: string) =>
    call(market.db, user, 'retract_bid', { p_auction_id: auction, p_seq: 0, p_reason: 'typo' })
  expect(await retract(ann)).toMatchObject({ you: { max_cents: null } })
  expect(await failureOf(retract(ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(retract(kim))).toMatchObject({ code: 'NOFND' })
  await market.bid(ann, auction, 1500)
  await open(auction)
  expect((await market.snapshot(auction, bob)).you).toMatchObject({ leading: true })
  expect(await market.snapshot(auction)).toMatchObject({ price_cents: 1550, bid_count: 2 })
})

test('a lot in a show takes pre-bids and resolves them when its host opens it', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  expect(await market.bid(ann, lot, 5000)).toMatchObject({ outcome: 'pending' })
  await market.bid(bob, lot, 2000)
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  expect((await market.ledger(lot)).map((row) => row.kind)).toEqual([
    ...['opened', 'bid', 'bid', 'auto_bid'],
  ])
  expect(await market.snapshot(lot, ann)).toMatchObject({
    price_cents: 2100,
    you: { leading: true },
  })
  expect(await violationsOf(market, lot)).toEqual([])
})

test('the bid that opens an auction meets the pre-bids first', async () => {
  const auction = await scheduled()
  await market.bid(ann, auction, 5000)
  await market.db.sql`
    update public.auctions set starts_at = date_trunc('milliseconds', clock_timestamp()) where id = ${auction}`
  expect(await market.bid(bob, auction, 3000)).toMatchObject({ outcome: 'outbid', seq: 4 })
  expect((await market.snapshot(auction, ann)).you).toMatchObject({ leading: true })
})

test('an auction opened after its end gives a pre-bid no more time', async () => {
  const auction = await openSale(market, { startsIn: 3600, runsFor: 300 })
  await market.bid(ann, auction, 5000)
  await market.db.sql`
    update public.auctions set starts_at = starts_at - interval '70 minutes', ends_at = ends_at - interval '70 minutes' where id = ${auction}`
  const { ends_at } = await market.snapshot(auction)
  expect(await market.bid(bob, auction, 9000)).toMatchObject({ code: 'LATEB' })
  await market.db.sql`select private.tick()`
  expect(await market.snapshot(auction, ann)).toMatchObject({
    status: 'sold',
    price_cents: 1000,
    ends_at,
    you: { leading: true },
  })
  expect(faultOf(await market.ledger(auction))).toBeNull()
  expect(await violationsOf(market, auction)).toEqual([])
})
