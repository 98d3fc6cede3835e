/** Collecting an order: one call at a time stored before it is made, one success, ends that are final. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  begin,
  beginCall,
  booksOf,
  giveCard,
  intentOf,
  jobOf,
  orderRow,
  type PaymentFacts,
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

const payments = () => market.db.sql<{ via: string; status: string }[]>`
  select via, status from public.payments where order_id = ${order} order by created_at`
/** Total and the platform's part of it: buyer's fee, tax, and 8 % of the items. */
const priceOf = async () => {
  const [row] = await market.db.sql<{ amount_cents: number; fee_cents: number }[]>`
    select total_cents::int as amount_cents, (buyer_fee_cents + tax_cents + items_cents * 8 / 100)::int as fee_cents
    from public.orders where id = ${order}`
  if (!row) throw new Error('no order')
  return row
}
const failAttempt = (number: number, code: string) =>
  call(market.db, 'service_role', 'fail_attempt', {
    ...{ p_order_id: order, p_number: number, p_code: code },
  })
const declined = (payment: PaymentFacts, code = 'card_declined') => ({
  intent: intentOf(payment, 'requires_payment_method', { failure_code: code }),
})
const state = (payment: PaymentFacts) =>
  call<{ action: string; reason?: string; booked: boolean }>(
    ...([market.db, 'service_role', 'payment_state', { p_payment_id: payment.id }] as const),
  )

test('begin_payment stores the call before it is made, and whoever asks again gets the same one', async () => {
  const first = await beginCall(market, order)
  expect(first).toMatchObject({
    payment: { ...(await priceOf()), currency: 'usd', destination: null },
    attempt: { call: 'create', session: 'off', key: `settle:${order}:1`, resumed: false },
  })
  const modes = ['off_session', 'on_session', 'checkout']
  const again = await Promise.all(modes.map((mode) => beginCall(market, order, mode)))
  for (const { payment, attempt } of again) {
    expect(payment).toEqual(first.payment)
    expect(attempt).toMatchObject({ ...first.attempt, resumed: true })
  }
})

test('begin_payment from ten workers at once makes one payment', async () => {
  const calls = await Promise.all(Array.from({ length: 10 }, () => beginCall(market, order)))
  expect(new Set(calls.map(({ attempt }) => attempt.key)).size).toBe(1)
  expect(await payments()).toHaveLength(1)
})

test('begin_payment charges the order’s total, which nothing changes after the sealing', async () => {
  await begin(market, order)
  const { amount_cents } = await priceOf()
  await market.db.sql`update public.order_items set price_cents = 1 where order_id = ${order}`
  expect(await orderRow(market, order)).toMatchObject({ sealed: true, total: amount_cents })
  expect((await beginCall(market, order)).payment.amount_cents).toBe(amount_cents)
})

test('without an address the order waits for one (no_address)', async () => {
  const [row] = await market.db.sql`delete from public.addresses where user_id = ${ann} returning *`
  expect(await begin(market, order)).toEqual({ action: 'none', reason: 'no_address' })
  expect(await orderRow(market, order)).toMatchObject({
    action_reason: 'no_address',
    sealed: false,
  })
  await market.db.sql`update private.outbox set done_at = now() where key = ${`settle:${order}`}`
  await market.db.sql`insert into public.addresses ${market.db.sql(row ?? {})}`
  expect(await jobOf(market, `settle:${order}`)).toMatchObject({ state: 'due' })
  await beginCall(market, order)
})

test.each([
  ['00000000-0000-4000-8000-000000000009', 'off_session', 'NOFND'],
  [null, 'at_night', 'INVAL'],
])('begin_payment of %s in mode %s is refused (%s)', async (id, mode, code) => {
  expect(await failureOf(begin(market, id ?? order, mode))).toMatchObject({ code })
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
  expect(await state(payment)).toMatchObject({ reason: 'succeeded', booked: false })
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
  expect(await state(payment)).toMatchObject({ booked: true })
  await market.db.sql`delete from private.stripe_accounts`
})

test('sync_payment never moves an end backwards, whatever arrives late', async () => {
  const { payment } = await beginCall(market, order)
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  for (const status of ['processing', 'requires_action', 'requires_payment_method', 'canceled']) {
    const seen = { intent: intentOf(payment, status, { failure_code: 'card_declined' }) }
    expect(await sync(market, payment, seen)).toMatchObject({ order_status: 'paid' })
  }
  expect(await payments()).toMatchObject([{ status: 'succeeded' }])
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

test('a declined card waits for another one, which is charged on the same PaymentIntent', async () => {
  const { payment, attempt } = await beginCall(market, order)
  await sync(market, payment, declined(payment), { attempt: attempt.number })
  expect(await orderRow(market, order)).toMatchObject({
    ...{ status: 'action_required', action_reason: 'card_declined' },
  })
  expect(await begin(market, order)).toMatchObject({ action: 'none', reason: 'same_card' })
  await market.db.sql`update private.outbox set done_at = now() where key = ${`settle:${order}`}`
  const card = await giveCard(market, ann)
  expect(await jobOf(market, `settle:${order}`)).toMatchObject({ state: 'due' })
  const next = await beginCall(market, order)
  expect(next.payment.id).toBe(payment.id)
  expect(next.attempt).toMatchObject({
    ...{ number: 2, call: 'confirm', session: 'off', payment_method_id: card },
  })
})

test('authentication is asked of the buyer, on session, on the same PaymentIntent', async () => {
  const { payment, attempt } = await beginCall(market, order)
  const seen = declined(payment, 'authentication_required')
  await sync(market, payment, seen, { attempt: attempt.number })
  expect(await orderRow(market, order)).toMatchObject({ action_reason: 'authentication_required' })
  expect(await beginCall(market, order, 'on_session')).toMatchObject({
    payment: { id: payment.id, status: 'action_required' },
    attempt: { number: 2, call: 'confirm', session: 'on' },
  })
})

test('without a card the order waits for one (no_card)', async () => {
  await call(market.db, 'service_role', 'forget_card', { p_user_id: ann })
  expect(await begin(market, order)).toEqual({ action: 'none', reason: 'no_card' })
  expect(await orderRow(market, order)).toMatchObject({ action_reason: 'no_card' })
  await giveCard(market, ann)
  expect(await beginCall(market, order)).toMatchObject({ attempt: { number: 1 } })
})

test('the hosted page needs the open payment stopped first, and keeps the worker away', async () => {
  const { payment, attempt } = await beginCall(market, order)
  await sync(market, payment, declined(payment), { attempt: attempt.number })
  expect(await begin(market, order, 'checkout')).toMatchObject({
    ...{ action: 'stop', payment: { id: payment.id } },
  })
  await sync(market, payment, { intent: intentOf(payment, 'canceled') })
  const page = await beginCall(market, order, 'checkout')
  expect(page).toMatchObject({
    payment: { via: 'checkout' },
    attempt: { number: 2, call: 'session' },
  })
  const session = { id: 'cs_1', status: 'open' }
  await sync(market, page.payment, { session }, { attempt: 2 })
  await giveCard(market, ann)
  expect(await begin(market, order)).toMatchObject({ action: 'none', reason: 'checkout' })
  expect(await begin(market, order, 'checkout')).toMatchObject({ action: 'page' })
  expect(await begin(market, order, 'on_session')).toMatchObject({ action: 'stop' })
  await sync(market, page.payment, { session: { ...session, status: 'expired' } })
  expect(await beginCall(market, order)).toMatchObject({
    payment: { via: 'card' },
    attempt: { number: 3 },
  })
  expect(await payments()).toMatchObject([
    { status: 'canceled' },
    { status: 'canceled' },
    { status: 'processing' },
  ])
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

test('fail_attempt: a lost call that began nothing makes room for a new one with a new key', async () => {
  const { attempt } = await beginCall(market, order)
  await failAttempt(attempt.number, 'lost')
  await failAttempt(attempt.number, 'lost')
  expect(await beginCall(market, order)).toMatchObject({
    attempt: { number: 2, call: 'create', key: `settle:${order}:2`, resumed: false },
  })
})

test('fail_attempt: a card that Stripe no longer knows is taken from the file', async () => {
  const { attempt } = await beginCall(market, order)
  await failAttempt(attempt.number, 'card_gone')
  expect(await call(market.db, ann, 'my_card')).toBeNull()
  expect(await begin(market, order)).toMatchObject({ action: 'none', reason: 'no_card' })
})

test('fail_attempt: without the seller’s restricted account the platform takes the money', async () => {
  await market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id, can_receive) values (${market.seller}, 'acct_2', true)`
  const { attempt } = await beginCall(market, order)
  await failAttempt(attempt.number, 'seller_restricted')
  expect((await beginCall(market, order)).payment.destination).toBeNull()
  await market.db.sql`delete from private.stripe_accounts`
})

test('fail_attempt takes only codes (INVAL)', async () => {
  const attempt = failAttempt(1, 'Not A Code')
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field: 'p_code' } })
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

test('payment_state of a stranger is not found (NOFND)', async () => {
  const payment = call(market.db, 'service_role', 'payment_state', { p_payment_id: order })
  expect(await failureOf(payment)).toMatchObject({ code: 'NOFND' })
})

test('payments are seen by their buyer and admins, not by others nor the seller', async () => {
  await begin(market, order)
  const seen = async (who: string) => {
    const rows = await market.db.as(
      who,
      (tx) => tx`select id, status, amount_cents from public.payments where order_id = ${order}`,
    )
    return rows.length
  }
  expect([await seen(ann), await seen(await market.admin())]).toEqual([1, 1])
  expect([await seen(market.seller), await seen(await market.bidder())]).toEqual([0, 0])
})

test('the columns of Stripe’s ids are nobody’s to read (42501)', async () => {
  const read = market.db.as(ann, (tx) => tx`select intent_id from public.payments`)
  expect(await failureOf(read)).toMatchObject({ code: '42501' })
})
