/** The exposure limit: what a user's leading maxima may add up to, whatever arrives at once. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import type { CallOptions } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import { buyNow, openSale } from '../support/sales.ts'

let market: Market
let admin: string
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ;[admin, bob] = await Promise.all([market.admin(), market.bidder()])
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
  await limit(10_000)
})

const limit = (
  cents: number | null,
  caller = admin,
  options: CallOptions = { aal: 'aal2' },
  user = ann,
) =>
  call(market.db, caller, 'set_exposure_limit', { p_user_id: user, p_limit_cents: cents }, options)

const exceeds = (committed: number) => ({
  outcome: 'refused',
  code: 'XPOSE',
  detail: { limit_cents: 10_000, committed_cents: committed },
})

test('place_bid refuses what would lift the leading maxima above the limit (XPOSE)', async () => {
  const [one, two] = [await market.auction(), await market.auction()]
  expect(await market.bid(ann, one, 10_001)).toMatchObject(exceeds(0))
  expect(await market.bid(ann, one, 6000)).toMatchObject({ outcome: 'leading' })
  expect(await market.bid(ann, two, 4001)).toMatchObject(exceeds(6000))
  expect(await market.bid(ann, two, 4000)).toMatchObject({ outcome: 'leading' })
  // The own maximum in the same auction is replaced, not added.
  expect(await market.bid(ann, one, 6001)).toMatchObject(exceeds(4000))
})

test('being outbid and the end of an auction free the limit again', async () => {
  const [one, two] = [await market.auction(), await market.auction()]
  await market.bid(ann, one, 8000)
  await market.bid(bob, one, 9000)
  expect(await market.bid(ann, two, 10_000)).toMatchObject({ outcome: 'leading' })
  await market.endIn(two, -1)
  await call(market.db, bob, 'close_auction', { p_auction_id: two })
  expect(await market.bid(ann, await market.auction(), 10_000)).toMatchObject({
    outcome: 'leading',
  })
})

test('pre-bids count, the highest of each auction, until they are withdrawn', async () => {
  const scheduled = await openSale(market, { startsIn: 3600 })
  await market.bid(ann, scheduled, 3000)
  expect(await market.bid(ann, scheduled, 7000)).toMatchObject({ outcome: 'pending' })
  const other = await market.auction()
  expect(await market.bid(ann, other, 3001)).toMatchObject(exceeds(7000))
  await call(market.db, ann, 'retract_bid', {
    p_auction_id: scheduled,
    p_seq: 0,
    p_reason: 'typo',
  })
  expect(await market.bid(ann, other, 10_000)).toMatchObject({ outcome: 'leading' })
})

test('buy_now counts its price (XPOSE)', async () => {
  await market.bid(ann, await market.auction(), 5000)
  const sale = await openSale(market, { buyNow: 5001 })
  expect(await buyNow(market, ann, sale)).toMatchObject(exceeds(5000))
  await limit(null)
  expect(await buyNow(market, ann, sale)).toMatchObject({ outcome: 'bought' })
})

test('bids on many auctions at once stay below the limit together', async () => {
  for (let round = 0; round < 5; round++) {
    ann = await market.bidder()
    await limit(10_000)
    const auctions = await Promise.all(Array.from({ length: 8 }, () => market.auction()))
    const replies = await Promise.all(auctions.map((auction) => market.bid(ann, auction, 3000)))
    const leading = replies.filter((reply) => reply.outcome === 'leading')
    expect(leading).toHaveLength(3)
    expect(replies.filter((reply) => reply.code === 'XPOSE')).toHaveLength(5)
    await market.forgetRates()
  }
})

test('set_exposure_limit is for admins (42501) with their second factor (MFAAL), takes no negative limit (INVAL) and no stranger (NOFND)', async () => {
  expect(await failureOf(limit(null, ann))).toMatchObject({ code: '42501' })
  expect(await failureOf(limit(null, admin, {}))).toMatchObject({ code: 'MFAAL' })
  expect(await failureOf(limit(-1))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(limit(1, admin, { aal: 'aal2' }, randomUUID()))).toMatchObject({
    code: 'NOFND',
  })
})
