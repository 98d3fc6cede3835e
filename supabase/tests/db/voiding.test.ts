/** Taking bids back: by the bidder within narrow limits, by an admin with a reason. The state is as if they had never been. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installAudit, violationsOf } from '../support/audit.ts'
import { type Arguments, call, failureOf } from '../support/call.ts'
import type { CallOptions } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { AuctionSnapshot } from '../support/shapes.ts'
import { faultOf } from '../support/verify-ledger.ts'

const HOUR = 3_600_000
const DAY_S = 86_400

let market: Market
let admin: string
let ann: string
let bob: string
let auction: string

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  ;[admin, ann, bob] = await Promise.all([market.admin(), market.bidder(), market.bidder()])
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  auction = await market.auction({ runsFor: DAY_S })
})

const retract = (user: string, seq: number, reason: string | null = 'typo', id = auction) =>
  call<AuctionSnapshot>(market.db, user, 'retract_bid', {
    p_auction_id: id,
    p_seq: seq,
    p_reason: reason,
  })

const asAdmin: CallOptions = { aal: 'aal2' }
const voidBid = (seq: number, args: Arguments = {}, caller = admin, options = asAdmin) =>
  call<AuctionSnapshot>(
    market.db,
    caller,
    'void_bid',
    { p_auction_id: auction, p_seq: seq, p_reason: 'Shill bidding', ...args },
    options,
  )

test('void_bid appends the state without the bid: the price falls, the leader of before leads again', async () => {
  const { leader } = await market.bid(ann, auction, 5000)
  const shill = await market.bid(bob, auction, 9000)
  expect(shill).toMatchObject({ outcome: 'leading', price_cents: 5100, seq: 4 })
  const end = (await market.snapshot(auction)).ends_at
  expect(await voidBid(4)).toMatchObject({
    status: 'live',
    price_cents: 1000,
    bid_count: 1,
    leader,
    ends_at: end,
    version: 5,
  })
  const ledger = await market.ledger(auction)
  expect(ledger.at(-1)).toMatchObject({
    kind: 'voided',
    bidder: shill.leader,
    amount_cents: 5100,
    price_cents: 1000,
    leader,
    bid_count: 1,
    detail: '{"seq": 4, "reason": "Shill bidding"}',
  })
  expect(faultOf(ledger)).toBeNull()
  expect(await violationsOf(market, auction)).toEqual([])
  expect((await market.snapshot(auction, bob)).you).toMatchObject({
    leading: false,
    max_cents: null,
  })
})

test('a voided maximum comes back by no rule: bids go on from the state without it', async () => {
  await market.bid(ann, auction, 5000)
  const { seq } = await market.bid(bob, auction, 9000)
  await voidBid(seq)
  expect(await market.bid(bob, auction, 1050)).toMatchObject({
    outcome: 'outbid',
    price_cents: 1100,
    your_max_cents: 1050,
  })
  expect(await market.bid(bob, auction, 5100)).toMatchObject({
    outcome: 'leading',
    price_cents: 5100,
  })
  expect(await market.bid(ann, auction, 5300)).toMatchObject({ outcome: 'leading' })
  expect(await violationsOf(market, auction)).toEqual([])
})

test('voiding a bid takes its silent raises along, and leaves those of other bids', async () => {
  await market.bid(ann, auction, 2000)
  await market.bid(ann, auction, 6000)
  const jump = await market.bid(ann, auction, 7000, { isMax: false })
  await market.bid(ann, auction, 8000)
  await voidBid(jump.seq)
  expect((await market.snapshot(auction, ann)).you).toMatchObject({
    leading: true,
    max_cents: 6000,
  })
  expect(await market.snapshot(auction)).toMatchObject({ price_cents: 1000, bid_count: 1 })
  await voidBid(2)
  expect(await market.snapshot(auction, ann)).toMatchObject({
    ...{ leader: null, price_cents: 1000, bid_count: 0 },
    you: { leading: false, max_cents: null },
  })
  expect(await violationsOf(market, auction)).toEqual([])
})

test('voiding the bid that met the reserve unmeets it, and the auction ends unsold', async () => {
  auction = await market.auction({ reserve: 5000, runsFor: DAY_S })
  const { seq } = await market.bid(ann, auction, 6000)
  expect(await voidBid(seq)).toMatchObject({ reserve_met: false, leader: null })
  await market.endIn(auction, -1)
  expect(await call(market.db, bob, 'close_auction', { p_auction_id: auction })).toMatchObject({
    status: 'unsold',
  })
})

test('the reply of a voided bid can still be repeated', async () => {
  const key = randomUUID()
  const { server_time: _first, ...first } = await market.bid(ann, auction, 5000, { key })
  await voidBid(2)
  const { server_time: _second, ...second } = await market.bid(ann, auction, 5000, { key })
  expect(second).toEqual(first)
  expect((await market.snapshot(auction)).leader).toBeNull()
})

test('void_bid refuses a second time (STATE), unknown bids (NOFND), automatic ones (NOFND), ended auctions (STATE)', async () => {
  await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 2000)
  for (const seq of [0, 1, 4, 99]) {
    expect(await failureOf(voidBid(seq))).toMatchObject({ code: 'NOFND' })
  }
  await voidBid(3)
  expect(await failureOf(voidBid(3))).toMatchObject({ code: 'STATE' })
  await market.endIn(auction, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: auction })
  expect(await failureOf(voidBid(2))).toMatchObject({ code: 'STATE', detail: { status: 'sold' } })
  expect(await failureOf(voidBid(2, { p_auction_id: randomUUID() }))).toMatchObject({
    code: 'NOFND',
  })
})

test('void_bid is for admins (42501) with their second factor (MFAAL) and a reason (INVAL)', async () => {
  await market.bid(ann, auction, 5000)
  for (const caller of [ann, bob, market.seller, 'anon']) {
    expect(await failureOf(voidBid(2, {}, caller))).toMatchObject({ code: '42501' })
  }
  expect(await failureOf(voidBid(2, {}, admin, {}))).toMatchObject({ code: 'MFAAL' })
  for (const reason of ['', ' ', 'x'.repeat(201), null]) {
    expect(await failureOf(voidBid(2, { p_reason: reason }))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_reason' },
    })
  }
  expect(await market.ledger(auction)).toHaveLength(2)
})

test('void_auction calls off a running auction with bids, with its reason in the ledger and no order', async () => {
  await market.bid(ann, auction, 5000)
  const callOff = (caller: string, options: CallOptions = {}) =>
    call<AuctionSnapshot>(
      market.db,
      caller,
      'void_auction',
      { p_auction_id: auction, p_reason: 'Counterfeit' },
      options,
    )
  expect(await failureOf(callOff(market.seller))).toMatchObject({ code: '42501' })
  expect(await failureOf(callOff(admin))).toMatchObject({ code: 'MFAAL' })
  expect(await callOff(admin, asAdmin)).toMatchObject({ status: 'cancelled' })
  expect((await market.ledger(auction)).at(-1)).toMatchObject({
    kind: 'cancelled',
    detail: '{"reason": "Counterfeit"}',
  })
  expect(await violationsOf(market, auction)).toEqual([])
  expect(await failureOf(callOff(admin, asAdmin))).toMatchObject({ code: 'STATE' })
})

test('retract_bid takes an own bid back while more than twelve hours are left', async () => {
  await market.bid(ann, auction, 2000)
  await market.bid(bob, auction, 9000)
  expect(await retract(bob, 4)).toMatchObject({
    price_cents: 1000,
    you: { leading: false, max_cents: null },
  })
  expect((await market.ledger(auction)).at(-1)).toMatchObject({
    kind: 'retracted',
    detail: '{"seq": 4, "reason": "typo"}',
  })
  expect(await violationsOf(market, auction)).toEqual([])
  expect(await failureOf(retract(bob, 4))).toMatchObject({ code: 'STATE' })
})

test.each<[string, number, number, boolean]>([
  ['13 h left, placed 5 h ago', 13, 5, true],
  ['12 h left, placed 5 h ago', 12, 5, false],
  ['12 h left, placed 59 min ago', 12, 59 / 60, true],
  ['16 min left, placed 5 min ago', 16 / 60, 5 / 60, true],
  ['15 min left, placed 5 min ago', 15 / 60, 5 / 60, false],
  ['1 h left, placed 61 min ago', 1, 61 / 60, false],
])('may_retract with %s', async (_title, left, ago, allowed) => {
  const now = Date.now()
  const [row] = await market.db.sql`
    select private.may_retract(${new Date(now - ago * HOUR)}, ${new Date(now + left * HOUR)}, ${new Date(now)}) as allowed`
  expect(row).toEqual({ allowed })
})

test('retract_bid refuses in the last minutes (STATE {ends_at}) and after the end', async () => {
  await market.bid(ann, auction, 2000)
  for (const milliseconds of [600_000, -1]) {
    await market.endIn(auction, milliseconds)
    expect(await failureOf(retract(ann, 2))).toMatchObject({
      code: 'STATE',
      detail: { ends_at: expect.any(String) },
    })
  }
})

test('retract_bid refuses lots in a live show (STATE)', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  await market.bid(ann, lot, 5000)
  expect(await failureOf(retract(ann, 2, 'typo', lot))).toMatchObject({ code: 'STATE' })
})

test('retract_bid refuses other people’s bids (NOFND), other reasons (INVAL), visitors (42501), floods (RTLIM), a pause (PAUSD)', async () => {
  await market.bid(ann, auction, 2000)
  expect(await failureOf(retract(bob, 2))).toMatchObject({ code: 'NOFND' })
  for (const reason of ['regret', '', null]) {
    expect(await failureOf(retract(ann, 2, reason))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_reason' },
    })
  }
  expect(await failureOf(retract('anon', 2))).toMatchObject({ code: '42501' })
  await market.db.sql`update public.platform_status set paused_at = now()`
  const paused = await failureOf(retract(ann, 2))
  await market.db.sql`update public.platform_status set paused_at = null`
  expect(paused).toMatchObject({ code: 'PAUSD' })
  await market.db
    .sql`insert into private.rate_buckets values (${`retract_bid:${ann}`}, 0, clock_timestamp())`
  expect(await failureOf(retract(ann, 2))).toMatchObject({ code: 'RTLIM' })
  expect(await market.ledger(auction)).toHaveLength(2)
})

test('a bid and its retraction at once leave a sound ledger', async () => {
  for (let round = 0; round < 8; round++) {
    await market.forgetRates()
    auction = await market.auction({ runsFor: DAY_S })
    await market.bid(ann, auction, 5000)
    await Promise.all([
      retract(ann, 2),
      market.bid(bob, auction, 3000),
      market.bid(ann, auction, 9000),
    ])
    expect(await violationsOf(market, auction)).toEqual([])
    expect(faultOf(await market.ledger(auction))).toBeNull()
  }
})
