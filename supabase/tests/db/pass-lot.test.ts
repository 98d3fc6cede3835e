/** Passing an open lot. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'

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

const host = <T>(name: string, args: Arguments, caller = show.host) =>
  call<T>(market.db, caller, name, args)
const open = (lot: string, seconds = 600) =>
  host<AuctionRow>('open_lot', { p_auction_id: lot, p_seconds: seconds })
async function lots(count: number, of = show): Promise<string[]> {
  const made: string[] = []
  for (let index = 0; index < count; index += 1) made.push(await market.lot(of))
  return made
}

async function product(lot: string): Promise<{ status: string; title: string } | undefined> {
  const [row] = await market.db.sql<{ status: string; title: string }[]>`
    select p.status, p.title from public.products p join public.auctions a on a.product_id = p.id where a.id = ${lot}`
  return row
}

const outsiders = async (attempt: (caller: string) => Promise<unknown>): Promise<void> => {
  expect(await failureOf(attempt(ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(attempt(market.seller))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(attempt('anon'))).toMatchObject({ code: '42501' })
}

const pass = (lot: string, caller = show.host) =>
  host<AuctionRow>('pass_lot', { p_auction_id: lot }, caller)

test('pass_lot ends an open lot without bids at once, with a sound ledger, and frees the show', async () => {
  const [a = '', b = ''] = await lots(2)
  await open(a)
  expect(await pass(a)).toMatchObject({ status: 'cancelled' })
  expect((await market.ledger(a)).at(-1)).toMatchObject({ kind: 'cancelled', detail: '' })
  expect(await market.db.admin`select * from private.check_ledger(${a})`).toEqual([])
  expect(await product(a)).toMatchObject({ status: 'draft' })
  expect(await open(b)).toMatchObject({ status: 'live' })
})

test('pass_lot never takes a lot from its bidders (STATE)', async () => {
  const [lot = ''] = await lots(1)
  await open(lot)
  await market.bid(ann, lot, 1000)
  expect(await failureOf(pass(lot))).toMatchObject({ code: 'STATE', detail: { bid_count: 1 } })
})

test('pass_lot and a first bid at once: either the bid stands and the lot runs, or it is refused', async () => {
  for (let round = 0; round < 6; round += 1) {
    show = await market.show()
    const [lot = ''] = await lots(1)
    await open(lot)
    const [passed, bid] = await Promise.allSettled([pass(lot), market.bid(ann, lot, 1000)])
    const { status, bid_count } = await market.snapshot(lot)
    const accepted = bid.status === 'fulfilled' && bid.value.outcome === 'leading'
    expect({ status, bid_count, passed: passed.status }).toEqual(
      accepted
        ? { status: 'live', bid_count: 1, passed: 'rejected' }
        : { status: 'cancelled', bid_count: 0, passed: 'fulfilled' },
    )
  }
})

test('pass_lot refuses a waiting lot (STATE), others’ lots and timed auctions (NOFND, 42501)', async () => {
  const [lot = ''] = await lots(1)
  expect(await failureOf(pass(lot))).toMatchObject({ code: 'STATE' })
  await open(lot)
  await outsiders((caller) => pass(lot, caller))
  expect(await failureOf(pass(await market.auction(), market.seller))).toMatchObject({
    code: 'NOFND',
  })
})
