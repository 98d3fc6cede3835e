/** The ledger as the public sees it: complete, in order, unchangeable, and verifiable from outside. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Arguments, call, rowsOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { LedgerRow } from '../support/shapes.ts'
import { faultOf } from '../support/verify-ledger.ts'

let market: Market
let auction: string

beforeAll(async () => {
  market = await openMarket()
  const [ann, bob] = [await market.bidder(), await market.bidder()]
  auction = await market.auction({ reserve: 3000, softClose: 600, runsFor: 60 })
  for (const [bidder, amount] of [
    [ann, 1000],
    [bob, 5000],
    [ann, 4000],
    [ann, 9000],
  ] as const) {
    await market.bid(bidder, auction, amount)
  }
  await market.endIn(auction, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: auction })
})
afterAll(() => market.db.drop())

const ledger = (args: Arguments = {}, caller = 'anon'): Promise<LedgerRow[]> =>
  market.db.as(caller, (tx) =>
    rowsOf<LedgerRow>(tx, 'auction_ledger', { p_auction_id: auction, ...args }),
  )

test('auction_ledger tells the whole story, gapless and in order', async () => {
  const rows = await ledger()
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_row, index) => index + 1))
  expect(rows.map((row) => row.kind)).toEqual([
    ...['opened', 'bid', 'bid', 'bid', 'auto_bid', 'auto_bid', 'bid', 'sold'],
  ])
})

test('auction_ledger pages by seq and bounds its limit', async () => {
  const all = await ledger()
  expect(await ledger({ p_after_seq: 3, p_limit: 2 })).toEqual(all.slice(3, 5))
  expect(await ledger({ p_limit: 0 })).toHaveLength(1)
  expect(await ledger({ p_limit: 2_000_000 })).toEqual(all)
  expect(await ledger({ p_after_seq: all.length })).toEqual([])
})

test('auction_ledger shows a draft to nobody and knows no unknown auction', async () => {
  const draft = await market.draftAuction()
  expect(await ledger({ p_auction_id: draft }, market.seller)).toEqual([])
  expect(await ledger({ p_auction_id: randomUUID() })).toEqual([])
})

test('an exported ledger verifies from outside, and its head is the snapshot’s', async () => {
  const rows = await ledger()
  expect(faultOf(rows)).toBeNull()
  expect((await market.snapshot(auction)).head).toBe(rows.at(-1)?.hash)
})

test.each<[string, Partial<LedgerRow>]>([
  ['kind', { kind: 'auto_bid' }],
  ['bidder', { bidder: '00000000' }],
  ['amount', { amount_cents: 1 }],
  ['price', { price_cents: 1 }],
  ['bid count', { bid_count: 9 }],
  ['leader', { leader: '00000000' }],
  ['reserve', { reserve_met: true }],
  ['end', { ends_at: '2030-01-01T00:00:00Z' }],
  ['time', { placed_at: '2030-01-01T00:00:00Z' }],
  ['detail', { detail: 'x' }],
  ['hash', { hash: '00'.repeat(32) }],
  ['previous hash', { prev_hash: '00'.repeat(32) }],
])('a changed %s breaks the chain', async (_what, change) => {
  const rows = await ledger()
  expect(faultOf(rows.map((row) => (row.seq === 2 ? { ...row, ...change } : row)))).toContain(
    'event 2',
  )
})

test('a removed, a repeated and a swapped event break the chain', async () => {
  const rows = await ledger()
  const [first, second, third, ...rest] = rows
  if (!first || !second || !third) throw new Error('a ledger too short')
  expect(faultOf([first, third, ...rest])).toBe('seq 3 where 2 was due')
  expect(faultOf([first, second, second, third, ...rest])).toBe('seq 2 where 3 was due')
  expect(faultOf([first, { ...third, seq: 2 }, { ...second, seq: 3 }, ...rest])).toContain(
    'event 2',
  )
})

test('not even the owner changes the ledger (42501)', async () => {
  const { sql } = market.db
  for (const table of ['auction_events', 'max_bids']) {
    for (const statement of [
      `update private.${table} set auction_id = auction_id`,
      `delete from private.${table}`,
      `truncate private.${table}`,
    ]) {
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
    }
  }
})

test('a second event with a seq is impossible (23505)', async () => {
  await expect(market.db.sql`
    insert into private.auction_events (auction_id, seq, kind, price_cents, bid_count, reserve_met, ends_at, placed_at, prev_hash, hash)
    select auction_id, seq, kind, price_cents, bid_count, reserve_met, ends_at, placed_at, prev_hash, hash
    from private.auction_events where auction_id = ${auction} and seq = 2`).rejects.toMatchObject({
    code: '23505',
  })
})

test('the views of the ledger tell bids from the rest', async () => {
  const bids = await market.db.as(
    'anon',
    (tx) => tx`
    select seq, "leading", automatic from public.bids where auction_id = ${auction} order by seq`,
  )
  expect(bids).toMatchObject([
    { seq: 2, leading: true, automatic: false },
    { seq: 3, leading: true, automatic: false },
    { seq: 4, leading: false, automatic: false },
    { seq: 5, leading: true, automatic: true },
    { seq: 6, leading: true, automatic: true },
    { seq: 7, leading: true, automatic: false },
  ])
})
