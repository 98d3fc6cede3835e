/** Flash sales and falling prices made up by the host during a show: one call, and the audience can buy. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'

interface Snapshot {
  lots: {
    id: string
    format: string
    status: string
    price_cents: number
    fixed: { quantity: number; per_buyer: number | null; left: number } | null
    descending: {
      floor_cents: number
      step_cents: number
      tick_seconds: number
      falls_from: string
    } | null
  }[]
}

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

const offer = (args: Arguments) =>
  call<AuctionRow>(market.db, show.host, 'quick_lot', {
    p_show_id: show.id,
    p_title: 'A box of prints',
    p_category_id: market.category,
    p_open: true,
    ...args,
  })
const flashSale = (terms: Record<string, number>) =>
  offer({ p_starting_price_cents: 1500, p_duration_seconds: 60, p_format: 'fixed', p_terms: terms })
const fallingPrice = (terms: Record<string, number>) =>
  offer({
    p_starting_price_cents: 5000,
    p_duration_seconds: 60,
    p_format: 'descending',
    p_terms: terms,
  })
const lotOf = async (id: string) =>
  (await call<Snapshot>(market.db, ann, 'show_snapshot', { p_show_id: show.id })).lots.find(
    (lot) => lot.id === id,
  )

test('quick_lot opens a flash sale: the snapshot tells what is left, and a viewer buys', async () => {
  const { id } = await flashSale({ quantity: 5, per_buyer: 2 })
  expect(await lotOf(id)).toMatchObject({
    format: 'fixed',
    status: 'live',
    price_cents: 1500,
    fixed: { quantity: 5, per_buyer: 2, left: 5 },
  })
  const bought = await call(market.db, ann, 'buy_units', {
    p_auction_id: id,
    p_quantity: 2,
    p_idempotency_key: randomUUID(),
  })
  expect(bought).toMatchObject({ outcome: 'bought' })
  expect(await lotOf(id)).toMatchObject({ fixed: { left: 3 } })
})

test('quick_lot opens a falling price: the snapshot tells how it falls, and a viewer takes it', async () => {
  const { id } = await fallingPrice({ floor_cents: 2000, step_cents: 100, tick_seconds: 2 })
  expect(await lotOf(id)).toMatchObject({
    format: 'descending',
    status: 'live',
    descending: { floor_cents: 2000, step_cents: 100, tick_seconds: 2 },
  })
  const taken = await call(market.db, ann, 'accept_price', {
    p_auction_id: id,
    p_price_cents: (await lotOf(id))?.price_cents ?? 0,
    p_idempotency_key: randomUUID(),
  })
  expect(taken).toMatchObject({ outcome: 'bought' })
})

test('quick_lot refuses terms that do not fit the format, and leaves nothing behind (INVAL)', async () => {
  for (const [attempt, field] of [
    [() => flashSale({}), 'p_terms.quantity'],
    [() => flashSale({ quantity: 0 }), 'p_terms.quantity'],
    [() => flashSale({ quantity: 2, per_buyer: 3 }), 'p_terms.per_buyer'],
    [() => flashSale({ quantity: 2, floor_cents: 1 }), 'p_terms'],
    [
      () => fallingPrice({ floor_cents: 5000, step_cents: 100, tick_seconds: 1 }),
      'p_terms.floor_cents',
    ],
    [
      () => fallingPrice({ floor_cents: 100, step_cents: 0, tick_seconds: 1 }),
      'p_terms.step_cents',
    ],
    [
      () => fallingPrice({ floor_cents: 100, step_cents: 10, tick_seconds: 0 }),
      'p_terms.tick_seconds',
    ],
    [() => fallingPrice({}), 'p_terms.floor_cents'],
  ] as const) {
    expect(await failureOf(attempt()), field).toMatchObject({ code: 'INVAL', detail: { field } })
  }
  const [left] = await market.db.sql<{ n: number }[]>`
    select count(*)::int as n from public.products where seller_id = ${show.host}`
  expect(left?.n).toBe(0)
})

test('quick_lot waits for the lot that is open (STATE)', async () => {
  await flashSale({ quantity: 5 })
  expect(await failureOf(flashSale({ quantity: 5 }))).toMatchObject({ code: 'STATE' })
})
