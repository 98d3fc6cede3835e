/** A connection keeps the plans that it made on a young, nearly empty database: they must be those of a full one. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Market, openMarket } from '../support/market.ts'

const BIDS = 8

let market: Market

beforeAll(async () => {
  market = await openMarket()
  // As autovacuum does on a young database: from now on the planner knows how small the tables are.
  await market.db.admin`vacuum analyze`
})
afterAll(() => market.db.drop())

test('place_bid reads every table but the one row of platform_status by an index, from the first bid on', async () => {
  const bidder = await market.bidder()
  const auction = await market.auction()
  const [before, after] = await market.db.as(bidder, async (tx) => {
    // What the connection has not yet reported: earlier transactions may be in it.
    const scans = () => tx<{ relname: string; whole: number; indexed: number }[]>`
      select relname, coalesce(seq_scan, 0)::int as whole, coalesce(idx_scan, 0)::int as indexed
      from pg_stat_xact_all_tables where schemaname in ('public', 'private')`
    const first = await scans()
    for (let raise = 0; raise < BIDS; raise += 1) {
      await tx`select public.place_bid(${auction}, ${2000 + 1000 * raise}, false)`
    }
    return [first, await scans()] as const
  })
  const grown = (kind: 'whole' | 'indexed') =>
    after
      .filter((row) => row[kind] > (before.find((old) => old.relname === row.relname)?.[kind] ?? 0))
      .map((row) => row.relname)
  expect(grown('whole')).toEqual(['platform_status'])
  expect(grown('indexed')).toEqual(
    expect.arrayContaining(['auction_events', 'auctions', 'bidders', 'bid_allowances']),
  )
})
