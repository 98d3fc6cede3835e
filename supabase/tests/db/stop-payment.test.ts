/** An overdue payment is being stopped until Stripe has said that it is over, one way or the other. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDisputeStore } from '../../../functions/_shared/disputes.ts'
import { createPaymentStore } from '../../../functions/_shared/payment-store.ts'
import { createReconciliationStore } from '../../../functions/_shared/reconcile.ts'
import { createRefundStore } from '../../../functions/_shared/refund-store.ts'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { moneyJobs } from '../../../functions/jobs/money.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM, commandsOf } from '../prove/money/connections.ts'
import { type Buyer, openWorld, saveCard, type World } from '../prove/money/world.ts'
import { orderRow, paymentsOf, payTooLate, wonOrder } from '../support/money.ts'

const ASKS_ALWAYS = '4000002760003184'

let world: World
let buyer: Buyer

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 1 })
  const [first] = world.buyers
  if (!first) throw new Error('no buyer')
  buyer = first
  await saveCard(world, buyer, ASKS_ALWAYS)
})
afterAll(() => world.close())

/** The job that stops `payment`, done by a worker whose Stripe is reached by `through`. */
function stop(payment: string, through: typeof fetch) {
  const { secretKey: key, url: base } = world.standIn
  const commands = commandsOf(world.market.db, 'service_role')
  const jobs = moneyJobs({
    stripe: connectStripe({ key, base, fetch: through }),
    store: createPaymentStore(commands),
    refunds: createRefundStore(commands),
    disputes: createDisputeStore(commands),
    reconciliation: createReconciliationStore(commands),
    returnUrl: () => '',
  })
  const job = { id: 1, kind: 'stop_payment', key: '', payload: { payment_id: payment }, attempt: 1 }
  return jobs.stop_payment?.(job, { log: () => undefined })
}

/** Stripe while a bank is carrying the payment out: it can neither be cancelled, nor is it over. */
const atTheBank: typeof fetch = async (input, init) => {
  if (String(input).endsWith('/cancel')) {
    const error = { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' }
    return Response.json(
      { error: { ...error, message: 'It is being processed.' } },
      { status: 400 },
    )
  }
  const answer: object = await (await fetch(input, init)).json()
  return Response.json({ ...answer, status: 'processing' })
}

test('what can neither be cancelled nor is over is asked for again, until it is', async () => {
  const { market } = world
  const order = await wonOrder(market, buyer.id)
  await world.gate.run([() => world.work(CALM)])
  expect(await orderRow(market, order)).toMatchObject({ action_reason: 'authentication_required' })
  await payTooLate(market, order)
  const [payment] = await market.db.sql<{ id: string }[]>`
    select id from public.payments where order_id = ${order}`
  if (!payment) throw new Error('no payment')
  expect(await stop(payment.id, atTheBank)).toEqual({ again: 60 })
  expect(await paymentsOf(market, order)).toMatchObject([{ status: 'processing' }])
  expect(await stop(payment.id, fetch)).toBeUndefined()
  expect(await paymentsOf(market, order)).toMatchObject([{ status: 'canceled' }])
  await market.db.sql`select private.settle_due()`
  expect(await orderRow(market, order)).toMatchObject({ status: 'cancelled' })
})
