/** Deleting an account (the dashboard, Auth's admin API): not while the auctioneer still needs it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())

test('an account whose bid still stands cannot be deleted (STATE), afterwards it can', async () => {
  const gone = await market.bidder()
  const [led, beaten] = [await market.auction(), await market.auction()]
  await market.bid(gone, led, 5000)
  const { seq } = await market.bid(gone, beaten, 3000)
  await market.bid(ann, beaten, 9000)
  const remove = () => market.db.admin`delete from auth.users where id = ${gone}`
  expect(await failureOf(remove())).toMatchObject({ code: 'STATE' })
  await market.endIn(led, -1)
  await market.db.sql`select private.tick()`
  expect(await failureOf(remove())).toMatchObject({ code: 'STATE' })
  await call(market.db, 'service_role', 'void_bid', {
    p_auction_id: beaten,
    p_seq: seq,
    p_reason: 'The account is to be deleted.',
  })
  // What was won has an order, and orders keep both parties.
  expect(await failureOf(remove())).toMatchObject({ code: '23503' })
  const idle = await market.bidder()
  const third = await market.auction()
  const bid = await market.bid(idle, third, 3000)
  await call(market.db, 'service_role', 'void_bid', {
    p_auction_id: third,
    p_seq: bid.seq,
    p_reason: 'Asked for.',
  })
  await market.db.admin`delete from auth.users where id = ${idle}`
  expect(await market.db.sql`select 1 from public.profiles where id = ${idle}`).toHaveLength(0)
})
