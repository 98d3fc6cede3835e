/** Before the opening, around the end, and what a bid does to the end. Only the database's clock counts. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const time = (iso: string | null | undefined): number => new Date(iso ?? Number.NaN).getTime()

/** The ledger's own times of an auction's last event. */
async function lastEvent(
  auction: string,
): Promise<{ placedAt: number; endsAt: number; kind: string }> {
  const row = (await market.ledger(auction)).at(-1)
  if (!row) throw new Error('an empty ledger')
  return { placedAt: time(row.placed_at), endsAt: time(row.ends_at), kind: row.kind }
}

test('place_bid refuses a jump before the opening (NLIVE) and says when it is', async () => {
  const auction = await market.draftAuction()
  const starts = new Date(Date.now() + 600_000)
  await call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: auction,
    p_starts_at: starts.toISOString(),
    p_ends_at: new Date(starts.getTime() + 3_600_000).toISOString(),
  })
  const reply = await market.bid(ann, auction, 1000, { isMax: false })
  expect(reply).toMatchObject({
    outcome: 'refused',
    code: 'NLIVE',
    seq: 0,
    bid_count: 0,
    head: null,
  })
  expect(time(String(reply.detail?.starts_at))).toBe(starts.getTime())
})

test('place_bid opens a scheduled auction whose time has come, without waiting for a job', async () => {
  const auction = await market.draftAuction()
  await call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: auction,
    p_starts_at: new Date(Date.now() + 600_000).toISOString(),
    p_ends_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await market.db
    .sql`update public.auctions set starts_at = now() - interval '1 second' where id = ${auction}`
  expect(await market.bid(ann, auction, 1000)).toMatchObject({ outcome: 'leading', seq: 2 })
  expect((await market.ledger(auction)).map((row) => row.kind)).toEqual(['opened', 'bid'])
})

test('place_bid refuses a jump on a lot that its host has not opened (NLIVE)', async () => {
  const lot = await market.lot(await market.show())
  expect(await market.bid(ann, lot, 1000, { isMax: false })).toMatchObject({
    code: 'NLIVE',
    seq: 0,
  })
})

test('place_bid refuses an auction that was withdrawn before it opened (NLIVE)', async () => {
  const auction = await market.draftAuction()
  const day = 86_400_000
  await call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: auction,
    p_starts_at: new Date(Date.now() + day).toISOString(),
    p_ends_at: new Date(Date.now() + 2 * day).toISOString(),
  })
  await call(market.db, market.seller, 'cancel_auction', { p_auction_id: auction })
  expect(await market.bid(ann, auction, 1000)).toMatchObject({ outcome: 'refused', code: 'NLIVE' })
})

test('cancel_auction deletes a draft, which nobody may see afterwards (NOFND)', async () => {
  const auction = await market.draftAuction()
  await call(market.db, market.seller, 'cancel_auction', { p_auction_id: auction })
  expect(await market.db.sql`select 1 from public.auctions where id = ${auction}`).toHaveLength(0)
  await expect(market.bid(ann, auction, 1000)).rejects.toMatchObject({ code: 'NOFND' })
})

test('place_bid refuses after the end, though no job has closed the auction (LATEB)', async () => {
  const auction = await market.auction()
  await market.endIn(auction, -1)
  const reply = await market.bid(ann, auction, 1000)
  expect(reply).toMatchObject({ outcome: 'refused', code: 'LATEB' })
  expect(time(reply.server_time)).toBeGreaterThanOrEqual(time(reply.ends_at))
  expect(await market.ledger(auction)).toHaveLength(1)
})

test('place_bid refuses long after the end and after the close (LATEB)', async () => {
  const auction = await market.auction()
  await market.endIn(auction, -60_000)
  expect(await market.bid(ann, auction, 1000)).toMatchObject({ code: 'LATEB' })
  await call(market.db, ann, 'close_auction', { p_auction_id: auction })
  expect(await market.bid(ann, auction, 1000)).toMatchObject({ code: 'LATEB' })
  expect((await lastEvent(auction)).kind).toBe('unsold')
})

test('place_bid outside the soft-close window leaves the end alone', async () => {
  const auction = await market.auction({ softClose: 120, runsFor: 3600 })
  const before = await lastEvent(auction)
  await market.bid(ann, auction, 1000)
  expect((await lastEvent(auction)).endsAt).toBe(before.endsAt)
})

test('place_bid inside the window moves the end to the bid plus the extension', async () => {
  const auction = await market.auction({ softClose: 120 })
  await market.endIn(auction, 60_000)
  const reply = await market.bid(ann, auction, 5000)
  const bid = await lastEvent(auction)
  expect(bid.endsAt).toBe(bid.placedAt + 120_000)
  expect(time(reply.ends_at)).toBe(bid.endsAt)
})

test('a bid that is beaten at once extends too', async () => {
  const auction = await market.auction({ softClose: 120 })
  await market.bid(ann, auction, 5000)
  await market.endIn(auction, 60_000)
  expect(await market.bid(bob, auction, 2000)).toMatchObject({ outcome: 'outbid' })
  const bid = await lastEvent(auction)
  expect(bid.endsAt).toBe(bid.placedAt + 120_000)
})

test('neither a refused bid nor a silent raise extends', async () => {
  const auction = await market.auction({ softClose: 120 })
  await market.bid(ann, auction, 5000)
  await market.endIn(auction, 60_000)
  const { endsAt } = await lastEvent(auction)
  expect(await market.bid(bob, auction, 1000)).toMatchObject({ code: 'LOWBD' })
  expect(time((await market.bid(ann, auction, 6000)).ends_at)).toBe(endsAt)
  expect((await lastEvent(auction)).endsAt).toBe(endsAt)
})

test('sudden death never extends', async () => {
  const auction = await market.auction({ softClose: 0 })
  await market.endIn(auction, 20_000)
  const { endsAt } = await lastEvent(auction)
  await market.bid(ann, auction, 5000)
  expect((await lastEvent(auction)).endsAt).toBe(endsAt)
})

test('no extension passes the hard end', async () => {
  const auction = await market.auction({ softClose: 120 })
  await market.endIn(auction, 60_000)
  await market.db
    .sql`update public.auctions set hard_ends_at = ends_at + interval '5 seconds' where id = ${auction}`
  const { endsAt } = await lastEvent(auction)
  await market.bid(ann, auction, 5000)
  expect((await lastEvent(auction)).endsAt).toBe(endsAt + 5000)
  await market.bid(bob, auction, 9000)
  expect((await lastEvent(auction)).endsAt).toBe(endsAt + 5000)
})

test('a timed auction is given one day of extensions at most', async () => {
  const auction = await market.auction()
  const { ends_at, hard_ends_at } = await market.snapshot(auction)
  expect(time(hard_ends_at) - time(ends_at)).toBe(86_400_000)
})

test('a lot extends by its own soft close', async () => {
  const show = await market.show()
  const lot = await market.lot(show, { p_soft_close_seconds: 10 })
  const opened = await call<AuctionRow>(market.db, show.host, 'open_lot', {
    p_auction_id: lot,
    p_seconds: 8,
  })
  await market.bid(ann, lot, 5000)
  const bid = await lastEvent(lot)
  expect(bid.endsAt).toBe(bid.placedAt + 10_000)
  expect(bid.endsAt).toBeGreaterThan(time(opened.ends_at))
})
