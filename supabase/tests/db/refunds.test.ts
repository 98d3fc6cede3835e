/** Giving money back: who may, how much, once for a key, and never more than was paid. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import {
  beginRefund,
  booksOf,
  giveCard,
  jobOf,
  orderRow,
  type PaymentFacts,
  payOrder,
  refund,
  seenRefund,
  syncRefund,
  wonOrder,
} from '../support/money.ts'

const asAdmin = { aal: 'aal2' } as const
let market: Market
let ann: string
let admin: string
let order: string
let payment: PaymentFacts

beforeAll(async () => {
  market = await openMarket()
  admin = await market.admin()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  await market.db
    .sql`update private.settings set value = 1000000 where name = 'seller_refund_daily_cents'`
  ann = await market.bidder({ card: false })
  await giveCard(market, ann)
  order = await wonOrder(market, ann)
  payment = await payOrder(market, order)
})

const mine = (cents: number | null, more?: { key?: string; reason?: string }) =>
  refund(market, market.seller, order, cents, more)
/** Carried out in full, as the worker would. */
async function done(id: string, cents: number): Promise<void> {
  await beginRefund(market, id)
  expect(await syncRefund(market, id, seenRefund(cents))).toBe('succeeded')
}

test('refund_order reserves the amount and has it sent back', async () => {
  const { id, status } = await mine(1000)
  expect(status).toBe('pending')
  expect(await jobOf(market, `refund:${id}`)).toMatchObject({
    kind: 'refund_payment',
    state: 'due',
  })
  expect(await beginRefund(market, id)).toMatchObject({
    action: 'call',
    refund: {
      ...{ key: `refund:${id}:1`, amount_cents: 1000, intent_id: payment.intent_id },
      ...{ reverse_transfer: false, refund_application_fee: false, stripe_id: null },
    },
  })
})

test('refund_order without an amount gives back all that is left', async () => {
  await mine(1)
  expect(await mine(null)).toMatchObject({ amount_cents: payment.amount_cents - 1 })
})

test('refund_order with a key again is the same refund, from many at once, too (IDMPT for another)', async () => {
  const key = randomUUID()
  const all = await Promise.all([1, 2, 3, 4].map(() => mine(700, { key })))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  expect(await failureOf(mine(701, { key }))).toMatchObject({ code: 'IDMPT' })
  expect(await failureOf(mine(700, { key, reason: 'damaged' }))).toMatchObject({ code: 'IDMPT' })
  const other = await wonOrder(market, ann)
  await payOrder(market, other)
  expect(await failureOf(refund(market, market.seller, other, 700, { key }))).toMatchObject({
    code: 'IDMPT',
  })
})

test('refund_order never gives back more than was paid, two at once neither (STATE)', async () => {
  const { amount_cents } = payment
  expect(await failureOf(mine(amount_cents + 1))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'refunded', left_cents: amount_cents } },
  })
  const most = amount_cents - 1
  const both = await Promise.allSettled([mine(most), mine(most), mine(most)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await failureOf(mine(2))).toMatchObject({ detail: { left_cents: 1 } })
  const past = market.db.sql`
    update public.payments set returned_cents = amount_cents + 1 where id = ${payment.id}`
  expect(await failureOf(past)).toMatchObject({ code: '23514' })
})

test.each([0, -1])('refund_order of %s cents is refused (INVAL)', async (cents) => {
  expect(await failureOf(mine(cents))).toMatchObject({
    ...{ code: 'INVAL', detail: { field: 'p_amount_cents' } },
  })
})

test('refund_order wants a reason and a key (INVAL)', async () => {
  expect(await failureOf(mine(1, { reason: 'because' }))).toMatchObject({
    detail: { field: 'p_reason' },
  })
  const args = { p_order_id: order, p_amount_cents: 1, p_reason: 'requested' }
  const keyless = market.db.as(
    market.seller,
    (tx) =>
      tx`select * from public.refund_order(${args.p_order_id}, 1, ${args.p_reason}, null::uuid)`,
  )
  expect(await failureOf(keyless)).toMatchObject({ detail: { field: 'p_idempotency_key' } })
})

test('refund_order is the shop’s and the administrator’s (NOFND, MFAAL, 42501)', async () => {
  const other = await market.newSeller()
  for (const stranger of [ann, other]) {
    expect(await failureOf(refund(market, stranger, order, 1))).toMatchObject({ code: 'NOFND' })
  }
  expect(await failureOf(refund(market, 'anon', order, 1))).toMatchObject({ code: '42501' })
  expect(await failureOf(refund(market, admin, order, 1))).toMatchObject({ code: 'MFAAL' })
  expect(await refund(market, admin, order, 1, {}, asAdmin)).toMatchObject({ amount_cents: 1 })
})

test('refund_order by a shop ends with its daily limit and with time; an administrator’s does not (STATE)', async () => {
  await market.db.sql`
    update private.settings set value = (select 100 + coalesce(sum(amount_cents), 0) from public.refunds
      where requested_by = seller_id and seller_id = ${market.seller} and status <> 'failed')
    where name = 'seller_refund_daily_cents'`
  const both = await Promise.allSettled([mine(100), mine(100)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await failureOf(mine(1))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'daily_limit', left_cents: 0 } },
  })
  await market.db
    .sql`update private.settings set value = 1000000 where name = 'seller_refund_daily_cents'`
  await market.db
    .sql`update public.payments set succeeded_at = now() - interval '91 days' where id = ${payment.id}`
  expect(await failureOf(mine(1))).toMatchObject({ detail: { status: 'too_old' } })
  await refund(market, admin, order, 1, {}, asAdmin)
})

test('refund_order of what was not paid is refused (STATE), and too many are (RTLIM)', async () => {
  const unpaid = await wonOrder(market, ann)
  expect(await failureOf(refund(market, market.seller, unpaid, 1))).toMatchObject({
    ...{ code: 'STATE', detail: { status: 'pending' } },
  })
  await market.forgetRates()
  let code = ''
  for (let turn = 0; turn < 25 && code === ''; turn += 1) {
    code = await mine(1).then(
      () => '',
      (error) => error.code,
    )
  }
  expect(code).toBe('RTLIM')
})

test('a full refund before shipping cancels the order and gives the product back; a part leaves it', async () => {
  const part = await mine(1000)
  await done(part.id, 1000)
  expect(await orderRow(market, order)).toMatchObject({ status: 'paid' })
  const rest = await mine(null)
  await done(rest.id, rest.amount_cents)
  expect(await orderRow(market, order)).toMatchObject({ status: 'cancelled' })
  const [row] = await market.db.sql`
    select o.cancel_reason, p.status as product, i.released_at is not null as released
    from public.orders o join public.order_items i on i.order_id = o.id join public.products p on p.id = i.product_id
    where o.id = ${order}`
  expect(row).toMatchObject({ cancel_reason: 'refunded', product: 'draft', released: true })
  const books = await booksOf(market, order)
  // All that is left of it is what Stripe took.
  expect(Object.entries(books).filter(([, cents]) => cents !== 0)).toEqual([
    ['stripe:fees', 100],
    ['stripe:platform', -100],
  ])
})

test('refunds are seen by buyer, shop and admins; who asked is nobody’s to see', async () => {
  await mine(1000)
  const seen = async (caller: string) => {
    const rows = await market.db.as(
      caller,
      (tx) => tx`select amount_cents, status, reason from public.refunds where order_id = ${order}`,
    )
    return rows.length
  }
  expect([await seen(ann), await seen(market.seller), await seen(admin)]).toEqual([1, 1, 1])
  expect(await seen(await market.newSeller())).toBe(0)
  expect(await seen(await market.bidder())).toBe(0)
  const asked = market.db.as(ann, (tx) => tx`select requested_by from public.refunds`)
  expect(await failureOf(asked)).toMatchObject({ code: '42501' })
})
