/** A shop's account at Stripe, and what its orders have brought, from the books. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  begin,
  beginRefund,
  giveCard,
  payOrder,
  refund,
  seenRefund,
  stripeId,
  syncRefund,
  wonOrder,
} from '../support/money.ts'

interface Payouts {
  state: string
  can_receive: boolean
  due: string[]
  fee_ppm: number
  held: { currency: string; cents: number }[]
}
interface Earning {
  order_id: string
  sold_cents: number
  fee_cents: number
  returned_cents: number
  net_cents: number
  with: string
  disputed: boolean
}

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const store = (seller: string, account: string | null) =>
  call<string | null>(market.db, 'service_role', 'store_account', {
    ...{ p_seller_id: seller, p_account_id: account },
  })
const see = (account_id: string, change: object = {}, at = new Date()) =>
  call<boolean>(market.db, 'service_role', 'sync_account', {
    p_seen: {
      ...{ account_id, observed_at: at.toISOString(), can_receive: true, payouts_enabled: true },
      ...{ details_submitted: true, disabled_reason: null, due: [], ...change },
    },
  })
const payouts = (seller: string) => call<Payouts>(market.db, seller, 'my_payouts')
const earnings = (seller: string, args: object = {}) =>
  call<Earning[]>(market.db, seller, 'my_earnings', { ...args })

test('store_account keeps the first account of a shop, from many at once, too', async () => {
  const seller = await market.newSeller()
  expect(await store(seller, null)).toBeNull()
  const ids = await Promise.all([1, 2, 3].map(() => store(seller, stripeId('acct'))))
  expect(new Set(ids).size).toBe(1)
  expect(await store(seller, stripeId('acct'))).toBe(ids[0])
})

test('store_account is for open shops (NOFND), and asks with patience (RTLIM)', async () => {
  expect(await failureOf(store(ann, stripeId('acct')))).toMatchObject({ code: 'NOFND' })
  const seller = await market.newSeller()
  await market.db.sql`update public.sellers set status = 'suspended' where id = ${seller}`
  expect(await failureOf(store(seller, null))).toMatchObject({ code: 'NOFND' })
  const eager = await market.newSeller()
  let code = ''
  for (let turn = 0; turn < 25 && code === ''; turn += 1) {
    code = await store(eager, null).then(
      () => '',
      (error) => error.code,
    )
  }
  expect(code).toBe('RTLIM')
})

test('sync_account and my_payouts: from nothing to paid, and back when Stripe wants more', async () => {
  const seller = await market.newSeller()
  expect(await payouts(seller)).toMatchObject({ state: 'none', can_receive: false, fee_ppm: 80000 })
  const account = (await store(seller, stripeId('acct'))) ?? ''
  const nothing = { can_receive: false, payouts_enabled: false, details_submitted: false }
  await see(account, { ...nothing, due: ['tos_acceptance.date'] })
  expect(await payouts(seller)).toMatchObject({ state: 'incomplete', due: ['tos_acceptance.date'] })
  await see(account)
  expect(await payouts(seller)).toMatchObject({ state: 'active', can_receive: true, due: [] })
  const more = { can_receive: false, disabled_reason: 'requirements.past_due' }
  await see(account, more)
  expect(await payouts(seller)).toMatchObject({ state: 'restricted' })
  await see(account, { ...more, disabled_reason: 'requirements.pending_verification' })
  expect(await payouts(seller)).toMatchObject({ state: 'pending' })
  // An older look, and somebody else's account.
  expect(await see(account, {}, new Date(Date.now() - 60_000))).toBe(false)
  expect(await see('acct_stranger')).toBe(false)
  expect(await payouts(seller)).toMatchObject({ state: 'pending' })
})

test('an order is charged to the account, or to the platform while the account cannot receive', async () => {
  const account = (await store(market.seller, stripeId('acct'))) ?? ''
  await see(account)
  const open = await begin(market, await wonOrder(market, ann))
  expect(open.payment?.destination).toBe(account)
  await see(account, { can_receive: false })
  const restricted = await begin(market, await wonOrder(market, ann))
  expect(restricted.payment?.destination).toBeNull()
})

test('my_earnings tells gross, fee, what went back and net; my_payouts what the platform holds', async () => {
  await market.db.sql`delete from private.stripe_accounts`
  const before = await payouts(market.seller)
  const order = await wonOrder(market, ann, 10_000)
  const payment = await payOrder(market, order)
  const net = payment.amount_cents - payment.fee_cents
  const [earned] = await earnings(market.seller, { p_limit: 1 })
  expect(earned).toMatchObject({
    ...{ order_id: order, fee_cents: 800, net_cents: net, sold_cents: net + 800 },
    ...{ returned_cents: 0, with: 'platform', disputed: false },
  })
  const held = (at: Payouts) => at.held.reduce((sum, { cents }) => sum + cents, 0)
  expect(held(await payouts(market.seller)) - held(before)).toBe(net)
  const { id } = await refund(market, market.seller, order, payment.amount_cents)
  await beginRefund(market, id)
  await syncRefund(market, id, seenRefund(payment.amount_cents))
  const [after] = await earnings(market.seller, { p_limit: 1 })
  expect(after).toMatchObject({ order_id: order, returned_cents: net, net_cents: 0 })
})

test('my_earnings and my_payouts are a shop’s own (NOFND, 42501, INVAL)', async () => {
  expect(await failureOf(payouts(ann))).toMatchObject({ code: 'NOFND' })
  expect(await earnings(await market.newSeller())).toEqual([])
  for (const name of ['my_payouts', 'my_earnings']) {
    expect(await failureOf(call(market.db, 'anon', name))).toMatchObject({ code: '42501' })
  }
  for (const p_limit of [0, 101]) {
    expect(await failureOf(earnings(market.seller, { p_limit }))).toMatchObject({
      ...{ code: 'INVAL', detail: { field: 'p_limit' } },
    })
  }
})
