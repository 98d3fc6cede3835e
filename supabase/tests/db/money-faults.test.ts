/** A short run of `npm run prove -- money`, and proof that its checker sees what it is there to see. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connectStripe } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { violationsIn } from '../prove/money/check.ts'
import { CALM } from '../prove/money/connections.ts'
import { proveMoney } from '../prove/money/run.ts'
import { openWorld, saveCard, type World } from '../prove/money/world.ts'
import { createTally } from '../prove/tally.ts'
import { wonOrder } from '../support/money.ts'

const LONG = 300_000
let world: World

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 2, sellers: 1 })
})
afterAll(() => world.close())

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })

/** An order that a calm worker has charged and booked. */
async function paidOrder(): Promise<string> {
  const [buyer] = world.buyers
  if (!buyer) throw new Error('no buyer')
  await saveCard(world, buyer, '4242424242424242')
  const order = await wonOrder(world.market, buyer.id)
  for (let turn = 0; turn < 2; turn += 1) {
    await world.market.db.sql`update private.outbox set run_at = now() where done_at is null`
    await world.gate.run([() => world.work(CALM)])
  }
  return order
}

test('workers are killed, Stripe fails, webhooks are lost: one charge an order, balanced books, nothing left; a seed repeats it', {
  timeout: LONG,
}, async () => {
  const runs: string[] = []
  for (let turn = 0; turn < 2; turn += 1) {
    const tally = createTally()
    tally.begin('money', 'npm run prove -- money')
    const server = inject('testServer')
    const { report, faults } = await proveMoney(server, { seed: 20261125, auctions: 20 }, tally)
    expect(tally.violations).toEqual([])
    expect(faults.size).toBeGreaterThan(12)
    runs.push(report)
  }
  expect(runs[1]).toBe(runs[0])
})

test('the checker finds nothing wrong with a paid order', async () => {
  await paidOrder()
  expect(await violationsIn(world, true)).toEqual([])
})

test('the checker sees a second charge, and money that is in no book', async () => {
  const order = await paidOrder()
  const intent = await stripe().paymentIntents.create({
    ...{ amount: 1000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    metadata: { order_id: order },
  })
  const found = await violationsIn(world, true)
  expect(found).toContain(`order ${order} was charged 2 times`)
  expect(found.join()).toContain('of platform, Stripe holds')
  await stripe().refunds.create({ payment_intent: intent.id })
})

test('the checker sees a job that is left, and an order beyond its deadline', async () => {
  const [buyer] = world.buyers
  const order = await wonOrder(world.market, buyer?.id ?? '')
  await world.market.db.sql`
    update public.orders set payment_due_at = clock_timestamp() where id = ${order}`
  const found = await violationsIn(world, true)
  expect(found).toContain(`order ${order} is stuck beyond its deadline (pending)`)
  expect(found.join()).toContain(`job settle:${order} is due`)
})
