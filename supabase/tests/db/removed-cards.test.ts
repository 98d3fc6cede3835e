/** A card that its owner has taken away stays away, whatever still arrives about its saving. */
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { connectStripe, savedCard } from '../../../functions/_shared/stripe.ts'
import { diceOf } from '../prove/dice.ts'
import { type Buyer, openWorld, type World } from '../prove/money/world.ts'
import { call } from '../support/call.ts'

let world: World
let buyer: Buyer

beforeAll(async () => {
  world = await openWorld(inject('testServer'), { dice: diceOf(1), buyers: 1, sellers: 0 })
})
afterAll(() => world.close())
beforeEach(async () => {
  const [first] = world.buyers
  if (!first) throw new Error('no buyer')
  buyer = first
  await call(world.market.db, 'service_role', 'forget_card', { p_user_id: buyer.id })
})

const stripe = () => connectStripe({ key: world.standIn.secretKey, base: world.standIn.url })
const myCard = () => call<{ last4: string } | null>(world.market.db, buyer.id, 'my_card')

/** A card as the hosted page saves it. @returns its intent, and the webhook that tells of it. */
async function save() {
  const setup = await stripe().setupIntents.create({
    ...{ customer: buyer.customer, payment_method: 'pm_card_visa', confirm: true },
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  })
  const { data } = await stripe().events.list({ type: 'setup_intent.succeeded', limit: 1 })
  return { setup, event: data[0]?.id ?? '' }
}
const look = (id: string) => stripe().setupIntents.retrieve(id, { expand: ['payment_method'] })

test('apply_stripe_event: the webhook of a saved card puts it on file', async () => {
  const { event } = await save()
  expect(await world.deliver(event)).toBe(200)
  expect(await myCard()).toMatchObject({ last4: '4242' })
})

test('apply_stripe_event: the same webhook, late, brings no card back that was removed since', async () => {
  const { setup, event } = await save()
  // The browser came back first, and its owner was quick.
  const card = savedCard(await look(setup.id))
  await call(world.market.db, 'service_role', 'store_card', { p_card: { ...card } })
  expect(await myCard()).toMatchObject({ last4: '4242' })
  await call(world.market.db, 'service_role', 'forget_card', { p_user_id: buyer.id })
  await stripe().paymentMethods.detach(card?.payment_method_id ?? '')
  expect(await world.deliver(event)).toBe(200)
  expect(await myCard()).toBeNull()
  expect(savedCard(await look(setup.id))).toBeUndefined()
})
