/** A repeat of a bid is harmless: the same key with the same arguments gets the same reply, whatever happened since. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { BidReply } from '../support/shapes.ts'

let market: Market
let ann: string
let bob: string
let auction: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  auction = await market.auction()
})

/** All that a repeat must tell again; only the clock goes on. */
function lasting({ server_time: _clock, ...rest }: BidReply): Omit<BidReply, 'server_time'> {
  return rest
}

async function expectSameReply(bidder: string, amount: number, key: string, first: BidReply) {
  const before = await market.ledger(auction)
  expect(lasting(await market.bid(bidder, auction, amount, { key }))).toEqual(lasting(first))
  expect(await market.ledger(auction)).toEqual(before)
}

test('place_bid repeats the reply of a leading bid', async () => {
  const key = randomUUID()
  await expectSameReply(ann, 5000, key, await market.bid(ann, auction, 5000, { key }))
})

test('place_bid repeats the reply of a bid that was beaten at once', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await expectSameReply(bob, 2000, key, await market.bid(bob, auction, 2000, { key }))
})

test('place_bid repeats the reply of a tie', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await expectSameReply(bob, 5000, key, await market.bid(bob, auction, 5000, { key }))
})

test('place_bid repeats the reply of a bid that first showed the beaten maximum', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await expectSameReply(bob, 9000, key, await market.bid(bob, auction, 9000, { key }))
})

test('place_bid repeats the reply of a silent raise', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await expectSameReply(ann, 6000, key, await market.bid(ann, auction, 6000, { key }))
})

test('place_bid repeats a reply after others have bid, after the end and after the close', async () => {
  const key = randomUUID()
  const first = await market.bid(ann, auction, 5000, { key })
  await market.bid(bob, auction, 9000)
  await expectSameReply(ann, 5000, key, first)
  await market.endIn(auction, -1)
  await expectSameReply(ann, 5000, key, first)
  await call(market.db, ann, 'close_auction', { p_auction_id: auction })
  await expectSameReply(ann, 5000, key, first)
})

test('place_bid repeats a reply to somebody who has been banned since', async () => {
  const key = randomUUID()
  const unlucky = await market.bidder()
  const first = await market.bid(unlucky, auction, 5000, { key })
  await call(market.db, 'service_role', 'ban_user', { p_user_id: unlucky })
  await expectSameReply(unlucky, 5000, key, first)
})

test('place_bid tries a refused bid anew under its key', async () => {
  const key = randomUUID()
  expect(await market.bid(ann, auction, 999, { key })).toMatchObject({ code: 'LOWBD' })
  expect(await market.bid(ann, auction, 1000, { key })).toMatchObject({ outcome: 'leading' })
})

test('two users may use the same key', async () => {
  const key = randomUUID()
  expect(await market.bid(ann, auction, 5000, { key })).toMatchObject({ outcome: 'leading' })
  expect(await market.bid(bob, auction, 9000, { key })).toMatchObject({ outcome: 'leading' })
})

test('two bids without a key are two bids', async () => {
  const bidWithoutKey = (amount: number) =>
    call<BidReply>(market.db, ann, 'place_bid', { p_auction_id: auction, p_amount_cents: amount })
  expect(await bidWithoutKey(2000)).toMatchObject({ your_max_cents: 2000 })
  expect(await bidWithoutKey(2001)).toMatchObject({ your_max_cents: 2001 })
  expect(await bidWithoutKey(2001)).toMatchObject({ code: 'LOWBD' })
})

async function expectKeyReuse(bidder: string, amount: number, key: string, isMax = true) {
  const before = await market.snapshot(auction, bidder)
  expect(await failureOf(market.bid(bidder, auction, amount, { key, isMax }))).toMatchObject({
    code: 'IDMPT',
  })
  const after = await market.snapshot(auction, bidder)
  expect([after.version, after.you]).toEqual([before.version, before.you])
}

test('place_bid raises when a key comes back with another amount, low or high (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000, { key })
  await market.bid(bob, auction, 9000)
  await expectKeyReuse(ann, 1000, key)
  await expectKeyReuse(ann, 20_000, key)
})

test('place_bid raises when a key comes back as a jump (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000, { key })
  await expectKeyReuse(ann, 5000, key, false)
})

test('place_bid raises when a bid’s key comes back on a silent raise (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000, { key })
  await expectKeyReuse(ann, 6000, key)
})

test('place_bid raises when a silent raise’s key comes back on a bid or another raise (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await market.bid(ann, auction, 6000, { key })
  await expectKeyReuse(ann, 7000, key)
  await expectKeyReuse(ann, 7000, key, false)
  await market.bid(bob, auction, 9000)
  await expectKeyReuse(ann, 20_000, key)
})

test('place_bid raises when a key comes back in another auction (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000, { key })
  auction = await market.auction()
  await expectKeyReuse(ann, 5000, key)
})

/* The usual bid of a show: nobody has anything left above the price. place_bid decides it without looking for its key. */
const atThePrice = () => market.bid(bob, auction, 1000)

test('place_bid repeats the reply of a bid that meets no maximum', async () => {
  const key = randomUUID()
  await atThePrice()
  const first = await market.bid(ann, auction, 2000, { key })
  await expectSameReply(ann, 2000, key, first)
  await market.bid(bob, auction, 5000)
  await expectSameReply(ann, 2000, key, first)
})

test('place_bid repeats the reply of a bid whose price has become open again', async () => {
  const key = randomUUID()
  await atThePrice()
  const first = await market.bid(ann, auction, 2000, { key })
  expect(first).toMatchObject({ outcome: 'leading' })
  await call(market.db, ann, 'retract_bid', {
    p_auction_id: auction,
    p_seq: first.seq,
    p_reason: 'typo',
  })
  await expectSameReply(ann, 2000, key, first)
})

test('place_bid raises when the key of a bid elsewhere comes back where no maximum is met (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000, { key })
  auction = await market.auction()
  await atThePrice()
  await expectKeyReuse(ann, 2000, key)
})

test('place_bid raises when the key of a silent raise elsewhere comes back where no maximum is met (IDMPT)', async () => {
  const key = randomUUID()
  await market.bid(ann, auction, 5000)
  await market.bid(ann, auction, 6000, { key })
  auction = await market.auction()
  await atThePrice()
  await expectKeyReuse(ann, 2000, key)
})
