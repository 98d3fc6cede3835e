/** Lots: added, opened one at a time, given more time, pinned. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow, ShowRow } from '../support/shapes.ts'

let market: Market
let show: Show
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

const open = (lot: string | null, seconds: number | null = null, caller = show.host) =>
  call<AuctionRow>(market.db, caller, 'open_lot', { p_auction_id: lot, p_seconds: seconds })

const extend = (lot: string | null, seconds: number | null, caller = show.host) =>
  call<AuctionRow>(market.db, caller, 'extend_lot', { p_auction_id: lot, p_seconds: seconds })

const pin = (lot: string | null, caller = show.host) =>
  call<ShowRow>(market.db, caller, 'pin_lot', { p_show_id: show.id, p_auction_id: lot })

const milliseconds = (from: string | null | undefined, to: string | null | undefined): number =>
  Date.parse(to ?? '') - Date.parse(from ?? '')

test('add_lot numbers the lots in order, on the live ladder', async () => {
  const first = await market.lot(show)
  const second = await market.lot(show)
  expect(await market.snapshot(first)).toMatchObject({ lot_number: 1, status: 'scheduled' })
  expect(await market.snapshot(second)).toMatchObject({ lot_number: 2, show_id: show.id })
  await open(first)
  expect(await market.bid(ann, first, 1000)).toMatchObject({ min_bid_cents: 1100 })
})

test.each<[string, Arguments]>([
  ['p_duration_seconds', { p_duration_seconds: 4 }],
  ['p_duration_seconds', { p_duration_seconds: 601 }],
  ['p_starting_price_cents', { p_starting_price_cents: 0 }],
  ['p_reserve_cents', { p_reserve_cents: 1 }],
  ['p_soft_close_seconds', { p_soft_close_seconds: null }],
])('add_lot refuses bad terms (INVAL %s) %j', async (field, args) => {
  expect(await failureOf(market.lot(show, args))).toMatchObject({
    code: 'INVAL',
    detail: { field },
  })
})

test('add_lot refuses other people’s shows and products (NOFND), and ended shows (STATE)', async () => {
  const other = await market.newSeller()
  expect(await failureOf(market.lot({ ...show, host: other }))).toMatchObject({ code: 'NOFND' })
  const theirs = await market.product(other)
  expect(await failureOf(market.lot(show, { p_product_id: theirs }))).toMatchObject({
    code: 'NOFND',
  })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  expect(await failureOf(market.lot(show))).toMatchObject({ code: 'STATE' })
})

test('open_lot runs for the lot’s own time or for the host’s', async () => {
  const lot = await market.lot(show, { p_duration_seconds: 45 })
  const opened = await open(lot)
  expect(opened).toMatchObject({ status: 'live', version: 1 })
  expect(milliseconds(opened.starts_at, opened.ends_at)).toBe(45_000)
  await market.endIn(lot, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: lot })
  const next = await open(await market.lot(show), 600)
  expect(milliseconds(next.starts_at, next.ends_at)).toBe(600_000)
})

test('open_lot opens one lot at a time (STATE)', async () => {
  const [first, second] = [await market.lot(show), await market.lot(show)]
  await open(first, 600)
  expect(await failureOf(open(second))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(open(first))).toMatchObject({ code: 'STATE', detail: { status: 'live' } })
  const [row] = await market.db.sql<ShowRow[]>`
    select current_auction_id from public.shows where id = ${show.id}`
  expect(row?.current_auction_id).toBe(first)
})

test('two open_lot at once open one lot (STATE for the other)', async () => {
  const lots = [await market.lot(show), await market.lot(show)]
  const results = await Promise.allSettled(lots.map((lot) => open(lot, 600)))
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  const lost = results.find((result) => result.status === 'rejected')
  expect(lost).toMatchObject({ reason: { code: 'STATE' } })
})

test('open_lot refuses before the show is live (STATE)', async () => {
  const waiting = await market.show('scheduled')
  const lot = await market.lot(waiting)
  expect(await failureOf(open(lot, null, waiting.host))).toMatchObject({
    code: 'STATE',
    detail: { status: 'scheduled' },
  })
})

test.each([4, 601, -30, 0])('open_lot refuses %i seconds (INVAL)', async (seconds) => {
  const lot = await market.lot(show)
  expect(await failureOf(open(lot, seconds))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_seconds' },
  })
})

test('open_lot and extend_lot are for the host (NOFND, 42501)', async () => {
  const lot = await market.lot(show)
  for (const attempt of [open, extend]) {
    expect(await failureOf(attempt(lot, 30, ann))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(attempt(lot, 30, market.seller))).toMatchObject({ code: 'NOFND' })
    expect(await failureOf(attempt(lot, 30, 'anon'))).toMatchObject({ code: '42501' })
    expect(await failureOf(attempt(randomUUID(), 30))).toMatchObject({ code: 'NOFND' })
  }
})

test('open_lot does not open a timed auction (NOFND)', async () => {
  expect(await failureOf(open(await market.draftAuction(), 30, market.seller))).toMatchObject({
    code: 'NOFND',
  })
})

test('extend_lot adds time as a ledger event', async () => {
  const lot = await market.lot(show)
  const opened = await open(lot, 30)
  await market.bid(ann, lot, 5000)
  const extended = await extend(lot, 60)
  expect(milliseconds(opened.ends_at, extended.ends_at)).toBe(60_000)
  expect((await market.ledger(lot)).at(-1)).toMatchObject({
    seq: 3,
    kind: 'extended',
    bidder: null,
    amount_cents: null,
    price_cents: 1000,
    bid_count: 1,
  })
})

test.each([4, 601, -30, null])(
  'extend_lot refuses %s seconds (INVAL): time is never taken away',
  async (seconds) => {
    const lot = await market.lot(show)
    await open(lot, 30)
    expect(await failureOf(extend(lot, seconds))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_seconds' },
    })
  },
)

test('extend_lot refuses a lot that is over (LATEB), closed or not yet open (STATE)', async () => {
  const lot = await market.lot(show)
  expect(await failureOf(extend(lot, 30))).toMatchObject({ code: 'STATE' })
  await open(lot, 30)
  await market.endIn(lot, -1)
  expect(await failureOf(extend(lot, 30))).toMatchObject({ code: 'LATEB' })
  await call(market.db, ann, 'close_auction', { p_auction_id: lot })
  expect(await failureOf(extend(lot, 30))).toMatchObject({ code: 'STATE' })
})

test('extend_lot refuses timed auctions (STATE)', async () => {
  const auction = await market.auction()
  expect(await failureOf(extend(auction, 30, market.seller))).toMatchObject({ code: 'STATE' })
})

test('cancel_auction withdraws an open lot without bids and frees the show for the next', async () => {
  const [first, second] = [await market.lot(show), await market.lot(show)]
  await open(first, 600)
  await call(market.db, show.host, 'cancel_auction', { p_auction_id: first })
  expect(await open(second)).toMatchObject({ status: 'live' })
})

test('cancel_auction refuses an open lot with a bid (STATE)', async () => {
  const lot = await market.lot(show)
  await open(lot, 600)
  await market.bid(ann, lot, 1000)
  expect(
    await failureOf(call(market.db, show.host, 'cancel_auction', { p_auction_id: lot })),
  ).toMatchObject({ code: 'STATE' })
})

test('pin_lot pins a lot of the show and unpins with null', async () => {
  const lot = await market.lot(show)
  expect(await pin(lot)).toMatchObject({ pinned_auction_id: lot })
  expect(await pin(null)).toMatchObject({ pinned_auction_id: null })
})

test('pin_lot refuses lots of other shows and other people (NOFND)', async () => {
  const elsewhere = await market.lot(await market.show())
  const lot = await market.lot(show)
  expect(await failureOf(pin(elsewhere))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(pin(lot, ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(pin(lot, 'anon'))).toMatchObject({ code: '42501' })
})
