/** Refunds at Stripe become ours: one at a time, once, whatever is lost, late, failed or made by somebody else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  beginCall,
  beginRefund,
  booksOf,
  giveCard,
  intentOf,
  jobOf,
  type PaymentFacts,
  payOrder,
  refund,
  seenRefund,
  stripeId,
  sync,
  syncRefund,
  wonOrder,
} from '../support/money.ts'

let market: Market
let ann: string
let order: string
let payment: PaymentFacts

beforeAll(async () => {
  market = await openMarket()
  await market.db
    .sql`update private.settings set value = 100000000 where name = 'seller_refund_daily_cents'`
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  await market.db.sql`delete from private.stripe_accounts`
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
  order = await wonOrder(market, ann)
})

const mine = (cents: number | null) => refund(market, market.seller, order, cents)
const fail = (id: string, attempt: number, code: string | null) =>
  call<string>(market.db, 'service_role', 'fail_refund', {
    ...{ p_refund_id: id, p_attempt: attempt, p_code: code },
  })
const observe = (seen: object, refund_id: string | null = null) =>
  call<string>(market.db, 'service_role', 'apply_stripe_event', {
    p_event: { id: stripeId('evt'), type: 'refund.updated', created_at: new Date().toISOString() },
    p_effect: { kind: 'refund', payment_id: payment.id, refund_id, seen },
  })
const returned = async () => {
  const [row] = await market.db.sql<{ cents: number }[]>`
    select returned_cents::int as cents from public.payments where id = ${payment.id}`
  return row?.cents
}
const MISSING = '00000000-0000-4000-8000-000000000009'

test('begin_refund waits for the booking of the charge, and for the refund before it', async () => {
  const begun = await beginCall(market, order)
  payment = begun.payment
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  const first = await mine(1000)
  const second = await mine(500)
  expect(await beginRefund(market, first.id)).toEqual({ action: 'later', seconds: 60 })
  const charge = { fee_cents: 100 }
  await sync(market, payment, { intent: intentOf(payment, 'succeeded', { charge }) })
  expect((await beginRefund(market, second.id)).action).toBe('later')
  expect((await beginRefund(market, first.id)).action).toBe('call')
  await market.db
    .sql`update private.outbox set run_at = now() + interval '1 hour' where key = ${`refund:${second.id}`}`
  await syncRefund(market, first.id, seenRefund(1000))
  expect(await jobOf(market, `refund:${second.id}`)).toMatchObject({ state: 'due' })
  expect((await beginRefund(market, second.id)).action).toBe('call')
})

test('sync_refund books what came back from the seller and of the fee, once', async () => {
  const account = stripeId('acct')
  await market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id, can_receive) values (${market.seller}, ${account}, true)`
  payment = await payOrder(market, order)
  const before = await booksOf(market, order)
  const { id } = await mine(1000)
  expect(await beginRefund(market, id)).toMatchObject({
    refund: { reverse_transfer: true, refund_application_fee: true },
  })
  const seen = seenRefund(1000, { transfer: 1000, fee: 150 })
  const all = await Promise.all([1, 2, 3].map(() => syncRefund(market, id, seen)))
  expect(all).toEqual(['succeeded', 'succeeded', 'succeeded'])
  const after = await booksOf(market, order)
  const change = (name: string) => (after[name] ?? 0) - (before[name] ?? 0)
  expect(change(`stripe:${account}`)).toBe(-850)
  expect(change('stripe:platform')).toBe(-150)
  expect(change(`seller:${market.seller}`)).toBe(850)
  expect(change('platform:tax') + change('platform:revenue')).toBe(150)
  // Of the fee Stripe tells the total: the next one's is the difference.
  const next = await mine(500)
  await beginRefund(market, next.id)
  await syncRefund(market, next.id, seenRefund(500, { transfer: 500, fee: 225 }))
  expect((await booksOf(market, order))[`stripe:${account}`]).toBe(
    (after[`stripe:${account}`] ?? 0) - 425,
  )
})

test('sync_refund takes nothing that was not asked for (STATE, NOFND)', async () => {
  payment = await payOrder(market, order)
  const { id } = await mine(1000)
  await beginRefund(market, id)
  for (const seen of [seenRefund(1001), seenRefund(1000, {}, { currency: 'eur' })]) {
    expect(await failureOf(syncRefund(market, id, seen))).toMatchObject({ code: 'STATE' })
  }
  const good = seenRefund(1000)
  await syncRefund(market, id, good)
  expect(await failureOf(syncRefund(market, id, seenRefund(1000)))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(syncRefund(market, MISSING, good))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(beginRefund(market, MISSING))).toMatchObject({ code: 'NOFND' })
})

test('sync_refund: a bank may send a refund back; then the money is the buyer’s, and can be sent again', async () => {
  payment = await payOrder(market, order)
  const { id } = await mine(1000)
  await beginRefund(market, id)
  const seen = seenRefund(1000)
  await syncRefund(market, id, { ...seen, refund: { ...seen.refund, status: 'pending' } })
  await syncRefund(market, id, seen)
  // Late: it never moves backwards.
  expect(
    await syncRefund(market, id, { ...seen, refund: { ...seen.refund, status: 'pending' } }),
  ).toBe('succeeded')
  const gone = { ...seen.refund, status: 'failed', failure_code: 'lost_or_stolen_card' }
  expect(await syncRefund(market, id, { ...seen, refund: gone })).toBe('failed')
  expect(await syncRefund(market, id, seen)).toBe('failed')
  expect((await booksOf(market, order))['platform:unreturned']).toBe(-1000)
  expect(await returned()).toBe(0)
  await mine(null)
})

test('fail_refund: lost takes another key, a refusal ends it and frees the amount (NOFND, INVAL)', async () => {
  payment = await payOrder(market, order)
  const { id } = await mine(null)
  await beginRefund(market, id)
  expect(await fail(id, 1, 'lost')).toBe('pending')
  // A worker of the past.
  expect(await fail(id, 1, 'charge_disputed')).toBe('pending')
  expect(await beginRefund(market, id)).toMatchObject({
    refund: { key: `refund:${id}:2`, attempt: 2 },
  })
  expect(await failureOf(fail(id, 2, 'Not A Code'))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(fail(id, 2, null))).toMatchObject({ code: 'INVAL' })
  expect(await failureOf(fail(MISSING, 1, 'lost'))).toMatchObject({ code: 'NOFND' })
  expect(await fail(id, 2, 'charge_disputed')).toBe('failed')
  expect(await returned()).toBe(0)
  expect(await beginRefund(market, id)).toEqual({ action: 'none', reason: 'failed' })
})

test('apply_stripe_event: a refund is known by its own id, ours by their metadata, each once', async () => {
  payment = await payOrder(market, order)
  const { id } = await mine(1000)
  const seen = seenRefund(1000)
  // The webhook came before the worker’s own answer.
  expect(await observe(seen, id)).toBe('applied')
  expect(await observe(seen)).toBe('applied')
  expect(await returned()).toBe(1000)
  expect(await beginRefund(market, id)).toEqual({ action: 'none', reason: 'succeeded' })
})

test('apply_stripe_event: a refund from Stripe’s dashboard becomes ours, and what no longer fits ends', async () => {
  payment = await payOrder(market, order)
  const { id } = await mine(null)
  expect(await observe(seenRefund(1000))).toBe('applied')
  expect(await returned()).toBe(1000)
  const rows = await market.db.sql`
    select id, status, reason, failure_code from public.refunds where payment_id = ${payment.id} order by created_at`
  expect(rows).toMatchObject([
    { id, status: 'failed', failure_code: 'refunded_elsewhere' },
    { status: 'succeeded', reason: 'processor' },
  ])
})

test('money for an order that can no longer be paid goes back by itself', async () => {
  const begun = await beginCall(market, order)
  payment = begun.payment
  await market.db.sql`
    update public.orders set status = 'cancelled', cancelled_at = now(), cancel_reason = 'unpaid' where id = ${order}`
  await sync(market, payment, { intent: intentOf(payment, 'succeeded') })
  const [row] = await market.db.sql`
    select reason, amount_cents::int as cents, requested_by from public.refunds where order_id = ${order}`
  expect(row).toMatchObject({
    reason: 'order_not_payable',
    cents: payment.amount_cents,
    requested_by: null,
  })
})
