/** The host's console: one tab at a time, and what the audience's latency forbids. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow, ShowRow } from '../support/shapes.ts'

interface Lease {
  granted: boolean
  claimed_at: string
  seen_at: string
  audience: { samples: number; p95_ms: number | null }
}

let market: Market
let show: Show
let ann: string
const here = randomUUID()
const there = randomUUID()

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

const claim = (session: string | null, force = false, caller = show.host, id = show.id) =>
  call<Lease>(market.db, caller, 'claim_console', {
    p_show_id: id,
    p_session: session,
    p_force: force,
  })

/** A command as a console sends it. */
const from = <T>(session: string, name: string, args: Arguments) =>
  call<T>(market.db, show.host, name, args, { headers: { 'x-console-session': session } })

/** Lets the console that holds the show fall silent for so long. */
const silentFor = (seconds: number) =>
  market.db
    .admin`update private.console_leases set seen_at = seen_at - make_interval(secs => ${seconds}) where show_id = ${show.id}`

const taken = { code: 'STATE', detail: { console: 'taken' } }

test('claim_console gives a show to the first console and keeps it with the one that repeats', async () => {
  const first = await claim(here)
  expect(first.granted).toBe(true)
  const again = await claim(here)
  expect(again).toMatchObject({ granted: true, claimed_at: first.claimed_at })
  expect(Date.parse(again.seen_at)).toBeGreaterThanOrEqual(Date.parse(first.seen_at))
})

test('claim_console gives a held show away only when forced', async () => {
  const first = await claim(here)
  expect(await claim(there)).toMatchObject({ granted: false, claimed_at: first.claimed_at })
  expect(await claim(there, true)).toMatchObject({ granted: true })
  expect(await claim(here)).toMatchObject({ granted: false })
})

test('claim_console needs no force once the other has been silent for twenty seconds', async () => {
  await claim(here)
  await silentFor(19)
  expect(await claim(there)).toMatchObject({ granted: false })
  await silentFor(2)
  expect(await claim(there)).toMatchObject({ granted: true })
})

test('of two consoles that claim a free show at once, one gets it', async () => {
  const claims = await Promise.all([claim(here), claim(there)])
  expect(claims.map(({ granted }) => granted).sort()).toEqual([false, true])
})

test('claim_console refuses what is not the caller’s (NOFND, 42501), ended shows (STATE) and no session (INVAL)', async () => {
  expect(await failureOf(claim(here, false, ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(claim(here, true, market.seller))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(claim(here, false, show.host, randomUUID()))).toMatchObject({
    code: 'NOFND',
  })
  expect(await failureOf(claim(here, false, 'anon'))).toMatchObject({ code: '42501' })
  expect(await failureOf(claim(null))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_session' },
  })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  expect(await failureOf(claim(here))).toMatchObject({ code: 'STATE', detail: { status: 'ended' } })
})

test('claim_console is limited (RTLIM)', async () => {
  await market.db.admin`
    insert into private.rate_buckets (bucket, tokens, refilled_at) values (${`claim_console:${show.host}`}, 0, clock_timestamp())`
  expect(await failureOf(claim(here))).toMatchObject({ code: 'RTLIM' })
})

test('the lease of a console is in no row that a client can read', async () => {
  await claim(here)
  const attempt = market.db.as(show.host, (tx) => tx`select session from private.console_leases`)
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('every command of a console that has lost the show is refused (STATE), and changes nothing', async () => {
  const [open, waiting] = [await market.lot(show), await market.lot(show)]
  await claim(here)
  await from(here, 'open_lot', { p_auction_id: open, p_seconds: 600 })
  await claim(there, true)
  const commands: [string, Arguments][] = [
    ['open_lot', { p_auction_id: waiting }],
    ['extend_lot', { p_auction_id: open, p_seconds: 30 }],
    ['pass_lot', { p_auction_id: open }],
    ['cancel_auction', { p_auction_id: open }],
    ['update_lot', { p_auction_id: waiting, p_duration_seconds: 45 }],
    ['remove_lot', { p_auction_id: waiting }],
    ['reorder_lots', { p_show_id: show.id, p_auction_ids: [waiting] }],
    ['pin_lot', { p_show_id: show.id, p_auction_id: waiting }],
    ['quick_lot', { p_show_id: show.id, p_title: 'A lot', p_starting_price_cents: 100 }],
    [
      'add_lot',
      {
        p_show_id: show.id,
        p_product_id: await market.product(show.host),
        p_starting_price_cents: 100,
      },
    ],
    ['end_show', { p_show_id: show.id }],
  ]
  const before = await market.db.sql`select * from public.auctions where show_id = ${show.id}`
  for (const [name, args] of commands) {
    expect([name, await failureOf(from(here, name, args))]).toMatchObject([name, taken])
  }
  expect(await market.db.sql`select * from public.auctions where show_id = ${show.id}`).toEqual(
    before,
  )
  expect(
    await from<ShowRow>(there, 'pin_lot', { p_show_id: show.id, p_auction_id: waiting }),
  ).toMatchObject({ pinned_auction_id: waiting })
})

test('what engages viewers is the running console’s, too: a draw, a giveaway’s end, a poll’s end (STATE)', async () => {
  const giveaway = await call<{ id: string }>(market.db, show.host, 'open_giveaway', {
    ...{ p_show_id: show.id, p_prize: 'A tote bag', p_seconds: 15 },
  })
  const poll = await call<{ id: string }>(market.db, show.host, 'open_poll', {
    ...{ p_show_id: show.id, p_question: 'Which next?', p_options: ['This', 'That'] },
  })
  await claim(here)
  await claim(there, true)
  const commands: [string, Arguments][] = [
    ['draw_giveaway', { p_giveaway_id: giveaway.id }],
    ['cancel_giveaway', { p_giveaway_id: giveaway.id }],
    ['close_poll', { p_poll_id: poll.id }],
    ['ask_for_recording', { p_show_id: show.id, p_wanted: true }],
  ]
  for (const [name, args] of commands) {
    expect([name, await failureOf(from(here, name, args))]).toMatchObject([name, taken])
  }
  expect(await from(there, 'cancel_giveaway', { p_giveaway_id: giveaway.id })).toMatchObject({
    status: 'cancelled',
  })
  expect(await from(there, 'close_poll', { p_poll_id: poll.id })).toMatchObject({
    status: 'closed',
  })
})

test('a console that lost a show does not start it either (STATE)', async () => {
  show = await market.show('scheduled')
  await claim(here)
  await claim(there, true)
  expect(await failureOf(from(here, 'start_show', { p_show_id: show.id }))).toMatchObject(taken)
  expect(await from<ShowRow>(there, 'start_show', { p_show_id: show.id })).toMatchObject({
    status: 'live',
  })
})

test('two hosts at once: what one console opens, the other finds open (STATE)', async () => {
  const lots = [await market.lot(show), await market.lot(show)]
  await claim(here)
  const results = await Promise.allSettled([
    ...lots.map((lot) => from<AuctionRow>(here, 'open_lot', { p_auction_id: lot, p_seconds: 600 })),
    claim(there, true),
    ...lots.map((lot) =>
      from<AuctionRow>(there, 'open_lot', { p_auction_id: lot, p_seconds: 600 }),
    ),
  ])
  const [live] = await market.db.sql<{ n: number }[]>`
    select count(*)::int as n from public.auctions where show_id = ${show.id} and status = 'live'`
  expect(live?.n).toBe(1)
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(3)
  for (const result of refused) expect(result).toMatchObject({ reason: { code: 'STATE' } })
})

test('a command that names no console is not asked for the lease', async () => {
  const lot = await market.lot(show)
  await claim(here)
  expect(
    await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 600 }),
  ).toMatchObject({ status: 'live' })
})

// ── latency ──────────────────────────────────────────────────────────────────────────────────────

const beat = (viewer: string, rtt: number | null, id = show.id) =>
  call(market.db, viewer, 'show_heartbeat', { p_show_id: id, p_rtt_ms: rtt })

const audience = async () => (await claim(here)).audience

test('show_heartbeat samples round trips; claim_console tells their p95', async () => {
  expect(await audience()).toEqual({ samples: 0, p95_ms: null })
  const viewers = await Promise.all(Array.from({ length: 20 }, () => market.db.createUser()))
  for (const [index, viewer] of viewers.entries()) await beat(viewer, (index + 1) * 100)
  expect(await audience()).toEqual({ samples: 20, p95_ms: 1900 })
})

test('show_heartbeat cuts a round trip off at ten seconds and refuses negative ones (INVAL)', async () => {
  await beat(ann, 2_147_483_647)
  expect(await audience()).toEqual({ samples: 1, p95_ms: 10_000 })
  expect(await failureOf(beat(ann, -1))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_rtt_ms' },
  })
})

test('a viewer who is gone, or has measured nothing, does not count towards the p95', async () => {
  const bob = await market.bidder()
  await beat(ann, 3000)
  await beat(bob, null)
  expect(await audience()).toEqual({ samples: 1, p95_ms: 3000 })
  await market.db
    .admin`update private.show_viewers set seen_at = seen_at - interval '46 seconds' where show_id = ${show.id}`
  expect(await audience()).toEqual({ samples: 0, p95_ms: null })
})

test('open_lot refuses a soft close below the audience’s p95 (STATE) until it is confirmed or lengthened', async () => {
  const lot = await market.lot(show, { p_soft_close_seconds: 2 })
  await beat(ann, 2001)
  const open = (args: Arguments = {}) =>
    call(market.db, show.host, 'open_lot', { p_auction_id: lot, ...args })
  expect(await failureOf(open())).toMatchObject({
    code: 'STATE',
    detail: { extension_ms: 2000, p95_ms: 2001 },
  })
  expect(await failureOf(open({ p_confirm_latency: null }))).toMatchObject({ code: 'STATE' })
  expect(await market.snapshot(lot)).toMatchObject({ status: 'scheduled', version: 0 })
  expect(await open({ p_confirm_latency: true })).toMatchObject({ status: 'live' })
})

test('open_lot accepts a soft close that reaches the p95 exactly, and ignores other shows’ audiences', async () => {
  const elsewhere = await market.show()
  await beat(ann, 9000, elsewhere.id)
  await beat(ann, 2000)
  const lot = await market.lot(show, { p_soft_close_seconds: 2 })
  expect(await call(market.db, show.host, 'open_lot', { p_auction_id: lot })).toMatchObject({
    status: 'live',
  })
})

test('open_lot does not ask formats that never extend about latency', async () => {
  await beat(ann, 9000)
  const lot = await market.lot(show, {
    p_soft_close_seconds: 0,
    p_format: 'fixed',
    p_terms: { quantity: 3 },
  })
  expect(await call(market.db, show.host, 'open_lot', { p_auction_id: lot })).toMatchObject({
    status: 'live',
  })
})
