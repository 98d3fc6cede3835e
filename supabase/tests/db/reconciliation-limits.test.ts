/** The reconciliation goes on: past what it cannot reach, past what is refused, and where it ran out of time. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createReconciliationStore, reconcile } from '../../../functions/_shared/reconcile.ts'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM, commandsOf } from '../prove/money/connections.ts'
import { openWorld, saveCard, type World } from '../prove/money/world.ts'
import { refund, stripeId, wonOrder } from '../support/money.ts'

let world: World

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 3 })
})
afterAll(() => world.close())

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })
const run = (clock?: () => number) =>
  reconcile({
    stripe: stripe(),
    reconciliation: createReconciliationStore(commandsOf(world.market.db, 'service_role')),
    ...(clock === undefined ? {} : { clock }),
  })
const stateOf = async (object: string) => {
  const [row] = await world.market.db.sql<{ state: string }[]>`
    select state from ops.reconciliation where object = ${object} order by found_at desc limit 1`
  return row?.state
}
async function paid() {
  const [buyer] = world.buyers
  if (!buyer) throw new Error('no buyer')
  await saveCard(world, buyer, '4242424242424242')
  const order = await wonOrder(world.market, buyer.id)
  for (let turn = 0; turn < 2; turn += 1) {
    await world.market.db.sql`update private.outbox set run_at = now() where done_at is null`
    await world.gate.run([() => world.work(CALM)])
  }
  const [row] = await world.market.db.sql<{ intent_id: string }[]>`
    select intent_id from public.payments where order_id = ${order} and booked_at is not null`
  return { order, intent: row?.intent_id ?? '' }
}
const refundStatus = async (id: string) => {
  const [row] = await world.market.db.sql<{ status: string }[]>`
    select status from public.refunds where stripe_id = ${id}`
  return row?.status
}

test('an account that cannot be reached is a difference, and the others are looked at', async () => {
  const gone = stripeId('acct')
  await world.market.db.sql`
    insert into private.stripe_accounts (seller_id, account_id, can_receive)
    values (${await world.market.newSeller()}, ${gone}, true)`
  await world.market.db
    .sql`select private.book('payout', ${gone}, null, 'usd', ${world.market.db.sql.json({ [`stripe:${gone}`]: -5, 'stripe:platform': 5 })})`
  const known = [...world.accounts.values()]
  await world.market.db.sql`
    update private.stripe_accounts set observed_at = now() - interval '2 days' where account_id = any(${known})`
  await run()
  expect(await stateOf(gone)).toBe('open')
  const [why] = await world.market.db
    .sql`select failure from ops.reconciliation where object = ${gone}`
  expect(why?.failure).toContain(gone)
  const fresh = await world.market.db.sql`
    select 1 from private.stripe_accounts where account_id = any(${known}) and observed_at > now() - interval '1 day'`
  expect(fresh).toHaveLength(known.length)
  const [last] = await world.market.db.sql<{ finished: boolean }[]>`
    select finished_at is not null as finished from private.reconciliation_runs order by id desc limit 1`
  expect(last?.finished).toBe(true)
})

test('an object that the database refuses is a difference, and what comes after it is repaired', async () => {
  const { order, intent } = await paid()
  const ours = await refund(world.market, world.market.seller, order, 300)
  const made = await stripe().refunds.create({
    ...{ payment_intent: intent, amount: 200, metadata: { refund_id: ours.id } },
  })
  const later = await stripe().refunds.create({
    ...{ payment_intent: (await paid()).intent, amount: 100 },
  })
  await run()
  expect(await stateOf(made.id)).toBe('open')
  expect(await refundStatus(later.id)).toBe('succeeded')
})

test('pause_reconciliation: a run that is out of time goes on where it was, the oldest first, and ends', async () => {
  const lost: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { intent } = await paid()
    const { id } = await stripe().refunds.create({ payment_intent: intent, amount: 100 })
    lost.push(id)
    await world.standIn.control.advance({ seconds: 60 })
  }
  // Half a minute for each look at the clock: one repair, and time is up.
  let now = 0
  const slow = () => (now += 30_000)
  const runs = () => world.market.db.sql<{ finished: boolean; paused: boolean }[]>`
    select finished_at is not null as finished, compared_until is not null as paused
    from private.reconciliation_runs order by id desc limit 1`
  const [before] = await world.market.db.sql<{ count: number }[]>`
    select count(*)::int as count from private.reconciliation_runs`
  await run(slow)
  expect(await runs()).toEqual([{ finished: false, paused: true }])
  expect(await refundStatus(lost[2] ?? '')).toBeUndefined()
  const [job] = await world.market.db.sql`
    select state from ops.outbox where kind = 'reconcile' and done_at is null`
  expect(job).toEqual({ state: 'due' })
  for (let turn = 0; turn < 20 && !(await runs())[0]?.finished; turn += 1) {
    now = 0
    await run(slow)
  }
  expect(await Promise.all(lost.map(refundStatus))).toEqual(Array(3).fill('succeeded'))
  expect(await runs()).toEqual([{ finished: true, paused: true }])
  const [after] = await world.market.db.sql<{ count: number }[]>`
    select count(*)::int as count from private.reconciliation_runs`
  expect(after?.count).toBe((before?.count ?? 0) + 1)
})
