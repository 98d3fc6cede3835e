/** The emergency brake: nothing opens, is accepted or closes; going on gives the time back through the ledger. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { installAudit, violationsOf } from '../support/audit.ts'
import { call, failureOf } from '../support/call.ts'
import type { CallOptions } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import { openSale, saleSnapshot } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'

const MINUTES = 60_000

let market: Market
let admin: string
let ann: string

beforeAll(async () => {
  market = await openMarket()
  await installAudit(market)
  ;[admin, ann] = await Promise.all([market.admin(), market.bidder()])
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())
afterEach(() => market.db.sql`update public.platform_status set paused_at = null`)

const pause = (
  paused: boolean | null,
  extend: boolean | null = true,
  caller = admin,
  options: CallOptions = { aal: 'aal2' },
) =>
  call<{ paused_at: string | null }>(
    market.db,
    caller,
    'pause_platform',
    { p_paused: paused, p_extend: extend },
    options,
  )

/** As if the pause had begun so long ago. */
const pausedFor = (milliseconds: number) => market.db.sql`
  update public.platform_status set paused_at = date_trunc('milliseconds', clock_timestamp()) - ${`${milliseconds} milliseconds`}::interval`

const endOf = async (auction: string) => Date.parse((await market.snapshot(auction)).ends_at ?? '')

test('pause_platform stops bids (PAUSD), the opening and the close of auctions', async () => {
  const running = await market.auction()
  const over = await market.auction()
  await market.bid(ann, over, 5000)
  await pause(true)
  expect(await market.bid(ann, running, 1000)).toMatchObject({ outcome: 'refused', code: 'PAUSD' })
  await market.endIn(over, -1)
  await market.db.sql`select private.tick()`
  expect(await market.snapshot(over)).toMatchObject({ status: 'live' })
  const close = call(market.db, ann, 'close_auction', { p_auction_id: over })
  expect(await failureOf(close)).toMatchObject({ code: 'PAUSD' })
  const show = await market.show()
  const lot = await market.lot(show)
  const open = call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  expect(await failureOf(open)).toMatchObject({ code: 'PAUSD' })
  await pause(false, false)
  await market.db.sql`select private.tick()`
  expect(await market.snapshot(over)).toMatchObject({ status: 'sold' })
  expect(await market.bid(ann, running, 1000)).toMatchObject({ outcome: 'leading' })
})

test('going on gives running auctions the time of the pause, even those whose end has passed in it', async () => {
  const running = await market.auction()
  const over = await market.auction()
  const longOver = await market.auction()
  await market.bid(ann, running, 5000)
  await pausedFor(10 * MINUTES)
  await market.endIn(over, -5 * MINUTES)
  await market.endIn(longOver, -15 * MINUTES)
  const before = await Promise.all([running, over, longOver].map(endOf))
  const hardBefore = Date.parse((await market.snapshot(running)).hard_ends_at ?? '')
  await pause(false)
  const after = await Promise.all([running, over, longOver].map(endOf))
  const [first = 0, second = 0, third] = after.map((end, index) => end - (before[index] ?? 0))
  const [row] = (await market.ledger(running)).slice(-1)
  expect(row).toMatchObject({ kind: 'extended', price_cents: 1000, bid_count: 1 })
  expect(JSON.parse(row?.detail ?? '')).toEqual({ pause_ms: first })
  expect(first).toBeGreaterThanOrEqual(10 * MINUTES)
  expect([second, third]).toEqual([first, 0])
  expect(Date.parse((await market.snapshot(running)).hard_ends_at ?? '') - hardBefore).toBe(first)
  expect(faultOf(await market.ledger(running))).toBeNull()
  expect(await violationsOf(market, running)).toEqual([])
  expect(await market.bid(ann, over, 1000)).toMatchObject({ outcome: 'leading' })
  expect(await market.bid(ann, longOver, 1000)).toMatchObject({ code: 'LATEB' })
})

test('going on without p_extend leaves every end where it was', async () => {
  const auction = await market.auction()
  const before = await endOf(auction)
  await pausedFor(10 * MINUTES)
  await pause(false, false)
  expect(await endOf(auction)).toBe(before)
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('what should have opened in the pause opens after it, for its full time', async () => {
  const auction = await openSale(market, { startsIn: 60, runsFor: 600 })
  await pausedFor(10 * MINUTES)
  await market.db.sql`
    update public.auctions set starts_at = starts_at - interval '5 minutes', ends_at = ends_at - interval '5 minutes' where id = ${auction}`
  await market.db.sql`select private.tick()`
  expect(await market.snapshot(auction)).toMatchObject({ status: 'scheduled' })
  await pause(false)
  await market.db.sql`select private.tick()`
  const [opened] = await market.ledger(auction)
  const lasts = Date.parse(opened?.ends_at ?? '') - Date.parse(opened?.placed_at ?? '')
  expect(lasts).toBeGreaterThan(590_000)
  expect(lasts).toBeLessThanOrEqual(600_000)
})

test('a descending price stands still in a pause', async () => {
  const auction = await openSale(market, {
    format: 'descending',
    startingPrice: 1000,
    terms: { floor_cents: 100, step_cents: 100, tick_seconds: 120 },
  })
  // Opened 9 minutes ago, paused 8 minutes ago: one minute of it counts.
  await market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update private.auction_events e set placed_at = placed_at - interval '9 minutes', hash = private.event_hash(e.prev_hash, e.auction_id, e.seq,
        e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader, e.reserve_met, e.ends_at, e.placed_at - interval '9 minutes', e.detail)
      where e.auction_id = ${auction}`
  })
  expect(await saleSnapshot(market, auction)).toMatchObject({ price_cents: 600 })
  await pausedFor(8 * MINUTES)
  expect(await saleSnapshot(market, auction)).toMatchObject({ price_cents: 1000 })
  await pause(false)
  expect(await saleSnapshot(market, auction)).toMatchObject({ price_cents: 1000, version: 2 })
})

test('pause_platform again is harmless, is for admins (42501) with their second factor (MFAAL), and wants to know (INVAL)', async () => {
  const { paused_at } = await pause(true)
  expect(paused_at).not.toBeNull()
  expect(await pause(true)).toMatchObject({ paused_at })
  expect(await pause(false)).toMatchObject({ paused_at: null })
  expect(await pause(false)).toMatchObject({ paused_at: null })
  expect(await failureOf(pause(true, true, ann))).toMatchObject({ code: '42501' })
  expect(await failureOf(pause(true, true, admin, {}))).toMatchObject({ code: 'MFAAL' })
  expect(await failureOf(pause(null))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(pause(true, null))).toMatchObject({ code: 'INVAL' })
})

test('pause_platform may take longer than an ordinary request: it moves the end of everything that runs', async () => {
  const [row] = await market.db.sql`
    select proconfig from pg_proc where oid = 'public.pause_platform(boolean, boolean)'::regprocedure`
  expect(row?.proconfig).toEqual(
    expect.arrayContaining(['statement_timeout=10min', 'lock_timeout=1min']),
  )
})
