/** What a bank has sent back is sent again out of what then lies with the platform, and never asked of the shop twice. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { violationsIn } from '../prove/money/check.ts'
import { CALM } from '../prove/money/connections.ts'
import { openWorld, saveCard, type World } from '../prove/money/world.ts'
import { booksOf, refund, wonOrder } from '../support/money.ts'

let world: World
let order: string

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 3 })
})
afterAll(() => world.close())

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })
async function work(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await world.market.db.sql`update private.outbox set run_at = now() where done_at is null`
    await world.gate.run([() => world.work(CALM)])
  }
}
const account = () => world.accounts.get(world.market.seller) ?? ''
const refundsOf = () => world.market.db.sql<{ cents: number; status: string }[]>`
  select amount_cents::int as cents, status from public.refunds where order_id = ${order} order by created_at, id`
const change = (before: Record<string, number>, after: Record<string, number>, name: string) =>
  (after[name] ?? 0) - (before[name] ?? 0)

beforeEach(async () => {
  await world.market.forgetRates()
  const [buyer] = world.buyers
  if (!buyer) throw new Error('no buyer')
  await saveCard(world, buyer, '4242424242424242')
  order = await wonOrder(world.market, buyer.id)
  await work()
})

/** The shop asks, and the worker has it made. @returns the latest refund at Stripe. */
async function give(cents: number | null, key = randomUUID()): Promise<string> {
  await refund(world.market, world.market.seller, order, cents, { key })
  await work()
  const { data } = await stripe().refunds.list({ limit: 1 })
  return data[0]?.id ?? ''
}
async function bankSendsBack(id: string): Promise<void> {
  await world.standIn.control.failRefund({ refund: id })
  const { data } = await stripe().events.list({ type: 'refund.failed', limit: 1 })
  expect(await world.deliver(data[0]?.id ?? '')).toBe(200)
}
async function expectAgreement(): Promise<void> {
  expect(await violationsIn(world, true)).toEqual([])
}

test('begin_refund and sync_refund: the second time nothing is asked of the shop', async () => {
  const paid = await booksOf(world.market, order)
  await bankSendsBack(await give(1000))
  const failed = await booksOf(world.market, order)
  expect(failed['platform:unreturned']).toBe(-1000)
  await give(1000)
  const again = await booksOf(world.market, order)
  expect(again['platform:unreturned']).toBe(0)
  for (const name of [`stripe:${account()}`, `seller:${world.market.seller}`, 'platform:revenue']) {
    expect(change(failed, again, name)).toBe(0)
  }
  expect(change(paid, again, 'stripe:platform') + change(paid, again, `stripe:${account()}`)).toBe(
    -1000,
  )
  await expectAgreement()
})

test('begin_refund: what is more than that is a refund of its own, of which the shop gives its part', async () => {
  const paid = await booksOf(world.market, order)
  await bankSendsBack(await give(1000))
  const failed = await booksOf(world.market, order)
  const key = randomUUID()
  await give(1500, key)
  expect(await refundsOf()).toEqual([
    { cents: 1000, status: 'failed' },
    { cents: 1000, status: 'succeeded' },
    { cents: 500, status: 'succeeded' },
  ])
  const after = await booksOf(world.market, order)
  expect(after['platform:unreturned']).toBe(0)
  const first = change(paid, failed, `seller:${world.market.seller}`)
  expect(change(failed, after, `seller:${world.market.seller}`)).toBe(first / 2)
  // The same key again is the same request, in however many parts.
  const same = await refund(world.market, world.market.seller, order, 1500, { key })
  expect(same).toMatchObject({ amount_cents: 1000, status: 'succeeded' })
  await expectAgreement()
})

test('begin_refund: a refund of the dashboard takes what was sent back first, and all of it ends the order', async () => {
  await bankSendsBack(await give(1000))
  const [row] = await world.market.db.sql<{ id: string }[]>`
    select intent_id as id from public.payments where order_id = ${order} and status = 'succeeded'`
  await stripe().refunds.create({ payment_intent: row?.id ?? '', amount: 400 })
  const { data } = await stripe().events.list({ type: 'refund.created', limit: 1 })
  expect(await world.deliver(data[0]?.id ?? '')).toBe(200)
  expect((await booksOf(world.market, order))['platform:unreturned']).toBe(-600)
  await give(null)
  const after = await booksOf(world.market, order)
  for (const name of [
    `stripe:${account()}`,
    `seller:${world.market.seller}`,
    'platform:tax',
    'platform:revenue',
    'platform:unreturned',
  ]) {
    expect([name, after[name] ?? 0]).toEqual([name, 0])
  }
  await expectAgreement()
})

test('sync_refund: where the platform holds the share, it is not taken from the shop twice either', async () => {
  await world.market.db.sql`update private.stripe_accounts set can_receive = false`
  const [buyer] = world.buyers
  order = await wonOrder(world.market, buyer?.id ?? '')
  await work()
  await bankSendsBack(await give(1000))
  const failed = await booksOf(world.market, order)
  await give(1500)
  const after = await booksOf(world.market, order)
  expect(after['platform:unreturned']).toBe(0)
  expect(change(failed, after, 'stripe:platform')).toBe(-1500)
  await give(null)
  const over = await booksOf(world.market, order)
  for (const name of [`seller:${world.market.seller}`, 'platform:tax', 'platform:revenue']) {
    expect([name, over[name] ?? 0]).toEqual([name, 0])
  }
  await world.market.db.sql`update private.stripe_accounts set can_receive = true`
  await expectAgreement()
})
