/** How an administrator finds an order, and what is shown of its money. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  beginRefund,
  giveCard,
  type PaymentFacts,
  payOrder,
  refund,
  seenRefund,
  syncRefund,
  wonOrder,
} from '../support/money.ts'

interface Found {
  id: string
  number: number
  buyer: string
}
interface OrderMoney {
  number: number
  status: string
  left_cents: number
  disputed: boolean
  events: { what: string; cents: number | null; detail: Record<string, unknown> }[]
  accounts: { account: string; cents: number }[]
}

let market: Market
let admin: string
let ann: string
let bob: string
let annsOrder: string
let bobsOrder: string
let payment: PaymentFacts

beforeAll(async () => {
  market = await openMarket()
  admin = await market.admin()
  ;[ann, bob] = [await market.bidder({ card: false }), await market.bidder()]
  await giveCard(market, ann)
  annsOrder = await wonOrder(market, ann)
  bobsOrder = await wonOrder(market, bob)
  payment = await payOrder(market, annsOrder)
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const find = (query: string | null, limit = 20) =>
  call<Found[]>(market.db, admin, 'find_orders', { p_query: query, p_limit: limit })
const found = async (query: string | null) => (await find(query)).map(({ id }) => id)
const money = (order: string) =>
  call<OrderMoney>(market.db, admin, 'order_money', { p_order_id: order })
async function of(column: 'username' | 'email', user: string): Promise<string> {
  const [row] = await market.db.admin<{ username: string; email: string }[]>`
    select p.username, u.email from public.profiles p join auth.users u using (id) where p.id = ${user}`
  return row?.[column] ?? ''
}

test('find_orders finds an order by number, id, person, e-mail or what Stripe calls it; without a query the latest', async () => {
  const { number } = await money(annsOrder)
  const queries = [
    ...[String(number), `BL-${number}`, annsOrder, payment.intent_id ?? ''],
    ...[await of('username', ann), `@${await of('username', ann)}`, await of('email', ann)],
  ]
  for (const query of queries) expect(await found(` ${query} `), query).toEqual([annsOrder])
  expect(await found(await of('username', market.seller))).toEqual([bobsOrder, annsOrder])
  expect(await found(null)).toEqual([bobsOrder, annsOrder])
  expect(await find(null, 1)).toHaveLength(1)
})

test('find_orders takes a query as text, never as a pattern', async () => {
  for (const query of ['%', '_', "' or true --", 'ann%', '*', '99999999999999999999', 'pi_%'])
    expect(await found(query), query).toEqual([])
})

test('find_orders refuses other limits and long queries (INVAL), and floods (RTLIM)', async () => {
  expect(await failureOf(find(null, 51))).toMatchObject({ detail: { field: 'p_limit' } })
  expect(await failureOf(find('x'.repeat(201)))).toMatchObject({
    ...{ code: 'INVAL', detail: { field: 'p_query' } },
  })
  const flood = async () => {
    for (let n = 0; n < 80; n += 1) await find('nobody', 1)
  }
  expect(await failureOf(flood())).toMatchObject({ code: 'RTLIM' })
})

test('order_money tells what has happened to the money, and what of it can still go back', async () => {
  const before = await money(annsOrder)
  expect(before).toMatchObject({
    status: 'paid',
    left_cents: payment.amount_cents,
    disputed: false,
  })
  expect(before.events.map(({ what }) => what)).toEqual([
    ...['won', 'sealed', 'charge_begun', 'paid', 'booked'],
  ])
  expect(before.accounts.reduce((sum, { cents }) => sum + cents, 0)).toBe(0)

  const { id } = await refund(market, market.seller, annsOrder, 700)
  await beginRefund(market, id)
  await syncRefund(market, id, seenRefund(700))
  const after = await money(annsOrder)
  expect(after.left_cents).toBe(payment.amount_cents - 700)
  expect(after.events.slice(-2)).toMatchObject([
    { what: 'refund_asked', cents: 700, detail: { reason: 'requested' } },
    { what: 'refund_succeeded', cents: 700 },
  ])
})

test('order_money of an order that is not paid has nothing to give back; of none NOFND', async () => {
  expect(await money(bobsOrder)).toMatchObject({ left_cents: 0, accounts: [] })
  expect(await failureOf(money(admin))).toMatchObject({ code: 'NOFND' })
})

test('order_money keeps to itself what operators need not know: cards, addresses, fingerprints', async () => {
  const text = JSON.stringify(await money(annsOrder))
  for (const secret of ['fingerprint', 'line1', 'pm_', 'cus_', 'email']) {
    expect(text, secret).not.toContain(secret)
  }
})
