/** Sales of many lots: staggered ends, or one end for all that moves for all. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installAudit, violationsOf } from '../support/audit.ts'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'

const SOFT_CLOSE_S = 60

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  ;[ann, bob] = await Promise.all([market.bidder(), market.bidder()])
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const drafts = (count: number) =>
  Promise.all(Array.from({ length: count }, () => market.draftAuction({ softClose: SOFT_CLOSE_S })))

const schedule = (lots: string[], args: Arguments = {}, caller = market.seller) =>
  call<{ id: string }>(market.db, caller, 'schedule_sale', {
    p_title: 'A sale',
    p_auction_ids: lots,
    p_ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    ...args,
  })

const endOf = async (lot: string) => Date.parse((await market.snapshot(lot)).ends_at ?? '')

/** A group whose lots all end in so many milliseconds. */
async function group(count: number, milliseconds: number): Promise<string[]> {
  const lots = await drafts(count)
  await schedule(lots, { p_closing: 'group' })
  for (const lot of lots) await market.endIn(lot, milliseconds)
  const last = await endOf(lots.at(-1) ?? '')
  for (const lot of lots) {
    await market.db.admin.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`
        update private.auction_events e set ends_at = ${new Date(last)}, placed_at = least(placed_at, ${new Date(last - 1)}),
          hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader,
            e.reserve_met, ${new Date(last)}, least(e.placed_at, ${new Date(last - 1)}), e.detail)
        where e.auction_id = ${lot}`
      await tx`update public.auctions set ends_at = ${new Date(last)} where id = ${lot}`
    })
  }
  return lots
}

test('schedule_sale staggered ends the lots in their order, a step apart', async () => {
  const lots = await drafts(3)
  const sale = await schedule(lots, { p_step_seconds: 30 })
  const ends = await Promise.all(lots.map(endOf))
  expect(ends.map((end) => end - (ends[0] ?? 0))).toEqual([0, 30_000, 60_000])
  const rows = await market.db.as(
    'anon',
    (tx) => tx`select id from public.auctions where sale_id = ${sale.id} and status = 'live'`,
  )
  expect(rows).toHaveLength(3)
})

test('an extension in a staggered sale is its own lot’s alone', async () => {
  const lots = await drafts(2)
  await schedule(lots)
  const [first = '', second = ''] = lots
  await market.endIn(first, 5000)
  const before = await endOf(second)
  await market.bid(ann, first, 1000)
  await market.db.sql`select private.tick()`
  expect(await endOf(second)).toBe(before)
})

test('an extension of one lot of a group extends all, through their ledgers', async () => {
  const [first = '', second = '', third = ''] = await group(3, 20_000)
  const before = await endOf(first)
  await market.bid(ann, second, 1000)
  const extended = await endOf(second)
  expect(extended).toBeGreaterThan(before)
  await market.db.sql`select private.tick()`
  expect(await Promise.all([first, third].map(endOf))).toEqual([extended, extended])
  const ledger = await market.ledger(first)
  expect(ledger.map((row) => row.kind)).toEqual(['opened', 'extended'])
  expect(Object.keys(JSON.parse(ledger[1]?.detail ?? ''))).toEqual(['sale'])
  await market.db.sql`select private.tick()`
  expect(await market.ledger(first)).toHaveLength(2)
  for (const lot of [first, second, third]) expect(await violationsOf(market, lot)).toEqual([])
})

test('a lot of a group takes bids after its own end while the group goes on, without waiting for a job', async () => {
  const [first = '', second = ''] = await group(2, 600)
  await market.bid(ann, second, 1000)
  await expect
    .poll(async () => Date.now() - (await endOf(first)), { timeout: 5000 })
    .toBeGreaterThan(50)
  expect(await market.bid(bob, first, 1000)).toMatchObject({ outcome: 'leading' })
  expect((await market.ledger(first)).map((row) => row.kind)).toEqual([
    ...['opened', 'extended', 'bid'],
  ])
  for (const lot of [first, second]) expect(await violationsOf(market, lot)).toEqual([])
})

test('close_auction extends a lot of a group that goes on, and closes all when the last end has come', async () => {
  const [first = '', second = ''] = await group(2, 600)
  await market.bid(ann, second, 1000)
  await expect
    .poll(async () => Date.now() - (await endOf(first)), { timeout: 5000 })
    .toBeGreaterThan(50)
  const close = call(market.db, bob, 'close_auction', { p_auction_id: first })
  expect(await failureOf(close)).toMatchObject({ code: 'STATE' })
  await market.endIn(second, -1)
  await market.endIn(first, -1)
  await market.db.sql`select private.tick()`
  expect(await market.snapshot(first)).toMatchObject({ status: 'unsold' })
  expect(await market.snapshot(second)).toMatchObject({ status: 'sold' })
})

test('bids on all lots of a group and closes at once do not wait for each other in a circle', async () => {
  const lots = await group(4, 400)
  const attempts = lots.flatMap((lot, index) => [
    market.bid(index % 2 === 0 ? ann : bob, lot, 1000 + index),
    call(market.db, ann, 'close_auction', { p_auction_id: lot }).catch((error: unknown) => {
      if (Reflect.get(Object(error), 'code') !== 'STATE') throw error
    }),
    market.db.sql`select private.tick()`,
  ])
  await Promise.all(attempts)
  await market.db.sql`select private.tick()`
  const ends = await Promise.all(lots.map(endOf))
  expect(new Set(ends).size).toBe(1)
  for (const lot of lots) expect(await violationsOf(market, lot)).toEqual([])
})

test.each<[string, string, Arguments]>([
  ['INVAL', 'p_title', { p_title: 'x' }],
  ['INVAL', 'p_step_seconds', { p_step_seconds: 5 }],
  ['INVAL', 'p_ends_at', { p_ends_at: new Date().toISOString() }],
  ['INVAL', 'p_closing', { p_closing: null }],
])('schedule_sale refuses bad input (%s %s)', async (code, field, args) => {
  expect(await failureOf(schedule(await drafts(2), args))).toMatchObject({
    code,
    detail: { field },
  })
})

test('schedule_sale refuses too few lots (INVAL), others’ lots (NOFND), running ones (STATE), non-sellers (42501)', async () => {
  const [one = '', two = ''] = await drafts(2)
  expect(await failureOf(schedule([one]))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(schedule([one, one]))).toMatchObject({ code: 'INVAL' })
  const other = await market.newSeller()
  expect(await failureOf(schedule([one, two], {}, other))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(schedule([one, await market.auction()]))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(schedule([one, two], {}, ann))).toMatchObject({ code: '42501' })
})

test('schedule_auction refuses a lot of a sale (STATE)', async () => {
  const lots = await drafts(2)
  await schedule(lots, { p_starts_at: new Date(Date.now() + 600_000).toISOString() })
  const attempt = call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: lots[0] ?? '',
    p_ends_at: new Date(Date.now() + 7_200_000).toISOString(),
  })
  expect(await failureOf(attempt)).toMatchObject({ code: 'STATE' })
})
