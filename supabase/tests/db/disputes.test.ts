/** A bank contests a payment: a case, the share held, and the books right however it ends. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  beginRefund,
  booksOf,
  giveCard,
  jobOf,
  type PaymentFacts,
  payOrder,
  refund,
  seenRefund,
  sentBack,
  stripeId,
  syncRefund,
  wonOrder,
} from '../support/money.ts'

interface Hold {
  action: 'hold' | 'release' | 'none'
  dispute?: { id: string; attempt: number; key: string; share_cents: number; destination: string }
}

let market: Market
let ann: string
let order: string
let account: string
let payment: PaymentFacts
let stripe_id: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  account = stripeId('acct')
  await market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id, can_receive) values (${market.seller}, ${account}, true)
    on conflict (seller_id) do update set account_id = excluded.account_id`
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
  order = await wonOrder(market, ann)
  payment = await payOrder(market, order)
  stripe_id = stripeId('dp')
})

const observe = (status: string, change: object = {}) =>
  call<string>(market.db, 'service_role', 'apply_stripe_event', {
    p_event: {
      id: stripeId('evt'),
      type: 'charge.dispute.updated',
      created_at: new Date().toISOString(),
    },
    p_effect: {
      kind: 'dispute',
      payment_id: payment.id,
      seen: {
        ...{ id: stripe_id, status, reason: 'fraudulent', amount_cents: payment.amount_cents },
        ...{ fee_cents: 1500, withdrawn: true, answer_by: '2026-12-05T00:00:00Z', ...change },
      },
    },
  })
const disputeRow = async () => {
  const [row] = await market.db.sql<{ id: string; status: string; held: boolean }[]>`
    select id, status, held from public.disputes where order_id = ${order}`
  if (!row) throw new Error('no dispute')
  return row
}
const beginHold = (id: string) =>
  call<Hold>(market.db, 'service_role', 'begin_hold', { p_dispute_id: id })
const endHold = (id: string, attempt: number, done: string) =>
  call<boolean>(market.db, 'service_role', 'end_hold', {
    ...{ p_dispute_id: id, p_attempt: attempt, p_done: done },
  })
const share = () => payment.amount_cents - payment.fee_cents

test('apply_stripe_event: a dispute opens a case once, and asks for the hold', async () => {
  const all = await Promise.all([1, 2, 3].map(() => observe('needs_response')))
  expect(all).toEqual(['applied', 'applied', 'applied'])
  const { id, status } = await disputeRow()
  expect(status).toBe('open')
  expect(await jobOf(market, `dispute:${id}`)).toMatchObject({
    kind: 'hold_dispute',
    state: 'due',
  })
  expect(await beginHold(id)).toMatchObject({
    action: 'hold',
    dispute: { share_cents: share(), destination: account, key: `dispute:${id}:1` },
  })
})

test('begin_hold and end_hold: the share leaves the account once, and stays after a loss', async () => {
  const before = await booksOf(market, order)
  await observe('needs_response')
  const { id } = await disputeRow()
  const done = await Promise.all([1, 2, 3].map(() => endHold(id, 1, 'hold')))
  expect(done.filter(Boolean)).toHaveLength(1)
  expect(await beginHold(id)).toEqual({ action: 'none' })
  const books = await booksOf(market, order)
  expect((books[`stripe:${account}`] ?? 0) - (before[`stripe:${account}`] ?? 0)).toBe(-share())
  expect(books[`seller:${market.seller}`]).toBe(before[`seller:${market.seller}`])
  await observe('lost')
  expect(await beginHold(id)).toEqual({ action: 'none' })
  const after = await booksOf(market, order)
  expect(after[`seller:${market.seller}`] ?? 0).toBe(0)
  expect(after['platform:disputes'] ?? 0).toBe(0)
  expect(after[`stripe:${account}`] ?? 0).toBe(0)
  // Late and out of order: what is decided stays decided.
  await observe('needs_response')
  await observe('won')
  expect(await disputeRow()).toMatchObject({ status: 'lost', held: true })
})

test('a dispute that is won gives the share back, also when it was decided during the hold', async () => {
  const before = await booksOf(market, order)
  await observe('needs_response')
  const { id } = await disputeRow()
  await observe('won')
  // The worker's call was on its way.
  expect(await endHold(id, 1, 'hold')).toBe(true)
  expect(await jobOf(market, `dispute:${id}`)).toMatchObject({ state: 'due' })
  const step = await beginHold(id)
  expect(step).toMatchObject({ action: 'release', dispute: { attempt: 2 } })
  expect(await endHold(id, 2, 'lost')).toBe(true)
  expect(await endHold(id, 3, 'release')).toBe(true)
  const after = await booksOf(market, order)
  // All is as it was, but for the bank's fee.
  const fee = 1500
  expect(after['stripe:platform']).toBe((before['stripe:platform'] ?? 0) - fee)
  expect(after['stripe:fees']).toBe((before['stripe:fees'] ?? 0) + fee)
  expect(after[`stripe:${account}`]).toBe(before[`stripe:${account}`])
})

const ASKS = { fee_cents: 0, withdrawn: false }

test('apply_stripe_event: a bank that only asks takes nothing: no booking, no hold, and it ends without a loss', async () => {
  const before = await booksOf(market, order)
  await observe('warning_needs_response', ASKS)
  const { id } = await disputeRow()
  expect(await disputeRow()).toMatchObject({ status: 'inquiry', held: false })
  expect(await jobOf(market, `dispute:${id}`)).toBeUndefined()
  expect(await beginHold(id)).toEqual({ action: 'none' })
  // That is how a shop ends one.
  expect((await refund(market, market.seller, order, 100)).status).toBe('pending')
  await observe('warning_under_review', ASKS)
  await observe('warning_closed', ASKS)
  await observe('warning_needs_response', ASKS)
  expect(await disputeRow()).toMatchObject({ status: 'closed', held: false })
  expect(await booksOf(market, order)).toEqual(before)
  expect((await refund(market, market.seller, order, 100)).status).toBe('pending')
})

test('apply_stripe_event: a prevented dispute, and one that ends before anything is taken, is no loss', async () => {
  const before = await booksOf(market, order)
  for (const status of ['prevented', 'lost']) {
    stripe_id = stripeId('dp')
    await observe(status, ASKS)
  }
  const rows = await market.db.sql`select status from public.disputes where order_id = ${order}`
  expect(rows).toEqual([{ status: 'closed' }, { status: 'closed' }])
  expect(await booksOf(market, order)).toEqual(before)
})

test('apply_stripe_event: an inquiry that becomes a chargeback is booked and held then, with its fee and its own deadline', async () => {
  const before = await booksOf(market, order)
  await observe('warning_needs_response', ASKS)
  await observe('needs_response', { answer_by: '2026-12-20T00:00:00Z' })
  // An older look, late.
  await observe('warning_needs_response', ASKS)
  const { id } = await disputeRow()
  expect(await disputeRow()).toMatchObject({ status: 'open' })
  const books = await booksOf(market, order)
  expect((books['stripe:platform'] ?? 0) - (before['stripe:platform'] ?? 0)).toBe(
    -payment.amount_cents - 1500,
  )
  expect(await beginHold(id)).toMatchObject({ action: 'hold', dispute: { share_cents: share() } })
  expect(await failureOf(refund(market, market.seller, order, 100))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'disputed' } },
  })
  const [row] = await market.db.sql<{ answer_by: Date }[]>`
    select answer_by from public.disputes where id = ${id}`
  expect(row?.answer_by.toISOString()).toBe('2026-12-20T00:00:00.000Z')
})

test('apply_stripe_event: what else an open case costs is booked when it is seen, once, and what is given back at its end', async () => {
  const before = await booksOf(market, order)
  const fees = async () =>
    ((await booksOf(market, order))['stripe:fees'] ?? 0) - (before['stripe:fees'] ?? 0)
  await observe('needs_response', { fee_cents: 0 })
  await observe('needs_response', { fee_cents: 1500 })
  await observe('under_review', { fee_cents: 3000, answer_by: null })
  // An older look, late.
  await observe('needs_response', { fee_cents: 1500 })
  await observe('under_review', { fee_cents: 3000, answer_by: null })
  expect(await fees()).toBe(3000)
  await observe('won', { fee_cents: 1500, answer_by: null })
  await observe('under_review', { fee_cents: 3000 })
  expect(await fees()).toBe(1500)
  const after = await booksOf(market, order)
  expect(after['stripe:platform']).toBe((before['stripe:platform'] ?? 0) - 1500)
})

test('a refund that a bank had sent back before is not held, and not lost, a second time', async () => {
  const { id: refunded } = await refund(market, market.seller, order, 1000)
  await beginRefund(market, refunded)
  const seen = seenRefund(1000, { transfer: 1000, fee: 150 })
  await syncRefund(market, refunded, seen)
  await syncRefund(market, refunded, sentBack(seen))
  const before = await booksOf(market, order)
  await observe('needs_response')
  const { id } = await disputeRow()
  const left = payment.amount_cents - 1000
  const share_cents = Math.floor(
    ((payment.amount_cents - payment.fee_cents) * left) / payment.amount_cents,
  )
  expect(await beginHold(id)).toMatchObject({ action: 'hold', dispute: { share_cents } })
  await endHold(id, 1, 'hold')
  await observe('lost')
  const after = await booksOf(market, order)
  expect(after['platform:unreturned']).toBe(0)
  expect(after['platform:disputes']).toBe(0)
  expect((after[`seller:${market.seller}`] ?? 0) - (before[`seller:${market.seller}`] ?? 0)).toBe(
    share_cents,
  )
})

test('begin_hold and end_hold refuse what there is not (NOFND, INVAL)', async () => {
  const missing = '00000000-0000-4000-8000-000000000009'
  expect(await failureOf(beginHold(missing))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(endHold(missing, 1, 'perhaps'))).toMatchObject({ code: 'INVAL' })
  expect(await endHold(missing, 1, 'hold')).toBe(false)
})

test('a contested order takes no refund (STATE), and its case is seen by its parties only', async () => {
  await observe('needs_response')
  expect(await failureOf(refund(market, market.seller, order, 100))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'disputed' } },
  })
  const seen = async (caller: string) => {
    const rows = await market.db.as(
      caller,
      (tx) => tx`select status from public.disputes where order_id = ${order}`,
    )
    return rows.length
  }
  expect([await seen(ann), await seen(market.seller), await seen(await market.admin())]).toEqual([
    1, 1, 1,
  ])
  expect(await seen(await market.newSeller())).toBe(0)
  const secret = market.db.as(ann, (tx) => tx`select share_cents from public.disputes`)
  expect(await failureOf(secret)).toMatchObject({ code: '42501' })
  const [earned] = await call<{ disputed: boolean }[]>(market.db, market.seller, 'my_earnings', {
    p_limit: 1,
  })
  expect(earned?.disputed).toBe(true)
})

test('a dispute of a payment that is not ours is ignored', async () => {
  payment = { ...payment, id: '00000000-0000-4000-8000-000000000009' }
  expect(await observe('needs_response')).toBe('ignored')
})
