/** The rules of proxy bidding, one example each, through the command itself. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Market, openMarket } from '../support/market.ts'

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

/** The public bids of an auction: who (by first letter), amount, price after. */
async function bids(auction: string): Promise<string[]> {
  const names = new Map([
    [(await market.snapshot(auction, ann)).you?.alias, 'ann'],
    [(await market.snapshot(auction, bob)).you?.alias, 'bob'],
  ])
  const rows = await market.ledger(auction)
  return rows
    .filter((row) => row.kind === 'bid' || row.kind === 'auto_bid')
    .map((row) => {
      const [bidder, leader] = [row.bidder, row.leader].map((alias) => names.get(alias ?? ''))
      return `${row.kind} ${bidder} ${row.amount_cents} -> ${leader} @${row.price_cents}`
    })
}

test('place_bid starts at the starting price and keeps the maximum secret (rule 3)', async () => {
  const auction = await market.auction()
  expect(await market.bid(ann, auction, 9000)).toMatchObject({
    outcome: 'leading',
    code: null,
    price_cents: 1000,
    min_bid_cents: 1050,
    your_max_cents: 9000,
    bid_count: 1,
    reserve_met: true,
    seq: 2,
    version: 2,
  })
  expect(await bids(auction)).toEqual(['bid ann 1000 -> ann @1000'])
})

test('place_bid lets the leader raise in silence, and only above the own maximum (rules 1 and 2, LOWBD)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 9000)
  expect(await market.bid(ann, auction, 9001)).toMatchObject({
    outcome: 'leading',
    price_cents: 1000,
    your_max_cents: 9001,
    bid_count: 1,
    seq: 2,
  })
  expect(await market.bid(ann, auction, 9001)).toMatchObject({
    code: 'LOWBD',
    detail: { min_cents: 9002 },
  })
  expect(await bids(auction)).toHaveLength(1)
  // Nobody else learns of it: the others' minimum is still the ladder's.
  expect(await market.bid(bob, auction, 1049)).toMatchObject({ detail: { min_cents: 1050 } })
  expect(await market.bid(bob, auction, 9001)).toMatchObject({
    outcome: 'outbid',
    price_cents: 9001,
  })
})

test('place_bid shows a beaten maximum before the bid that beats it (rule 4)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  expect(await market.bid(bob, auction, 9000)).toMatchObject({
    outcome: 'leading',
    price_cents: 5100,
  })
  expect(await bids(auction)).toEqual([
    'bid ann 1000 -> ann @1000',
    'auto_bid ann 5000 -> ann @5000',
    'bid bob 5100 -> bob @5100',
  ])
})

test('place_bid can outbid a leader by less than one step (rule 4)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  expect(await market.bid(bob, auction, 5001)).toMatchObject({
    outcome: 'leading',
    price_cents: 5001,
  })
})

test('place_bid answers a lower bid with the leader one step above it (rule 5)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  expect(await market.bid(bob, auction, 2000)).toMatchObject({
    outcome: 'outbid',
    price_cents: 2050,
    your_max_cents: 2000,
    bid_count: 2,
    seq: 4,
  })
  expect((await bids(auction)).slice(1)).toEqual([
    'bid bob 2000 -> ann @2000',
    'auto_bid ann 2050 -> ann @2050',
  ])
})

test('place_bid leaves a tie with the earlier maximum, at the tied amount (rule 5)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  expect(await market.bid(bob, auction, 5000)).toMatchObject({
    outcome: 'outbid',
    price_cents: 5000,
  })
  expect((await bids(auction)).at(-1)).toBe('auto_bid ann 5000 -> ann @5000')
})

test('place_bid shows a maximum below the reserve in full, then at least the reserve (rule 6)', async () => {
  const auction = await market.auction({ reserve: 3000 })
  expect(await market.bid(ann, auction, 2000)).toMatchObject({
    price_cents: 2000,
    reserve_met: false,
  })
  expect(await market.bid(ann, auction, 2010)).toMatchObject({ price_cents: 2010, bid_count: 2 })
  expect(await market.bid(bob, auction, 8000)).toMatchObject({
    price_cents: 3000,
    reserve_met: true,
  })
  expect(await market.bid(ann, auction, 3500)).toMatchObject({
    outcome: 'outbid',
    price_cents: 3600,
  })
})

test('place_bid brings the leader to the reserve when their raise reaches it (rule 6)', async () => {
  const auction = await market.auction({ reserve: 3000 })
  await market.bid(ann, auction, 2000)
  expect(await market.bid(ann, auction, 8000)).toMatchObject({
    price_cents: 3000,
    reserve_met: true,
  })
  expect(await bids(auction)).toEqual(['bid ann 2000 -> ann @2000', 'bid ann 3000 -> ann @3000'])
})

test('place_bid jumps straight to the amount (rule 7)', async () => {
  const auction = await market.auction()
  expect(await market.bid(ann, auction, 4000, { isMax: false })).toMatchObject({
    price_cents: 4000,
  })
  expect(await market.bid(bob, auction, 9000, { isMax: false })).toMatchObject({
    price_cents: 9000,
  })
  expect(await bids(auction)).toEqual(['bid ann 4000 -> ann @4000', 'bid bob 9000 -> bob @9000'])
})

test('place_bid wants a leader’s jump above both the own maximum and the ladder (LOWBD)', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 1000)
  expect(await market.bid(ann, auction, 1049, { isMax: false })).toMatchObject({
    code: 'LOWBD',
    detail: { min_cents: 1050 },
  })
  await market.bid(ann, auction, 5000)
  expect(await market.bid(ann, auction, 5000, { isMax: false })).toMatchObject({
    detail: { min_cents: 5001 },
  })
  expect(await market.bid(ann, auction, 5001, { isMax: false })).toMatchObject({
    price_cents: 5001,
  })
})

test.each([
  ['standard', 1000, 1050],
  ['live', 1000, 1100],
  ['standard', 99, 104],
  ['standard', 100, 125],
  ['live', 3000, 3200],
  ['standard', 500_000, 510_000],
  ['live', 200_000, 205_000],
] as const)('the %s ladder after %i asks for %i (LOWBD below)', async (ladder, start, minimum) => {
  const auction = await market.auction({ ladder, startingPrice: start })
  await market.bid(ann, auction, start)
  expect(await market.bid(bob, auction, minimum - 1)).toMatchObject({
    code: 'LOWBD',
    detail: { min_cents: minimum },
  })
  expect(await market.bid(bob, auction, minimum)).toMatchObject({ outcome: 'leading' })
})
