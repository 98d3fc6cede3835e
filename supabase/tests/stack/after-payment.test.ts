/** What comes after a payment, the whole way: refunds, a shop's account, a bank's case, and the books against Stripe. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openStackShop, page, SOON, type StackShop, sessionIn } from '../support/stack-shop.ts'

let shop: StackShop

beforeAll(async () => {
  shop = await openStackShop()
})
afterAll(() => shop?.stop())

test('the shop gives a part and then the rest back: twice at Stripe, and the order ends', async () => {
  const buyer = await shop.person()
  await shop.saveCard(buyer)
  const { order } = await shop.win(buyer)
  await shop.becomes(buyer, order, 'paid')
  const give = (p_amount_cents: number) =>
    shop.seller.client
      .rpc('refund_order', {
        ...{ p_order_id: order, p_reason: 'damaged', p_idempotency_key: randomUUID() },
        p_amount_cents,
      })
      .throwOnError()
  const { data: sum } = await buyer.client
    .rpc('order_dues', { p_order_ids: [order] })
    .single()
    .throwOnError()
  await give(500)
  await give((sum.total_cents ?? 0) - 500)
  const another = await buyer.client.rpc('refund_order', {
    ...{ p_order_id: order, p_reason: 'damaged', p_idempotency_key: randomUUID() },
    p_amount_cents: 1,
  })
  expect(another.error).toMatchObject({ code: 'NOFND' })
  await vi.waitFor(async () => {
    await shop.admin`update private.outbox set run_at = now() where done_at is null`
    const { data } = await buyer.client
      .from('refunds')
      .select('status')
      .eq('order_id', order)
      .throwOnError()
    expect(data.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  }, SOON)
  await shop.becomes(buyer, order, 'cancelled')
  const made = await shop.stripe.refunds.list({ limit: 10 })
  const ours = made.data.filter(({ metadata }) => metadata?.order_id === order)
  expect(ours.map(({ amount }) => amount)).toContain(500)
  expect(ours).toHaveLength(2)
})

test('a shop is onboarded; its orders go to its account; a bank’s case holds its part until it is won', async () => {
  const owner = shop.seller
  const buyer = await shop.person()
  await shop.saveCard(buyer)
  // Before there is an account the platform keeps what is paid; out of that come the bank's fees.
  const { order: earlier } = await shop.win(buyer)
  await shop.becomes(buyer, earlier, 'paid')
  const onboarding = page.parse(await (await shop.ask(owner, 'stripe-connect', {})).json()).url
  const form = new URLSearchParams({ decision: 'complete' })
  const done = await fetch(onboarding, { method: 'POST', body: form, redirect: 'manual' })
  const back = await fetch(done.headers.get('location') ?? '', { redirect: 'manual' })
  const home = new URL(back.headers.get('location') ?? '')
  expect(home.pathname + home.search).toBe('/studio/payouts?connect=back')
  expect((await owner.client.rpc('my_payouts').throwOnError()).data).toMatchObject({
    state: 'active',
  })
  const dashboard = page.parse(
    await (await shop.ask(owner, 'stripe-connect', { page: 'dashboard' })).json(),
  )
  const account = sessionIn(dashboard.url)

  expect((await shop.ask(buyer, 'stripe-connect', {})).status).toBe(404)
  const { order } = await shop.win(buyer)
  await shop.becomes(buyer, order, 'paid')
  const held = async () =>
    (await shop.control.balances())
      .filter((each) => each.account === account)
      .reduce((sum, each) => sum + each.available + each.pending, 0)
  const [payment] = await shop.admin<{ intent_id: string; share: number }[]>`
    select intent_id, (amount_cents - fee_cents)::int as share from public.payments where order_id = ${order}`
  await vi.waitFor(async () => {
    await shop.admin`update private.outbox set run_at = now() where done_at is null`
    expect(await held()).toBe(payment?.share)
    const [row] = await shop.admin`select booked_at from public.payments where order_id = ${order}`
    expect(row?.booked_at).not.toBeNull()
  }, SOON)
  const { id: dispute } = await shop.control.openDispute({
    payment: payment?.intent_id ?? '',
    reason: 'fraudulent',
  })
  await vi.waitFor(async () => expect(await held()).toBe(0), SOON)
  await shop.control.advance({ seconds: 3 * 24 * 3600 })
  await shop.control.closeDispute({ dispute, won: true })
  await vi.waitFor(async () => {
    await shop.admin`update private.outbox set run_at = now() where done_at is null`
    expect(await held()).toBe(payment?.share)
  }, SOON)
  await vi.waitFor(async () => {
    const { data } = await shop.seller.client.from('disputes').select('status').throwOnError()
    expect(data).toEqual([{ status: 'won' }])
  }, SOON)
})

test('fee and transfer enter the books, which hold what Stripe holds', async () => {
  await vi.waitFor(async () => {
    await shop.admin`update private.outbox set run_at = now() where done_at is null`
    const [open] =
      await shop.admin`select 1 from private.outbox where done_at is null and kind = 'book_charge'`
    expect(open).toBeUndefined()
  }, SOON)
  const [ours] = await shop.admin<{ cents: number }[]>`
    select sum(amount_cents)::int as cents from private.ledger_entries
    where account = 'stripe:platform' or account like 'stripe:acct%'`
  const held = (await shop.control.balances()).reduce(
    (sum, each) => sum + each.available + each.pending,
    0,
  )
  expect(ours?.cents).toBe(held)
  const [clearing] = await shop.admin<{ cents: number }[]>`
    select sum(amount_cents)::int as cents from private.ledger_entries where account = 'stripe:clearing'`
  expect(clearing?.cents).toBe(0)
})
