/** Who may not bid, and what is not a bid. Refusals of the game are replies; everything else is raised. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Argument, call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let ann: string
let auction: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  auction = await market.auction()
})

/** A refusal must leave no trace in the ledger. */
async function expectRefusal(bidder: string, code: string): Promise<void> {
  const reply = await market.bid(bidder, auction, 1000)
  expect(reply).toMatchObject({ outcome: 'refused', code, your_max_cents: null })
  expect((await market.ledger(auction)).filter((row) => row.kind !== 'opened')).toEqual([])
}

test('place_bid refuses below the starting price (LOWBD)', async () => {
  expect(await market.bid(ann, auction, 999)).toMatchObject({
    outcome: 'refused',
    code: 'LOWBD',
    detail: { min_cents: 1000 },
    price_cents: 1000,
    min_bid_cents: 1000,
    bid_count: 0,
    leader: null,
    seq: 1,
  })
})

test('place_bid refuses below the ladder (LOWBD)', async () => {
  await market.bid(ann, auction, 1000)
  expect(await market.bid(await market.bidder(), auction, 1049)).toMatchObject({
    outcome: 'refused',
    code: 'LOWBD',
    detail: { min_cents: 1050 },
    min_bid_cents: 1050,
    bid_count: 1,
  })
})

test('place_bid refuses the own lot (OWNLT)', async () => {
  await expectRefusal(market.seller, 'OWNLT')
})

test('place_bid refuses the banned (KBANN) until the ban is lifted', async () => {
  const banned = await market.bidder()
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned })
  await expectRefusal(banned, 'KBANN')
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned, p_until: null })
  expect(await market.bid(banned, auction, 1000)).toMatchObject({ outcome: 'leading' })
})

test('place_bid refuses those whom Auth has banned (KBANN)', async () => {
  const banned = await market.bidder()
  await market.db.admin`
    update auth.users set banned_until = now() + interval '1 day' where id = ${banned}`
  await expectRefusal(banned, 'KBANN')
})

test('a ban outlives a change of the e-mail address (KBANN)', async () => {
  const banned = await market.bidder()
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned })
  await market.db.admin`
    update auth.users set email = 'elsewhere@blytz.test', email_confirmed_at = now(), banned_until = banned_until
    where id = ${banned}`
  await expectRefusal(banned, 'KBANN')
})

test('place_bid refuses those whom the seller has banned (KBANN), for that seller only', async () => {
  const banned = await market.bidder()
  await market.db.sql`
    insert into private.seller_bans (seller_id, user_id) values (${market.seller}, ${banned})`
  await expectRefusal(banned, 'KBANN')
  const elsewhere = await market.auction({ seller: await market.newSeller() })
  expect(await market.bid(banned, elsewhere, 1000)).toMatchObject({ outcome: 'leading' })
})

test('place_bid refuses an unconfirmed e-mail address (UNVER) until it is confirmed', async () => {
  const unconfirmed = await market.bidder({ confirmed: false })
  await expectRefusal(unconfirmed, 'UNVER')
  await market.db.admin`update auth.users set email_confirmed_at = now() where id = ${unconfirmed}`
  expect(await market.bid(unconfirmed, auction, 1000)).toMatchObject({ outcome: 'leading' })
})

test('place_bid asks for a card (NOCRD) where the auction does', async () => {
  const cardless = await market.bidder({ card: false })
  await expectRefusal(cardless, 'NOCRD')
  const trusting = await market.auction({ requiresCard: false })
  expect(await market.bid(cardless, trusting, 1000)).toMatchObject({ outcome: 'leading' })
})

test('place_bid refuses while the platform is paused (PAUSD)', async () => {
  await market.db.sql`update public.platform_status set paused_at = now()`
  await expectRefusal(ann, 'PAUSD')
  await market.db.sql`update public.platform_status set paused_at = null`
  expect(await market.bid(ann, auction, 1000)).toMatchObject({ outcome: 'leading' })
})

test('place_bid refuses a flood of bids (RTLIM) and says how long to wait', async () => {
  const hasty = await market.bidder()
  let amount = 1000
  let reply = await market.bid(hasty, auction, amount)
  for (let i = 0; i < 60 && reply.code === null; i++) {
    amount += 1
    reply = await market.bid(hasty, auction, amount)
  }
  expect(reply).toMatchObject({ outcome: 'refused', code: 'RTLIM' })
  expect(reply.detail?.retry_after_ms).toBeGreaterThan(0)
  expect(reply.your_max_cents).toBe(amount - 1)
  expect(await market.bid(ann, auction, amount)).not.toMatchObject({ code: 'RTLIM' })
  // As if that long had passed.
  await market.db.sql`
    update private.bid_allowances set whole_at = whole_at - ${`${reply.detail?.retry_after_ms} ms`}::interval where user_id = ${hasty}`
  expect(await market.bid(hasty, auction, amount + 1)).not.toMatchObject({ code: 'RTLIM' })
})

test('place_bid refuses a visitor who has not signed in (42501)', async () => {
  const attempt = call(market.db, 'anon', 'place_bid', {
    p_auction_id: auction,
    p_amount_cents: 1000,
  })
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test.each<[string, Argument, string]>([
  ['zero', 0, 'INVAL'],
  ['a negative amount', -1000, 'INVAL'],
  ['no amount', null, 'INVAL'],
  ['an amount above the largest price', 10_000_000_000, 'INVAL'],
  ['the largest bigint', '9223372036854775807', 'INVAL'],
  ['an amount beyond bigint', '9223372036854775808', '22003'],
  ['a fraction', '1000.5', '22P02'],
  ['an exponent', '1e4', '22P02'],
  ['NaN', 'NaN', '22P02'],
  ['words', 'a lot', '22P02'],
])('place_bid raises on %s (%s → %s)', async (_what, amount, code) => {
  const attempt = call(market.db, ann, 'place_bid', {
    p_auction_id: auction,
    p_amount_cents: amount,
  })
  const failure = await failureOf(attempt)
  expect(failure.code).toBe(code)
  if (code === 'INVAL') expect(failure.detail).toEqual({ field: 'p_amount_cents' })
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('place_bid knows no numeric amount, so that no fraction is rounded (42883)', async () => {
  const attempt = market.db.as(ann, (tx) =>
    tx.unsafe(`select public.place_bid('${auction}', 1000.5)`),
  )
  expect(await failureOf(attempt)).toMatchObject({ code: '42883' })
})

test('place_bid accepts the largest price and no more (INVAL)', async () => {
  const dear = await market.auction({ startingPrice: 9_999_999_999 })
  expect(await market.bid(ann, dear, 9_999_999_999)).toMatchObject({
    outcome: 'leading',
    price_cents: 9_999_999_999,
  })
})

test('place_bid raises on a null p_is_max (INVAL)', async () => {
  const attempt = call(market.db, ann, 'place_bid', {
    p_auction_id: auction,
    p_amount_cents: 1000,
    p_is_max: null,
  })
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field: 'p_is_max' } })
})

test('place_bid raises for an unknown auction, a null one and a draft, the own draft too (NOFND)', async () => {
  const draft = await market.draftAuction()
  for (const [bidder, id] of [
    [ann, randomUUID()],
    [ann, null],
    [ann, draft],
    [market.seller, draft],
  ] as const) {
    const attempt = call(market.db, bidder, 'place_bid', { p_auction_id: id, p_amount_cents: 1000 })
    expect(await failureOf(attempt)).toMatchObject({ code: 'NOFND' })
  }
})
