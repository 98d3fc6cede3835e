/** What Stripe says of a payment becomes what we say: one success, ends that are final, and no look that is older than the last. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  begin,
  beginCall,
  booksOf,
  declined,
  giveCard,
  intentOf,
  jobOf,
  orderRow,
  paymentState,
  paymentsOf,
  payTooLate,
  sync,
  wonOrder,
} from '../support/money.ts'

let market: Market
let ann: string
let order: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
  order = await wonOrder(market, ann)
})

test('sync_payment: a success pays the order and enters the books, once', async () => {
  const { payment, attempt } = await beginCall(market, order)
  const seen = { intent: intentOf(payment, 'succeeded') }
  const answers = await Promise.all([
    sync(market, payment, seen, { attempt: attempt.number }),
    ...[1, 2, 3].map(() => sync(market, payment, seen)),
  ])
  for (const answer of answers) {
    expect(answer).toMatchObject({ order_status: 'paid', payment_status: 'succeeded' })
  }
  const { amount_cents, fee_cents } = payment
  const books = await booksOf(market, order)
  expect(books).toMatchObject({
    'stripe:clearing': amount_cents,
    [`seller:${market.seller}`]: fee_cents - amount_cents,
  })
  // Oakland, and 8 % with a buyer's fee of 4 %: what is not the state's is the platform's.
  expect(books).toMatchObject({ 'platform:tax': -377, 'platform:revenue': -600 })
  expect(await begin(market, order)).toEqual({ action: 'none', reason: 'paid' })
  const told = await market.db.admin`
    select payload from realtime.messages where topic = ${`user:${ann}`} and event = 'order'`
  expect(told).toMatchObject([{ payload: { order_id: order, status: 'paid' } }])
})

test('sync_payment books fee and transfer when Stripe knows them, once', async () => {
  await market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id, can_receive) values (${market.seller}, 'acct_1', true)`
  const { payment } = await beginCall(market, order)
  expect(payment.destination).toBe('acct_1')
  const { amount_cents, fee_cents } = payment
  const charge = {
    ...{ fee_cents: 175, transferred_cents: amount_cents, application_fee_cents: fee_cents },
  }
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  expect(await paymentState(market, payment)).toMatchObject({ reason: 'succeeded', booked: false })
  for (let turn = 0; turn < 2; turn += 1) {
    await sync(market, payment, { intent: intentOf(payment, 'succeeded', { charge }) })
  }
  expect(await booksOf(market, order)).toMatchObject({
    'stripe:clearing': 0,
    'stripe:platform': fee_cents - 175,
    'stripe:acct_1': amount_cents - fee_cents,
    'stripe:fees': 175,
    [`seller:${market.seller}`]: fee_cents - amount_cents,
  })
  expect(await paymentState(market, payment)).toMatchObject({ booked: true })
  await market.db.sql`delete from private.stripe_accounts`
})

test('sync_payment never moves an end backwards, whatever arrives late', async () => {
  const { payment } = await beginCall(market, order)
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  for (const status of ['processing', 'requires_action', 'requires_payment_method', 'canceled']) {
    const seen = { intent: intentOf(payment, status, { failure_code: 'card_declined' }) }
    expect(await sync(market, payment, seen)).toMatchObject({ order_status: 'paid' })
  }
  expect(await paymentsOf(market, order)).toMatchObject([{ status: 'succeeded' }])
})

test('sync_payment: an older look never beats a newer one', async () => {
  const { payment } = await beginCall(market, order)
  const now = Date.now()
  await sync(market, payment, declined(payment), { at: new Date(now) })
  const older = { intent: intentOf(payment, 'requires_action') }
  const answer = await sync(market, payment, older, { at: new Date(now - 1000) })
  expect(answer).toMatchObject({ payment_status: 'declined', reason: 'card_declined' })
})

test.each([
  ['another amount', { amount_cents: 1 }],
  ['another currency', { currency: 'eur' }],
  ['less received than asked', { received_cents: 1 }],
])('sync_payment refuses %s (STATE)', async (_what, change) => {
  const { payment } = await beginCall(market, order)
  const seen = { intent: intentOf(payment, 'succeeded', change) }
  expect(await failureOf(sync(market, payment, seen))).toMatchObject({ code: 'STATE' })
  expect(await orderRow(market, order)).toMatchObject({ status: 'pending' })
})

test('sync_payment of another intent than the one it knows is refused (STATE), of none at all (NOFND)', async () => {
  const { payment } = await beginCall(market, order)
  await sync(market, payment, declined(payment))
  const other = { intent: { ...intentOf(payment, 'succeeded'), id: 'pi_other' } }
  expect(await failureOf(sync(market, payment, other))).toMatchObject({ code: 'STATE' })
  const unknown = { ...payment, id: order }
  expect(await failureOf(sync(market, unknown, other))).toMatchObject({ code: 'NOFND' })
})

test('an order has at most one successful payment, whatever writes (23505)', async () => {
  const { payment } = await beginCall(market, order)
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  const second = market.db.sql`
    insert into public.payments (order_id, buyer_id, seller_id, via, status, currency, amount_cents, fee_cents, succeeded_at)
    select order_id, buyer_id, seller_id, via, status, currency, amount_cents, fee_cents, succeeded_at
    from public.payments where id = ${payment.id}`
  expect(await failureOf(second)).toMatchObject({ code: '23505' })
})

test('past the deadline an order is called unpaid only when nobody can pay it any more', async () => {
  const { payment, attempt } = await beginCall(market, order)
  await sync(market, payment, declined(payment), { attempt: attempt.number })
  await payTooLate(market, order)
  expect(await orderRow(market, order)).toMatchObject({ status: 'action_required' })
  expect(await jobOf(market, `stop:${payment.id}`)).toMatchObject({ kind: 'stop_payment' })
  expect(await begin(market, order, 'on_session')).toEqual({ action: 'none', reason: 'overdue' })
  await sync(market, payment, { intent: intentOf(payment, 'canceled') })
  await market.db.sql`select private.settle_due()`
  expect(await orderRow(market, order)).toMatchObject({ status: 'cancelled', action_reason: null })
})

test('a payment that succeeds while it is being stopped counts', async () => {
  const { payment } = await beginCall(market, order)
  await payTooLate(market, order)
  expect(await beginCall(market, order)).toMatchObject({ attempt: { resumed: true } })
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  await market.db.sql`select private.settle_due()`
  expect(await orderRow(market, order)).toMatchObject({ status: 'paid' })
})
