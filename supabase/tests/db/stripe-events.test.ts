/** The webhooks' inbox: an event and its effect are one transaction, and happen once. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  beginCall,
  giveCard,
  intentOf,
  orderRow,
  type PaymentFacts,
  stripeId,
  wonOrder,
} from '../support/money.ts'

let market: Market
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
})

const eventOf = (type: string, more: object = {}) => ({
  ...{ id: stripeId('evt'), type, created_at: new Date().toISOString(), ...more },
})
const apply = (event: object, effect: object = {}) =>
  call<string>(market.db, 'service_role', 'apply_stripe_event', {
    ...{ p_event: event, p_effect: effect },
  })
const paid = (payment: PaymentFacts, change: object = {}) => ({
  kind: 'payment',
  payment_id: payment.id,
  seen: {
    observed_at: new Date().toISOString(),
    intent: { ...intentOf(payment, 'succeeded'), ...change },
  },
})
const inbox = async (id: string) => {
  const rows = await market.db.sql`select outcome from private.stripe_events where id = ${id}`
  return rows.map((row) => row.outcome)
}

test('apply_stripe_event pays an order once, however often and from how many at once', async () => {
  const order = await wonOrder(market, ann)
  const { payment } = await beginCall(market, order)
  const event = eventOf('payment_intent.succeeded')
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => apply(event, paid(payment))))
  expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(7)
  expect(await orderRow(market, order)).toMatchObject({ status: 'paid' })
})

test('apply_stripe_event: an effect that fails leaves no event behind (STATE)', async () => {
  const { payment } = await beginCall(market, await wonOrder(market, ann))
  const event = eventOf('payment_intent.succeeded')
  const attempt = apply(event, paid(payment, { amount_cents: 1 }))
  expect(await failureOf(attempt)).toMatchObject({ code: 'STATE' })
  expect(await inbox(event.id)).toEqual([])
  expect(await apply(event, paid(payment))).toBe('applied')
})

test('apply_stripe_event: another’s intent under our payment’s name is ignored', async () => {
  const { payment } = await beginCall(market, await wonOrder(market, ann))
  await apply(eventOf('payment_intent.payment_failed'), {
    ...paid(payment),
    seen: {
      observed_at: new Date().toISOString(),
      intent: intentOf(payment, 'requires_payment_method', { failure_code: 'card_declined' }),
    },
  })
  const foreign = eventOf('payment_intent.succeeded')
  expect(await apply(foreign, paid(payment, { id: 'pi_foreign' }))).toBe('ignored')
})

test('apply_stripe_event keeps what it does not know, and does nothing', async () => {
  const event = eventOf('invoice.created')
  expect([await apply(event), await inbox(event.id)]).toEqual(['ignored', ['ignored']])
})

test('apply_stripe_event: a card comes and goes', async () => {
  const bob = await market.bidder({ card: false })
  const customer_id = await call<string>(market.db, 'service_role', 'store_customer', {
    ...{ p_user_id: bob, p_customer_id: stripeId('cus') },
  })
  const payment_method_id = stripeId('pm')
  const saved_at = new Date().toISOString()
  const card = { customer_id, payment_method_id, brand: 'visa', last4: '0341', saved_at }
  const saved = eventOf('setup_intent.succeeded')
  expect(await apply(saved, { kind: 'card', card })).toBe('applied')
  expect(await call(market.db, bob, 'my_card')).toMatchObject({ last4: '0341' })
  const gone = eventOf('payment_method.detached')
  expect(await apply(gone, { kind: 'card_gone', payment_method_id })).toBe('applied')
  expect(await call(market.db, bob, 'my_card')).toBeNull()
})

test('apply_stripe_event takes connected accounts that are ours only (NOFND)', async () => {
  const stranger = eventOf('account.updated', { account: 'acct_stranger' })
  expect(await failureOf(apply(stranger))).toMatchObject({ code: 'NOFND' })
  expect(await inbox(stranger.id)).toEqual([])
  await market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id) values (${market.seller}, 'acct_ours')`
  expect(await apply(eventOf('account.updated', { account: 'acct_ours' }))).toBe('ignored')
})
