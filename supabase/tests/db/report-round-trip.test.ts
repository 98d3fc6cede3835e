/** report_round_trip: what a bidder's device has measured, kept beside the bid and never in its way. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { BidReply } from '../support/shapes.ts'

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ;[ann, bob] = await Promise.all([market.bidder(), market.bidder()])
})

const report = (user: string, auction: string, amount: number, reply: BidReply, rtt = 84) =>
  call<boolean>(market.db, user, 'report_round_trip', {
    p_auction_id: auction,
    p_amount_cents: amount,
    p_server_time: reply.server_time,
    p_rtt_ms: rtt,
  })
const attempts = (user: string) =>
  call<{ amount_cents: number; rtt_ms: number | null }[]>(market.db, user, 'my_attempts')
const explained = (user: string, auction: string, seq: number) =>
  call<{ rtt_ms: number | null }>(market.db, user, 'explain_bid', {
    p_auction_id: auction,
    p_seq: seq,
  })

test('report_round_trip is kept with the accepted bid, once, also of one that was beaten', async () => {
  const auction = await market.auction()
  const first = await market.bid(ann, auction, 5000)
  expect(await report(ann, auction, 5000, first)).toBe(true)
  expect(await report(ann, auction, 5000, first, 9)).toBe(true)
  expect(await explained(ann, auction, 2)).toMatchObject({ rtt_ms: 84 })
  const beaten = await market.bid(bob, auction, 2000)
  expect(await explained(bob, auction, 3)).toMatchObject({ rtt_ms: null })
  expect(await report(bob, auction, 2000, beaten, 120)).toBe(true)
  expect(await explained(bob, auction, 3)).toMatchObject({ rtt_ms: 120 })
})

test('report_round_trip is kept with the refused attempt that the reply was for', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  const early = await market.bid(bob, auction, 1000)
  const late = await market.bid(bob, auction, 1000)
  await report(bob, auction, 1000, early, 11)
  await report(bob, auction, 1000, late, 22)
  expect((await attempts(bob)).map(({ rtt_ms }) => rtt_ms)).toEqual([22, 11])
  const taken = await market.bid(bob, auction, 9000)
  await report(bob, auction, 9000, taken, 33)
  expect(await explained(bob, auction, taken.seq)).toMatchObject({ rtt_ms: 33 })
})

test('report_round_trip finds nobody else’s bid, none of another amount and none of later', async () => {
  const auction = await market.auction()
  const reply = await market.bid(ann, auction, 5000)
  expect(await report(bob, auction, 5000, reply)).toBe(false)
  expect(await report(ann, auction, 5001, reply)).toBe(false)
  const before = { ...reply, server_time: '2026-01-01T00:00:00Z' }
  expect(await report(ann, auction, 5000, before)).toBe(false)
  expect(await explained(ann, auction, 2)).toMatchObject({ rtt_ms: null })
})

test('report_round_trip refuses nonsense (INVAL), the signed out (42501) and a flood (RTLIM)', async () => {
  const auction = await market.auction()
  const reply = await market.bid(ann, auction, 5000)
  const good: Arguments = {
    p_auction_id: auction,
    p_amount_cents: 5000,
    p_server_time: reply.server_time,
    p_rtt_ms: 84,
  }
  const attempt = (change: Arguments, caller = ann) =>
    failureOf(call(market.db, caller, 'report_round_trip', { ...good, ...change }))
  for (const [field, values] of Object.entries({
    p_rtt_ms: [-1, 60_001, null],
    p_server_time: [null],
  })) {
    for (const value of values) {
      expect(await attempt({ [field]: value })).toMatchObject({ code: 'INVAL', detail: { field } })
    }
  }
  expect(await attempt({}, 'anon')).toMatchObject({ code: '42501' })
  for (let sent = 0; sent < 20; sent++) {
    await call(market.db, ann, 'report_round_trip', good).catch(() => undefined)
  }
  expect(await attempt({})).toMatchObject({ code: 'RTLIM' })
})
