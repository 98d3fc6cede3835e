/** Collecting an order: one call at a time, stored before it is made, by whoever comes; what can be done when it is lost. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  begin,
  beginCall,
  declined,
  giveCard,
  intentOf,
  jobOf,
  orderRow,
  paymentsOf,
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
  expect(await paymentsOf(market, order)).toHaveLength(1)
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
  expect(await paymentsOf(market, order)).toMatchObject([
    { status: 'canceled' },
    { status: 'canceled' },
    { status: 'processing' },
  ])
})

const checkOut = (card: string) =>
  call(market.db, ann, 'checkout_order', { p_order_id: order, p_card: card })
const leased = () =>
  call<{ key: string }[]>(market.db, 'service_role', 'lease_jobs', {
    ...{ p_kinds: ['settle_order'], p_limit: 200, p_seconds: 60 },
  })
const isLeased = async () => (await leased()).some(({ key }) => key === `settle:${order}`)

test('checkout_order with another card keeps the worker from the saved one for a minute, then it comes', async () => {
  await leased()
  await checkOut('saved')
  expect(await isLeased()).toBe(true)
  // That worker has not asked yet what to call.
  await checkOut('other')
  expect(await begin(market, order)).toMatchObject({ action: 'later', seconds: 60 })
  expect(await isLeased()).toBe(false)
  expect(await paymentsOf(market, order)).toEqual([])
  await market.db.sql`
    update private.outbox set run_at = run_at - interval '1 minute' where key = ${`settle:${order}`}`
  expect(await isLeased()).toBe(true)
  await beginCall(market, order)
})

test('checkout_order with another card opens the hosted page, whatever the worker does then', async () => {
  await checkOut('other')
  expect(await beginCall(market, order, 'checkout')).toMatchObject({ attempt: { call: 'session' } })
  expect(await beginCall(market, order)).toMatchObject({ attempt: { call: 'session' } })
})

test('fail_attempt: after a page that Stripe refuses there is a minute to ask for another', async () => {
  await checkOut('other')
  const { attempt } = await beginCall(market, order, 'checkout')
  await market.db.sql`update private.outbox set run_at = now() where key = ${`settle:${order}`}`
  await failAttempt(attempt.number, 'page_refused')
  expect(await jobOf(market, `settle:${order}`)).toMatchObject({ state: 'waiting' })
  expect(await beginCall(market, order, 'checkout')).toMatchObject({ attempt: { call: 'session' } })
})

test('checkout_order knows the saved card and another one (INVAL)', async () => {
  expect(await failureOf(checkOut('stolen'))).toMatchObject({
    ...{ code: 'INVAL', detail: { field: 'p_card' } },
  })
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
