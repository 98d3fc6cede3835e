/** The books against Stripe: lost webhooks are found and repaired, what nobody knows is listed until it agrees. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM } from '../prove/money/connections.ts'
import { openWorld, saveCard, type World } from '../prove/money/world.ts'
import { call, failureOf } from '../support/call.ts'
import { wonOrder } from '../support/money.ts'

let world: World
let hour = 0

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 1 })
})
afterAll(() => world.close())

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })
async function work(): Promise<void> {
  await world.market.db.sql`
    update private.outbox set run_at = now() where done_at is null and kind <> 'reconcile'`
  await world.gate.run([() => world.work(CALM)])
}
async function hourPasses(): Promise<void> {
  hour += 1
  await world.market.db.sql`select private.enqueue('reconcile', ${`reconcile:${hour}`}, '{}')`
  await work()
}
const findings = () => world.market.db.sql<{ kind: string; object: string; state: string }[]>`
  select kind, object, state from ops.reconciliation order by found_at, object`

/** @returns the PaymentIntent of an order that is charged and booked. */
async function paid(): Promise<string> {
  const [buyer] = world.buyers
  if (!buyer) throw new Error('no buyer')
  await saveCard(world, buyer, '4242424242424242')
  const order = await wonOrder(world.market, buyer.id)
  await work()
  await work()
  const [row] = await world.market.db.sql<{ intent_id: string }[]>`
    select intent_id from public.payments where order_id = ${order} and booked_at is not null`
  if (!row) throw new Error('not booked')
  return row.intent_id
}

test('begin_reconciliation and finish_reconciliation: money that is in no book is listed, with its sum', async () => {
  await hourPasses()
  const [platform] = await world.market.db.sql<{ difference: number; state: string }[]>`
    select difference_cents::int as difference, state from ops.reconciliation where kind = 'balance' and object = 'platform'`
  expect(platform).toEqual({ difference: world.spare, state: 'open' })
})

test('unknown_at_stripe and reconcile_object: a refund and a dispute whose webhooks were lost are repaired', async () => {
  const [first, second] = [await paid(), await paid()]
  const made = await stripe().refunds.create({ payment_intent: first, amount: 100 })
  const dispute = await world.standIn.control.openDispute({
    payment: second,
    reason: 'fraudulent',
  })
  await hourPasses()
  expect(await findings()).toEqual(
    expect.arrayContaining([
      { kind: 'missing', object: made.id, state: 'settled' },
      { kind: 'missing', object: dispute.id, state: 'settled' },
    ]),
  )
  const [refund] = await world.market.db.sql`
    select status, reason from public.refunds where stripe_id = ${made.id}`
  expect(refund).toMatchObject({ status: 'succeeded', reason: 'processor' })
  await world.standIn.control.closeDispute({ dispute: dispute.id, won: false })
  await hourPasses()
  const [closed] = await world.market.db.sql`
    select status from public.disputes where stripe_id = ${dispute.id}`
  expect(closed).toMatchObject({ status: 'lost' })
  // Nothing but the spare money is left to explain.
  const [platform] = await world.market.db.sql<{ difference: number }[]>`
    select difference_cents::int as difference from ops.reconciliation
    where kind = 'balance' and object = 'platform' and state = 'open'`
  expect(platform?.difference).toBe(world.spare)
})

test('unknown_at_stripe: a refund that a bank sent back, whose webhook was lost, is repaired', async () => {
  const made = await stripe().refunds.create({ payment_intent: await paid(), amount: 100 })
  await hourPasses()
  await world.standIn.control.failRefund({ refund: made.id })
  await hourPasses()
  const [refund] = await world.market.db.sql`
    select status, failure_code from public.refunds where stripe_id = ${made.id}`
  expect(refund).toEqual({ status: 'failed', failure_code: 'expired_or_canceled_card' })
  const [platform] = await world.market.db.sql<{ difference: number }[]>`
    select difference_cents::int as difference from ops.reconciliation
    where kind = 'balance' and object = 'platform' and state = 'open'`
  expect(platform?.difference).toBe(world.spare)
})

test('an inquiry whose webhooks were lost moves nothing, is let be, and is found when it takes money after all', async () => {
  const caseOf = async (stripe_id: string) => {
    const [row] = await world.market.db.sql<{ status: string }[]>`
      select status from public.disputes where stripe_id = ${stripe_id}`
    return row?.status
  }
  const ask = async () => {
    const payment = await paid()
    const { id } = await world.standIn.control.openDispute({ payment, inquiry: true })
    const { data } = await stripe().events.list({ type: 'charge.dispute.created', limit: 1 })
    await world.deliver(data[0]?.id ?? '')
    expect(await caseOf(id)).toBe('inquiry')
    return id
  }
  const [first, second] = [await ask(), await ask()]
  const { id: lost } = await world.standIn.control.openDispute({
    ...{ payment: await paid(), inquiry: true },
  })
  await world.standIn.control.closeDispute({ dispute: first, won: true })
  await hourPasses()
  expect(await Promise.all([first, second, lost].map(caseOf))).toEqual([
    ...['closed', 'inquiry', 'inquiry'],
  ])
  await world.standIn.control.escalateInquiry({ dispute: second })
  await hourPasses()
  expect(await caseOf(second)).toBe('open')
  const [held] = await world.market.db.sql`
    select state from ops.outbox where kind = 'hold_dispute' and payload ->> 'dispute_id' in
      (select id::text from public.disputes where stripe_id = ${first})`
  expect(held).toBeUndefined()
  const [platform] = await world.market.db.sql<{ difference: number }[]>`
    select difference_cents::int as difference from ops.reconciliation
    where kind = 'balance' and object = 'platform' and state = 'open'`
  expect(platform?.difference).toBe(world.spare)
})

test('a payment whose worker died and whose webhook was lost is found by its transaction', async () => {
  const intent = await paid()
  await world.market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`delete from private.ledger_entries where reference in (select id::text from public.payments where intent_id = ${intent})`
    await tx`
      update public.payments set status = 'processing', succeeded_at = null, booked_at = null, observed_at = null where intent_id = ${intent}`
    await tx`
      update public.orders set status = 'pending', paid_at = null
      where id = (select order_id from public.payments where intent_id = ${intent})`
    await tx`delete from private.outbox where done_at is null`
  })
  await hourPasses()
  const [row] = await world.market.db.sql`
    select p.status, p.booked_at is not null as booked, o.status as order
    from public.payments p join public.orders o on o.id = p.order_id where p.intent_id = ${intent}`
  expect(row).toEqual({ status: 'succeeded', booked: true, order: 'paid' })
})

test('an account whose webhook was lost is looked at anew within a day', async () => {
  const [[seller, account] = ['', '']] = [...world.accounts]
  await world.standIn.control.restrictAccount({ account, charges: true })
  await world.market.db.sql`
    update private.stripe_accounts set observed_at = now() - interval '2 days' where seller_id = ${seller}`
  await hourPasses()
  const [row] = await world.market.db.sql`
    select can_receive from private.stripe_accounts where seller_id = ${seller}`
  expect(row?.can_receive).toBe(false)
})

test('ask_for_reconciliation is one job an hour, and nobody else may reconcile (42501)', async () => {
  const { sql } = world.market.db
  await sql`select private.ask_for_reconciliation()`
  await sql`select private.ask_for_reconciliation()`
  const jobs = await sql`select 1 from private.outbox where key like 'reconcile:20%'`
  expect(jobs.length).toBeLessThanOrEqual(2)
  const [buyer] = world.buyers
  for (const caller of [buyer?.id ?? '', 'anon']) {
    const attempt = call(world.market.db, caller, 'begin_reconciliation')
    expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  }
})
