/** What an order costs and why it waits: the buyer's alone until it is paid, whatever way the shop asks. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf, rowsOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { beginCall, declined, giveCard, payOrder, sync, wonOrder } from '../support/money.ts'

interface Dues {
  order_id: string
  total_cents: number | null
  action_reason: string | null
  address_id: string | null
}

const SECRET = [
  'action_reason',
  'address_id',
  'total_cents',
  'buyer_fee_cents',
  'shipping_cents',
  'tax_cents',
  'tax_name',
  'tax_rate_ppm',
]

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ;[ann, bob] = await Promise.all([market.bidder(), market.bidder()])
  await giveCard(market, ann)
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const dues = (caller: string, ids: string[] | null) =>
  market.db.as(caller, (tx) => rowsOf<Dues>(tx, 'order_dues', { p_order_ids: ids }))

async function declinedOrder(): Promise<string> {
  const order = await wonOrder(market, ann)
  const { payment } = await beginCall(market, order)
  await sync(market, payment, declined(payment, 'insufficient_funds'))
  return order
}

test('order_dues tells the buyer of a declined payment why, what it costs and where it goes; nobody else', async () => {
  const order = await declinedOrder()
  const [mine] = await dues(ann, [order])
  expect(mine).toMatchObject({ order_id: order, action_reason: 'insufficient_funds' })
  expect(Number(mine?.total_cents)).toBeGreaterThan(5000)
  for (const caller of [market.seller, bob, await market.admin()]) {
    expect(await dues(caller, [order])).toEqual([])
  }
})

test('order_dues tells the seller what was paid, once it is', async () => {
  const order = await wonOrder(market, ann)
  await payOrder(market, order)
  const [theirs] = await dues(market.seller, [order])
  expect(theirs).toMatchObject({ order_id: order, action_reason: null, address_id: null })
  expect(Number(theirs?.total_cents)).toBeGreaterThan(5000)
})

test.each(SECRET)(
  'orders.%s is no column that a shop could read, filter or sort by (42501)',
  async (column) => {
    await declinedOrder()
    for (const caller of [market.seller, ann]) {
      for (const query of [
        `select ${column} from public.orders`,
        `select id from public.orders where ${column} is not null`,
        `select id from public.orders order by ${column}`,
      ]) {
        expect(await failureOf(market.db.as(caller, (tx) => tx.unsafe(query)))).toMatchObject({
          code: '42501',
        })
      }
    }
  },
)

test('order_dues is for the signed in (42501) and for up to 200 orders (INVAL)', async () => {
  expect(await failureOf(dues('anon', []))).toMatchObject({ code: '42501' })
  expect(await failureOf(dues(ann, null))).toMatchObject({ code: 'INVAL' })
  const many = Array.from({ length: 201 }, () => '00000000-0000-4000-8000-000000000000')
  expect(await failureOf(dues(ann, many))).toMatchObject({ code: 'INVAL' })
  expect(await dues(ann, many.slice(1))).toEqual([])
})
