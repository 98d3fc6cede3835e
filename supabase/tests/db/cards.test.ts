/** The card on file: stored by webhooks in any order, gating bids, gone when Stripe or its owner says so. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import { giveCard, stripeId } from '../support/money.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  ann = await market.bidder({ card: false })
})

const myCard = (user: string) => call<{ last4: string } | null>(market.db, user, 'my_card')
const store = (card: object) =>
  call<boolean>(market.db, 'service_role', 'store_card', { p_card: card })
const customerOf = (user: string, customer: string | null = null) =>
  call<string | null>(market.db, 'service_role', 'store_customer', {
    ...{ p_user_id: user, p_customer_id: customer },
  })

test('store_customer keeps the first customer of a user, whoever comes second', async () => {
  expect(await customerOf(ann)).toBeNull()
  expect(await customerOf(ann, 'cus_first')).toBe('cus_first')
  expect(await customerOf(ann, 'cus_second')).toBe('cus_first')
  expect(await customerOf(ann)).toBe('cus_first')
})

test('store_customer knows no stranger (NOFND)', async () => {
  const stranger = customerOf('00000000-0000-4000-8000-000000000009', 'cus_x')
  expect(await failureOf(stranger)).toMatchObject({ code: 'NOFND' })
})

test('store_customer is asked so often by one user (RTLIM)', async () => {
  for (let turn = 0; turn < 30; turn += 1) await customerOf(ann)
  expect(await failureOf(customerOf(ann))).toMatchObject({ code: 'RTLIM' })
})

test('store_card opens bidding; my_card shows brand and last digits, never ids or the fingerprint', async () => {
  const auction = await market.auction()
  expect(await market.bid(ann, auction, 2000)).toMatchObject({
    ...{ outcome: 'refused', code: 'NOCRD', detail: { setup: '/account/payment' } },
  })
  await giveCard(market, ann)
  expect(await market.bid(ann, auction, 2000)).toMatchObject({ outcome: 'leading' })
  expect(await myCard(ann)).toEqual({ brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2034 })
})

test('my_card is null without one, and nobody else’s', async () => {
  await giveCard(market, await market.bidder({ card: false }))
  expect(await myCard(ann)).toBeNull()
  expect(await failureOf(myCard('anon'))).toMatchObject({ code: '42501' })
})

test('store_card: an older card that arrives late never replaces a newer one, and the same one changes nothing', async () => {
  await giveCard(market, ann, new Date('2026-11-25T10:00:00Z'))
  const customer_id = await customerOf(ann)
  const late = { customer_id, payment_method_id: stripeId('pm'), brand: 'visa', last4: '1111' }
  expect(await store({ ...late, saved_at: '2026-11-25T09:59:59Z' })).toBe(false)
  expect(await myCard(ann)).toMatchObject({ last4: '4242' })
  expect(await store({ ...late, saved_at: '2026-11-25T10:00:01Z' })).toBe(true)
  expect(await store({ ...late, saved_at: '2026-11-25T10:00:02Z' })).toBe(false)
  expect(await myCard(ann)).toMatchObject({ last4: '1111' })
})

test('store_card of a customer that is nobody’s does nothing', async () => {
  const card = {
    customer_id: 'cus_nobody',
    payment_method_id: stripeId('pm'),
    brand: 'visa',
    last4: '4242',
  }
  expect(await store({ ...card, saved_at: '2026-11-25T10:00:00Z' })).toBe(false)
})

test('forget_card takes the card and the right to bid with it; again is harmless', async () => {
  await giveCard(market, ann)
  for (let turn = 0; turn < 2; turn += 1) {
    await call(market.db, 'service_role', 'forget_card', { p_user_id: ann })
  }
  expect(await myCard(ann)).toBeNull()
  const bid = await market.bid(ann, await market.auction(), 2000)
  expect(bid).toMatchObject({ outcome: 'refused', code: 'NOCRD' })
})
