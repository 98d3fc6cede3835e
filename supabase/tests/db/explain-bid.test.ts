/** Explanations: what the server knew of one's own bids, taken or refused. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { openSale } from '../support/sales.ts'

interface Explanation {
  received_at: string | null
  locked_at: string
  [name: string]: unknown
}

interface Attempt {
  code: string
  amount_cents: number
  received_at: string
  locked_at: string | null
  decided_at: string
  ms_before_end: number
  [name: string]: unknown
}

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

const explain = (user: string, auction: string, seq: number) =>
  call<Explanation>(market.db, user, 'explain_bid', { p_auction_id: auction, p_seq: seq })

const attempts = (user: string, auction: string | null = null, limit = 100) =>
  call<Attempt[]>(market.db, user, 'my_attempts', { p_auction_id: auction, p_limit: limit })

test('explain_bid names the rule, the prices and the minimum of each own bid', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 2000)
  await market.bid(bob, auction, 5000)
  await market.bid(bob, auction, 9000)
  await market.bid(bob, auction, 12_000, { isMax: false })
  const told = [
    await explain(ann, auction, 2),
    ...(await Promise.all([3, 5, 7, 8].map((seq) => explain(bob, auction, seq)))),
  ]
  expect(told).toMatchObject([
    {
      rule: 'first_bid',
      outcome: 'leading',
      price_before_cents: 1000,
      price_after_cents: 1000,
      min_bid_cents: 1000,
      amount_cents: 5000,
    },
    {
      rule: 'beaten_by_maximum',
      outcome: 'outbid',
      price_before_cents: 1000,
      price_after_cents: 2050,
      min_bid_cents: 1050,
    },
    {
      rule: 'tie_to_the_earlier',
      outcome: 'outbid',
      price_before_cents: 2050,
      price_after_cents: 5000,
      min_bid_cents: 2100,
    },
    {
      rule: 'outbid_leader',
      outcome: 'leading',
      price_before_cents: 5000,
      price_after_cents: 5100,
      min_bid_cents: 5100,
    },
    {
      rule: 'raised_own',
      outcome: 'leading',
      is_max: false,
      price_before_cents: 5100,
      price_after_cents: 12_000,
      min_bid_cents: 9001,
    },
  ])
  for (const { received_at, locked_at } of told) {
    // The turn in the queue is stamped in whole milliseconds.
    expect(Math.floor(Date.parse(received_at ?? ''))).toBeLessThanOrEqual(Date.parse(locked_at))
  }
})

test('explain_bid sees through the maximum that was shown first, and tells of the soft close', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.endIn(auction, 60_000)
  await market.bid(bob, auction, 9000)
  const told = await explain(bob, auction, 4)
  expect(told).toMatchObject({
    rule: 'outbid_leader',
    price_before_cents: 1000,
    price_after_cents: 5100,
    min_bid_cents: 1050,
    withdrawn: false,
  })
  expect(told.ms_before_end).toBeLessThanOrEqual(60_000)
  expect(Number(told.ms_before_end) + Number(told.extended_ms)).toBe(120_000)
})

test('explain_bid tells a pre-bid by its missing arrival, and a withdrawn bid as such', async () => {
  const auction = await openSale(market, { startsIn: 3600, runsFor: 86_400 })
  await market.bid(ann, auction, 5000)
  await market.db.sql`
    update public.auctions set starts_at = date_trunc('milliseconds', clock_timestamp()) where id = ${auction}`
  await market.db.sql`select private.open_due()`
  expect(await explain(ann, auction, 2)).toMatchObject({ received_at: null, withdrawn: false })
  await call(market.db, ann, 'retract_bid', {
    p_auction_id: auction,
    p_seq: 2,
    p_reason: 'typo',
  })
  expect(await explain(ann, auction, 2)).toMatchObject({ withdrawn: true })
})

test('explain_bid knows only own bids (NOFND) and the signed in (42501)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  for (const [user, seq] of [
    [bob, 2],
    [market.seller, 2],
    [ann, 1],
    [ann, 9],
  ] as const) {
    expect(await failureOf(explain(user, auction, seq))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(explain('anon', auction, 2))).toMatchObject({ code: '42501' })
  expect(await failureOf(explain(ann, randomUUID(), 2))).toMatchObject({ code: 'NOFND' })
})

test('my_attempts keeps every refusal as the server saw it, for its bidder alone', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 999)
  await market.bid(ann, auction, 5000)
  await market.bid(market.seller, auction, 9000)
  await market.endIn(auction, -1)
  await market.bid(bob, auction, 9000)
  const mine = await attempts(bob, auction)
  expect(mine).toMatchObject([
    { code: 'LATEB', amount_cents: 9000, price_cents: 1000, locked_at: expect.any(String) },
    {
      code: 'LOWBD',
      amount_cents: 999,
      detail: { min_cents: 1050 },
      price_cents: 1000,
      min_bid_cents: 1050,
      version: 2,
      locked_at: null,
    },
  ])
  expect(mine[0]?.ms_before_end).toBeLessThan(0)
  expect(mine[1]?.ms_before_end).toBeGreaterThan(0)
  expect(await attempts(ann, auction)).toMatchObject([
    { code: 'LOWBD', detail: { min_cents: 5001 }, locked_at: expect.any(String) },
  ])
  expect(await attempts(market.seller, auction)).toMatchObject([{ code: 'OWNLT' }])
  expect(await attempts(bob, await market.auction())).toEqual([])
  expect(await attempts(bob, null, 1)).toHaveLength(1)
  expect(await failureOf(attempts('anon'))).toMatchObject({ code: '42501' })
})

test('an accepted bid leaves no attempt', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.bid(ann, auction, 6000)
  expect(await attempts(ann)).toEqual([])
})

test('the last 1,000 attempts of each user are kept, at least, and forgotten after 30 days', async () => {
  const auction = await market.auction()
  await market.bid(bob, auction, 1)
  await market.db.admin`
    select private.record_attempt(private.state_of(a), 1000, ${ann}, g, 'LOWBD', null, null)
    from public.auctions a cross join generate_series(1, 1250) g where a.id = ${auction}`
  const kept = await attempts(ann, auction, 5000)
  expect(kept).toHaveLength(1000)
  expect([kept[0]?.amount_cents, kept.at(-1)?.amount_cents]).toEqual([1250, 251])
  const [row] = await market.db.sql<{ stored: number }[]>`
    select count(*)::int as stored from private.bid_attempts where user_id = ${ann}`
  // One attempt in a hundred clears up.
  expect(row?.stored).toBeLessThan(1100)
  await market.db.sql`
    update private.bid_attempts set decided_at = decided_at - interval '31 days' where user_id = ${ann} and amount_cents <= 1245`
  expect(await attempts(ann, auction)).toHaveLength(5)
  expect(await market.db.sql`select private.forget_attempts() as gone`).toEqual([
    { gone: (row?.stored ?? 0) - 5 },
  ])
  expect(await attempts(bob)).toHaveLength(1)
})

test('the usual refusal, which is written in place, says what the general one says', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  for (const highest of [null, 7000]) {
    if (highest !== null) {
      await market.bid(bob, auction, highest)
      await market.bid(ann, auction, 9000)
    }
    const { server_time: _usual, ...usual } = await market.bid(bob, auction, 1)
    const [row] = await market.db.admin<{ reply: Record<string, unknown> }[]>`
      select private.refuse_bid(${auction}, ${bob}, 1, 'LOWBD', ${market.db.admin.json({ min_cents: usual.min_bid_cents })}) as reply`
    const { server_time: _general, ...general } = row?.reply ?? {}
    expect(usual).toEqual(general)
    expect(usual.your_max_cents).toBe(highest)
    const [second, first] = await attempts(bob)
    expect({ ...first, received_at: '', decided_at: '', ms_before_end: 0 }).toEqual({
      ...second,
      received_at: '',
      decided_at: '',
      ms_before_end: 0,
    })
  }
})

test('refusals of one user at once are all remembered', async () => {
  const auction = await market.auction()
  await Promise.all(
    Array.from({ length: 8 }, (_none, index) => market.bid(ann, auction, index + 1)),
  )
  expect((await attempts(ann)).map((attempt) => attempt.amount_cents).sort()).toEqual([
    ...[1, 2, 3, 4, 5, 6, 7, 8],
  ])
})
