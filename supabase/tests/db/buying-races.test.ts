/** Races for what can be sold once: whatever the order, one buyer, one order, and nothing sold twice. */
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { rowsOf } from '../support/call.ts'
import { enterRequest } from '../support/caller.ts'
import { type Market, openMarket } from '../support/market.ts'
import { openSale, ordersOf, type PurchaseReply } from '../support/sales.ts'
import type { BidReply } from '../support/shapes.ts'
import { faultOf } from '../support/verify-ledger.ts'

const CONNECTIONS = 12
const ROUNDS = 8

let market: Market
let connections: Sql[]
let buyers: string[]

beforeAll(async () => {
  market = await openMarket()
  connections = Array.from({ length: CONNECTIONS }, () => market.db.connect('authenticator'))
  await Promise.all(connections.map((connection) => connection`select 1`))
  buyers = await Promise.all(connections.map(() => market.bidder()))
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

async function on<T>(
  index: number,
  name: string,
  args: Record<string, string | number>,
  caller = buyers[index] ?? '',
): Promise<T> {
  const connection = connections[index]
  if (!connection) throw new Error(`no connection ${index}`)
  const rows: T[] = []
  await connection.begin(async (tx) => {
    await enterRequest(tx, caller, {})
    rows.push(...(await rowsOf<T>(tx, name, args)))
  })
  const [first] = rows
  if (first === undefined) throw new Error(`${name} returned no row`)
  return first
}

const key = () => ({ p_idempotency_key: randomUUID() })

test('buy_now against bids: the lot is bought, or a bid came first, never both', async () => {
  const seen = new Set<string>()
  for (let round = 0; round < ROUNDS * 2; round++) {
    await market.forgetRates()
    const auction = await openSale(market, { buyNow: 9000 })
    const p_auction_id = auction
    const bids = [0, 1, 2].map(
      (index) => () =>
        on<BidReply>(index, 'place_bid', { p_auction_id, p_amount_cents: 1000 + index, ...key() }),
    )
    const purchases = [3, 4, 5].map(
      (index) => () => on<PurchaseReply>(index, 'buy_now', { p_auction_id, ...key() }),
    )
    const all = round % 2 === 0 ? [...bids, ...purchases] : [...purchases, ...bids]
    const replies = await Promise.all(all.map((run) => run()))
    const bought = replies.filter((reply) => reply.outcome === 'bought')
    const leading = replies.filter((reply) => reply.outcome === 'leading')
    expect([bought.length, leading.length > 0]).toEqual(bought.length > 0 ? [1, false] : [0, true])
    expect(await ordersOf(market, auction)).toHaveLength(bought.length)
    const ledger = await market.ledger(auction)
    expect(faultOf(ledger)).toBeNull()
    expect(ledger.at(-1)?.kind).toBe(bought.length > 0 ? 'sold' : 'bid')
    seen.add(bought.length > 0 ? 'bought' : 'bid')
  }
  console.log(`buy_now races ended: ${[...seen].join(', ')}`)
})

test('twelve at once accept a descending price: one wins, the others are told (SOLDX)', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await market.forgetRates()
    const auction = await openSale(market, {
      format: 'descending',
      terms: { floor_cents: 450, step_cents: 100, tick_seconds: 600 },
    })
    const replies = await Promise.all(
      buyers.map((_buyer, index) =>
        on<PurchaseReply>(index, 'accept_price', {
          p_auction_id: auction,
          p_price_cents: 1000,
          ...key(),
        }),
      ),
    )
    expect(replies.filter((reply) => reply.outcome === 'bought')).toHaveLength(1)
    expect(replies.filter((reply) => reply.code === 'SOLDX')).toHaveLength(CONNECTIONS - 1)
    expect(await ordersOf(market, auction)).toHaveLength(1)
  }
})

test('buyers fight for units: exactly the quantity is sold, nobody above their limit', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await market.forgetRates()
    const auction = await openSale(market, {
      format: 'fixed',
      terms: { quantity: 7, per_buyer: 2 },
    })
    const replies = await Promise.all(
      connections.map((_connection, index) =>
        // Two connections share each buyer, so that the limit is raced for as well.
        on<PurchaseReply>(
          index,
          'buy_units',
          { p_auction_id: auction, p_quantity: 1 + (index % 2), ...key() },
          buyers[index >> 1],
        ),
      ),
    )
    const orders = await ordersOf(market, auction)
    expect(orders).toHaveLength(replies.filter((reply) => reply.outcome === 'bought').length)
    const sold = new Map<string, number>()
    for (const order of orders) {
      sold.set(order.buyer_id, (sold.get(order.buyer_id) ?? 0) + order.quantity)
    }
    const total = [...sold.values()].reduce((sum, units) => sum + units, 0)
    expect(total).toBeLessThanOrEqual(7)
    expect(Math.max(...sold.values())).toBeLessThanOrEqual(2)
    const ledger = await market.ledger(auction)
    expect(faultOf(ledger)).toBeNull()
    expect(ledger.at(-1)).toMatchObject({ kind: total === 7 ? 'sold' : 'bought', bid_count: total })
  }
})

test('one key from twelve connections: one purchase, one reply', async () => {
  const p_idempotency_key = randomUUID()
  const [buyer = ''] = buyers
  const fixed = await openSale(market, { format: 'fixed', terms: { quantity: 9 } })
  const replies = await Promise.all(
    connections.map((_connection, index) =>
      on<PurchaseReply>(
        index,
        'buy_units',
        { p_auction_id: fixed, p_quantity: 1, p_idempotency_key },
        buyer,
      ),
    ),
  )
  expect(new Set(replies.map((reply) => `${reply.outcome} ${reply.order_id}`)).size).toBe(1)
  expect(await ordersOf(market, fixed)).toHaveLength(1)
})
