/** Fixed-price sales: units first come first served, a limit a buyer, one order for each sale in the ledger. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { buyUnits, openSale, ordersOf, type SaleTerms, saleSnapshot } from '../support/sales.ts'
import { faultOf } from '../support/verify-ledger.ts'

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

const sale = (terms: Record<string, number>, more: SaleTerms = {}) =>
  openSale(market, { format: 'fixed', terms, ...more })

test('buy_units sells units until none is left, each sale with its order, and then closes', async () => {
  const auction = await sale({ quantity: 3 })
  const first = await buyUnits(market, ann, auction, 2)
  expect(first).toMatchObject({ outcome: 'bought', price_cents: 1000, bid_count: 2, version: 2 })
  expect(await saleSnapshot(market, auction, ann)).toMatchObject({
    status: 'live',
    fixed: { quantity: 3, per_buyer: null, left: 1 },
    you: { order_id: first.order_id },
  })
  const second = await buyUnits(market, bob, auction, 1)
  expect(second).toMatchObject({ outcome: 'bought', bid_count: 3, version: 3 })
  const ledger = await market.ledger(auction)
  expect(ledger.map((row) => row.kind)).toEqual(['opened', 'bought', 'bought', 'sold'])
  expect(ledger[1]).toMatchObject({
    amount_cents: 2000,
    price_cents: 1000,
    bid_count: 2,
    leader: null,
    detail: '{"quantity": 2}',
  })
  expect(ledger[3]).toMatchObject({ bidder: null, amount_cents: null, leader: null, bid_count: 3 })
  expect(faultOf(ledger)).toBeNull()
  expect(await ordersOf(market, auction)).toMatchObject([
    { id: first.order_id, buyer_id: ann, cents: 2000, quantity: 2, seq: 2, effects: 1 },
    { id: second.order_id, buyer_id: bob, cents: 1000, quantity: 1, seq: 3, effects: 1 },
  ])
  expect(await buyUnits(market, ann, auction, 1)).toMatchObject({ code: 'SOLDX' })
})

test('buy_units keeps to what is left and to the limit a buyer (SOLDX)', async () => {
  const auction = await sale({ quantity: 5, per_buyer: 2 })
  const available = async (user: string, quantity: number) => {
    const reply = await buyUnits(market, user, auction, quantity)
    expect(reply).toMatchObject({ outcome: 'refused', code: 'SOLDX', order_id: null })
    return reply.detail?.available
  }
  expect(await available(ann, 3)).toBe(2)
  expect(await buyUnits(market, ann, auction, 1)).toMatchObject({ outcome: 'bought' })
  expect(await available(ann, 2)).toBe(1)
  expect(await buyUnits(market, ann, auction, 1)).toMatchObject({ outcome: 'bought' })
  expect(await available(ann, 1)).toBe(0)
  await buyUnits(market, bob, auction, 2)
  expect(await available(await market.bidder(), 2)).toBe(1)
})

test('buy_units again with its key gets the same reply; other arguments are refused (IDMPT)', async () => {
  const auction = await sale({ quantity: 3 })
  const key = randomUUID()
  const { server_time: _first, ...first } = await buyUnits(market, ann, auction, 1, key)
  await buyUnits(market, bob, auction, 2)
  const { server_time: _second, ...second } = await buyUnits(market, ann, auction, 1, key)
  expect(second).toEqual(first)
  expect(await failureOf(buyUnits(market, ann, auction, 2, key))).toMatchObject({ code: 'IDMPT' })
  const other = await sale({ quantity: 3 })
  expect(await failureOf(buyUnits(market, ann, other, 1, key))).toMatchObject({ code: 'IDMPT' })
  expect(await ordersOf(market, auction)).toHaveLength(2)
})

test('a fixed-price sale ends sold when a unit was sold, unsold otherwise', async () => {
  for (const [bought, status] of [
    [1, 'sold'],
    [0, 'unsold'],
  ] as const) {
    const auction = await sale({ quantity: 3 })
    if (bought > 0) await buyUnits(market, ann, auction, bought)
    await market.endIn(auction, -1)
    expect(await buyUnits(market, ann, auction, 1)).toMatchObject({ code: 'LATEB' })
    expect(await call(market.db, ann, 'close_auction', { p_auction_id: auction })).toMatchObject({
      status,
    })
    expect(await ordersOf(market, auction)).toHaveLength(bought)
  }
})

test.each([0, -1, 100_001, null])(
  'buy_units refuses a quantity of %s (INVAL)',
  async (quantity) => {
    const auction = await sale({ quantity: 3 })
    const attempt = call(market.db, ann, 'buy_units', {
      p_auction_id: auction,
      p_quantity: quantity,
    })
    expect(await failureOf(attempt)).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_quantity' },
    })
  },
)

test('buy_units refuses everybody whom place_bid refuses (OWNLT, KBANN, UNVER, NOCRD), and before the opening (NLIVE)', async () => {
  const auction = await sale({ quantity: 3 })
  const banned = await market.bidder()
  await call(market.db, 'service_role', 'ban_user', { p_user_id: banned })
  const refused: [string, string][] = [
    [market.seller, 'OWNLT'],
    [banned, 'KBANN'],
    [await market.bidder({ confirmed: false }), 'UNVER'],
    [await market.bidder({ card: false }), 'NOCRD'],
  ]
  for (const [user, code] of refused) {
    expect(await buyUnits(market, user, auction, 1)).toMatchObject({ outcome: 'refused', code })
  }
  const later = await sale({ quantity: 3 }, { startsIn: 600 })
  expect(await buyUnits(market, ann, later, 1)).toMatchObject({ code: 'NLIVE' })
})

test('buy_units is for the signed in (42501) and for fixed-price sales (STATE)', async () => {
  const auction = await sale({ quantity: 3 })
  expect(await failureOf(buyUnits(market, 'anon', auction, 1))).toMatchObject({ code: '42501' })
  const english = await market.auction()
  expect(await failureOf(buyUnits(market, ann, english, 1))).toMatchObject({
    code: 'STATE',
    detail: { format: 'english' },
  })
  expect(await failureOf(buyUnits(market, ann, randomUUID(), 1))).toMatchObject({ code: 'NOFND' })
})

test('place_bid refuses auctions that take no bids (STATE {format})', async () => {
  const fixed = await sale({ quantity: 3 })
  const falling = await openSale(market, {
    format: 'descending',
    terms: { floor_cents: 100, step_cents: 100, tick_seconds: 5 },
  })
  for (const [auction, format] of [
    [fixed, 'fixed'],
    [falling, 'descending'],
  ] as const) {
    expect(await failureOf(market.bid(ann, auction, 1000))).toMatchObject({
      code: 'STATE',
      detail: { format },
    })
    expect(await market.ledger(auction)).toHaveLength(1)
  }
})

const falling = { floor_cents: 500, step_cents: 100, tick_seconds: 5 }
test.each<[string, SaleTerms]>([
  ['p_terms', { format: 'fixed', terms: { quantity: 2, floor_cents: 3 } }],
  ['p_terms', { format: 'english', terms: { quantity: 2 } }],
  ['p_terms.quantity', { format: 'fixed' }],
  ['p_terms.quantity', { format: 'fixed', terms: { quantity: 0 } }],
  ['p_terms.quantity', { format: 'fixed', terms: { quantity: 1.5 } }],
  ['p_terms.quantity', { format: 'fixed', terms: { quantity: 2 ** 63 } }],
  ['p_terms.per_buyer', { format: 'fixed', terms: { quantity: 2, per_buyer: 3 } }],
  ['p_terms.floor_cents', { format: 'descending', terms: { ...falling, floor_cents: 1000 } }],
  ['p_terms.floor_cents', { format: 'descending', terms: {} }],
  ['p_terms.step_cents', { format: 'descending', terms: { ...falling, step_cents: 0 } }],
  ['p_terms.tick_seconds', { format: 'descending', terms: { ...falling, tick_seconds: 0 } }],
  ['p_reserve_cents', { format: 'fixed', terms: { quantity: 2 }, reserve: 2000 }],
  ['p_buy_now_cents', { format: 'descending', terms: falling, buyNow: 2000 }],
])(
  'create_auction refuses terms that do not fit the format (INVAL %s) %j',
  async (field, terms) => {
    expect(await failureOf(openSale(market, terms))).toMatchObject({
      code: 'INVAL',
      detail: { field },
    })
  },
)
