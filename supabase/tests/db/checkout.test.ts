/** A buyer at the checkout while the worker is at work, on the stand-in for Stripe. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Commands } from '../../../functions/_shared/commands.ts'
import { diceOf } from '../prove/dice.ts'
import { CALM, type Process } from '../prove/money/connections.ts'
import { type Buyer, openWorld, saveCard, type World } from '../prove/money/world.ts'
import { orderRow, paymentsOf, wonOrder } from '../support/money.ts'

let world: World
let buyer: Buyer

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 1 })
  const [first] = world.buyers
  if (!first) throw new Error('no buyer')
  buyer = first
  await saveCard(world, buyer, '4242424242424242')
})
afterAll(() => world.close())

/** A checkout in the middle of which a worker comes by: after `name` has been answered. */
function meeting(name: string): Process {
  const inner = world.start(CALM)
  const commands = (caller: string): Commands => ({
    async rpc(called, args) {
      const answer = await inner.commands(caller).rpc(called, args)
      if (called === name) await world.work(CALM)
      return answer
    },
  })
  return { ...inner, commands }
}

test.each(['checkout_order', 'store_customer'])(
  'another card: a worker that comes by after %s leaves the saved one alone',
  async (name) => {
    const order = await wonOrder(world.market, buyer.id)
    let url: string | null | undefined
    await world.gate.run([
      async () => {
        url = (await world.checkOut(meeting(name), buyer.id, order, 'other'))?.url
      },
    ])
    expect(url).toContain('/cs_')
    expect(await paymentsOf(world.market, order)).toEqual([
      { via: 'checkout', status: 'action_required' },
    ])
    expect(await orderRow(world.market, order)).toMatchObject({ action_reason: 'checkout' })
  },
)

test('another card: a checkout that dies leaves the order to the worker, a minute later', async () => {
  const order = await wonOrder(world.market, buyer.id)
  const inner = world.start(CALM)
  const dying: Process = {
    ...inner,
    commands: (caller) => ({
      rpc: (name, args) =>
        name === 'store_customer'
          ? Promise.reject(new Error('killed'))
          : inner.commands(caller).rpc(name, args),
    }),
  }
  await world.gate.run([
    async () => {
      expect(await world.checkOut(dying, buyer.id, order, 'other')).toBeUndefined()
      await world.work(CALM)
    },
  ])
  expect(await paymentsOf(world.market, order)).toEqual([])
  await world.market.db.sql`
    update private.outbox set run_at = run_at - interval '1 minute' where done_at is null`
  await world.gate.run([() => world.work(CALM)])
  expect(await orderRow(world.market, order)).toMatchObject({ status: 'paid' })
})
