/** The end of a show: what the ledgers say it brought, and that the orders say the same. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface LotResult {
  id: string
  lot_number: number
  status: string
  bids: number
  bidders: number
  winner: string | null
  overtime_ms: number | null
  opened_at: string | null
  hammer_cents: number
  ordered_cents: number
  orders: number[]
}
interface Summary {
  show: { status: string; peak_viewers: number }
  totals: Record<string, number>
  currency: string
  lots: LotResult[]
}

let market: Market
let show: Show
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

const summary = (caller = show.host, id = show.id) =>
  call<Summary>(market.db, caller, 'show_summary', { p_show_id: id })

const open = (lot: string) =>
  call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 60 })

async function close(lot: string): Promise<void> {
  await market.endIn(lot, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: lot })
}

test('show_summary counts lots, bids and money, and agrees with the orders', async () => {
  const [first, second, unsold, passed, removed, never] = [
    await market.lot(show),
    await market.lot(show),
    await market.lot(show, { p_reserve_cents: 50_000 }),
    await market.lot(show),
    await market.lot(show),
    await market.lot(show),
  ]
  await open(first)
  await market.bid(ann, first, 5000)
  await market.bid(bob, first, 3000)
  await close(first)
  await open(second)
  await market.bid(bob, second, 2000)
  await close(second)
  await open(unsold)
  await market.bid(ann, unsold, 3000)
  await close(unsold)
  await open(passed)
  await call(market.db, show.host, 'pass_lot', { p_auction_id: passed })
  await call(market.db, show.host, 'remove_lot', { p_auction_id: removed })
  expect((await summary()).totals).toMatchObject({ waiting: 1, withdrawn: 1 })
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })

  const { totals, lots, currency } = await summary()
  // 3000 by bob, beaten by ann's maximum: 3000 + $2 by the live ladder. The other goes at the start.
  expect(totals).toEqual({
    sold: 2,
    unsold: 1,
    passed: 1,
    withdrawn: 2,
    waiting: 0,
    bids: 4,
    bidders: 2,
    hammer_cents: 4200,
    ordered_cents: 4200,
  })
  expect(currency).toBe('USD')
  expect(lots.map(({ id }) => id)).toEqual([first, second, unsold, passed, removed, never])
  expect(lots[0]).toMatchObject({ status: 'sold', hammer_cents: 3200, bids: 2, bidders: 2 })
  expect(lots[0]?.winner).toMatch(/^[0-9A-F]{8}$/)
  expect(lots[2]).toMatchObject({ status: 'unsold', hammer_cents: 0, winner: null, orders: [] })
  const orders = await market.db.sql<{ number: number; items_cents: number }[]>`
    select number::int, items_cents::int from public.orders where seller_id = ${show.host} order by number`
  expect(lots.flatMap((lot) => lot.orders)).toEqual(orders.map(({ number }) => number))
  expect(orders.reduce((sum, { items_cents }) => sum + items_cents, 0)).toBe(totals.hammer_cents)
})

test('show_summary counts every unit of a fixed-price lot', async () => {
  const lot = await market.lot(show, { p_format: 'fixed', p_terms: { quantity: 5 } })
  await open(lot)
  for (const [buyer, quantity] of [
    [ann, 2],
    [bob, 1],
  ] as const) {
    await call(market.db, buyer, 'buy_units', {
      p_auction_id: lot,
      p_quantity: quantity,
      p_idempotency_key: randomUUID(),
    })
  }
  await close(lot)
  const { totals, lots } = await summary()
  expect(totals).toMatchObject({
    ...{ hammer_cents: 3000, ordered_cents: 3000, bidders: 2, sold: 1, bids: 0 },
  })
  expect(lots[0]).toMatchObject({ bids: 0, units: 3 })
  expect(lots[0]?.orders).toHaveLength(2)
})

test('show_summary shows hammer and orders apart once an order is cancelled', async () => {
  const lot = await market.lot(show)
  await open(lot)
  await market.bid(ann, lot, 1000)
  await close(lot)
  await market.db
    .admin`update public.orders set payment_due_at = clock_timestamp() - interval '1 day' where seller_id = ${show.host}`
  await market.db.admin`select private.settle_due()`
  expect((await summary()).totals).toMatchObject({ hammer_cents: 1000, ordered_cents: 0, sold: 1 })
})

test('show_summary knows how long a lot ran over its time', async () => {
  const lot = await market.lot(show)
  await open(lot)
  await call(market.db, show.host, 'extend_lot', { p_auction_id: lot, p_seconds: 30 })
  const { lots } = await summary()
  expect(lots[0]).toMatchObject({ overtime_ms: 30_000 })
})

test('show_summary of a show without lots is all zeros', async () => {
  expect(await summary()).toMatchObject({ totals: { sold: 0, bids: 0, hammer_cents: 0 }, lots: [] })
})

test('show_summary is for the host (NOFND, 42501)', async () => {
  expect(await failureOf(summary(ann))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(summary(market.seller))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(summary(show.host, randomUUID()))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(summary('anon'))).toMatchObject({ code: '42501' })
})
