/** What Stripe refuses for good, whatever the card: it ends, operators see it, and the buyer has no strike for it. */
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM, type Process } from '../prove/money/connections.ts'
import { type Buyer, openWorld, saveCard, type World } from '../prove/money/world.ts'
import { call } from '../support/call.ts'
import {
  beginCall,
  declined,
  jobOf,
  orderOf,
  orderRow,
  paymentsOf,
  sync,
  wonOrder,
} from '../support/money.ts'

/** More than Stripe takes in one payment: 999,999.99. */
const TOO_MUCH = 120_000_000

let world: World
let buyer: Buyer
let other: Buyer

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 2, sellers: 1 })
  const [first, second] = world.buyers
  if (!first || !second) throw new Error('no buyers')
  buyer = first
  other = second
  await saveCard(world, buyer, '4242424242424242')
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.market.forgetRates()
  await world.market.db.sql`delete from private.outbox`
})

/** Won against another bidder, who would be next. */
async function wonAt(cents: number): Promise<string> {
  const { market } = world
  const auction = await market.auction({ startingPrice: 1000, softClose: 0 })
  await market.bid(other.id, auction, 1000, { isMax: false })
  await market.bid(buyer.id, auction, cents, { isMax: false })
  await market.endIn(auction, -1)
  await call(market.db, buyer.id, 'close_auction', { p_auction_id: auction })
  return orderOf(market, auction)
}
const work = () => world.gate.run([() => world.work(CALM)])
async function checkOut(order: string, card: 'saved' | 'other', process?: Process) {
  const answers: unknown[] = []
  await world.gate.run([
    async () => {
      answers.push(await world.checkOut(process ?? world.start(CALM), buyer.id, order, card))
    },
  ])
  return answers[0]
}
const outcomesOf = async (order: string) => {
  const rows = await world.market.db.sql<{ outcome: string | null }[]>`
    select outcome from private.payment_attempts where order_id = ${order} order by number`
  return rows.map(({ outcome }) => outcome)
}
const settle = (order: string) => jobOf(world.market, `settle:${order}`)
async function deadlinePasses(order: string): Promise<void> {
  const { sql } = world.market.db
  await sql`update public.orders set payment_due_at = clock_timestamp() where id = ${order}`
  await sql`select private.settle_due()`
}
/** What became of an order that nobody paid. */
const endOf = async (order: string) => {
  const [row] = await world.market.db.sql`
    select o.status, o.cancel_reason,
      (select count(*)::int from private.strikes s where s.order_id = o.id) as strikes,
      (select count(*)::int from public.second_chance_offers f where f.auction_id = i.auction_id) as offers,
      (select p.status from public.products p where p.id = i.product_id) as product
    from public.orders o join public.order_items i on i.order_id = o.id where o.id = ${order}`
  return row
}
const NOBODYS_FAULT = {
  ...{ status: 'cancelled', cancel_reason: 'not_chargeable' },
  ...{ strikes: 0, offers: 0, product: 'draft' },
}

test('a refused charge ends at once: the buyer knows, operators see Stripe’s words, and nobody tries on', async () => {
  const order = await wonAt(TOO_MUCH)
  await work()
  expect(await outcomesOf(order)).toEqual(['refused'])
  expect(await paymentsOf(world.market, order)).toEqual([{ via: 'card', status: 'canceled' }])
  expect(await orderRow(world.market, order)).toMatchObject({
    ...{ status: 'action_required', action_reason: 'refused' },
  })
  expect(await settle(order)).toMatchObject({ state: 'dead' })
  const stuck = await call(world.market.db, await world.market.admin(), 'stuck_jobs')
  expect(stuck).toMatchObject([
    { kind: 'settle_order', order_id: order, last_error: expect.stringContaining('no more than') },
  ])
  await work()
  expect(await outcomesOf(order)).toHaveLength(1)
})

test('the buyer’s own try is answered, with the saved card and another one', async () => {
  const order = await wonAt(TOO_MUCH)
  expect(await checkOut(order, 'saved')).toEqual({
    ...{ order_status: 'action_required', reason: 'refused', url: null },
  })
  expect(await settle(order)).toMatchObject({ state: 'dead' })
  expect(await checkOut(order, 'other')).toMatchObject({ reason: 'page_refused', url: null })
  expect(await outcomesOf(order)).toEqual(['refused', 'page_refused'])
})

test('an operator has it tried again, with a key of its own', async () => {
  const order = await wonAt(TOO_MUCH)
  await work()
  const admin = await world.market.admin()
  const stuck = await call<{ id: number }[]>(world.market.db, admin, 'stuck_jobs')
  await call(
    world.market.db,
    admin,
    'retry_stuck_job',
    { p_id: stuck[0]?.id ?? 0 },
    { aal: 'aal2' },
  )
  await work()
  expect(await outcomesOf(order)).toEqual(['refused', 'refused'])
  expect(await settle(order)).toMatchObject({ state: 'dead' })
})

test('at the deadline a refused order is cancelled without a strike, and nobody is asked next', async () => {
  const order = await wonAt(TOO_MUCH)
  await work()
  await deadlinePasses(order)
  expect(await endOf(order)).toMatchObject(NOBODYS_FAULT)
})

test('a charge that was begun and is refused only while it is stopped: likewise', async () => {
  const order = await wonAt(TOO_MUCH)
  await beginCall(world.market, order)
  await world.market.db.sql`update private.outbox set done_at = now()`
  await deadlinePasses(order)
  expect(await orderRow(world.market, order)).toMatchObject({ status: 'pending' })
  await work()
  await world.market.db.sql`select private.settle_due()`
  expect(await outcomesOf(order)).toEqual(['refused'])
  expect(await endOf(order)).toMatchObject(NOBODYS_FAULT)
})

test('only pages were tried, and Stripe refused them: likewise', async () => {
  const order = await wonAt(TOO_MUCH)
  expect(await checkOut(order, 'other')).toMatchObject({ reason: 'page_refused' })
  await deadlinePasses(order)
  expect(await endOf(order)).toMatchObject(NOBODYS_FAULT)
})

test('a refused confirmation leaves the payment open; another card, once Stripe takes it, pays', async () => {
  const order = await wonOrder(world.market, buyer.id)
  await saveCard(world, buyer, '4000000000000341')
  await work()
  expect(await orderRow(world.market, order)).toMatchObject({ action_reason: 'card_declined' })
  const error = { type: 'invalid_request_error', message: 'Not like this.' }
  const refusing: typeof fetch = async (input, init) =>
    String(input).endsWith('/confirm')
      ? Response.json({ error }, { status: 400 })
      : fetch(input, init)
  const { secretKey: key, url: base } = world.standIn
  const process = { ...world.start(CALM), stripe: connectStripe({ key, base, fetch: refusing }) }
  expect(await checkOut(order, 'saved', process)).toMatchObject({ reason: 'refused', url: null })
  expect(await outcomesOf(order)).toEqual(['declined', 'refused'])
  expect(await paymentsOf(world.market, order)).toEqual([{ via: 'card', status: 'declined' }])
  await saveCard(world, buyer, '4242424242424242')
  await work()
  expect(await orderRow(world.market, order)).toMatchObject({ status: 'paid' })
})

test('who was declined, and did nothing, has the strike as ever', async () => {
  const order = await wonAt(5000)
  const { payment, attempt } = await beginCall(world.market, order)
  const seen = { intent: { ...declined(payment).intent, status: 'canceled' } }
  await sync(world.market, payment, seen, { attempt: attempt.number })
  await deadlinePasses(order)
  expect(await endOf(order)).toMatchObject({ cancel_reason: 'unpaid', strikes: 1, offers: 1 })
})
