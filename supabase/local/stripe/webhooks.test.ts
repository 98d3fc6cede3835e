import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { STAND_IN_WEBHOOK_SECRET } from './options.ts'
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'
import { clientOf } from './testing/client.ts'
import { type Receiver, startReceiver } from './testing/receiver.ts'

let receiver: Receiver
let standIn: StripeStandIn
let stripe: Stripe

beforeEach(async () => {
  receiver = await startReceiver(STAND_IN_WEBHOOK_SECRET)
  standIn = await startStripeStandIn({ webhookUrl: receiver.url, webhookRetrySeconds: [60, 600] })
  stripe = clientOf(standIn)
})

afterEach(async () => {
  await standIn.stop()
  await receiver.close()
})

describe('webhooks', () => {
  it('arrive signed, in the pinned version, with the object and the request that caused them', async () => {
    const idempotencyKey = 'webhooks-1'
    const customer = await stripe.customers.create({ name: 'Bea' }, { idempotencyKey })
    await standIn.control.webhooksIdle()
    expect(receiver.received).toHaveLength(1)
    expect(receiver.received[0]?.event).toMatchObject({
      type: 'customer.created',
      api_version: Stripe.API_VERSION,
      livemode: false,
      data: { object: { id: customer.id, name: 'Bea' } },
      request: { id: customer.lastResponse.requestId, idempotency_key: idempotencyKey },
    })
    expect(receiver.received[0]?.event).not.toHaveProperty('account')
  })

  it('of a connected account name it', async () => {
    const { id } = await stripe.accounts.create({
      type: 'express',
      capabilities: { transfers: { requested: true } },
    })
    await standIn.control.completeOnboarding({ account: id })
    await standIn.control.webhooksIdle()
    const updated = receiver.received.find(({ event }) => event.type === 'account.updated')
    expect(updated?.event).toMatchObject({
      account: id,
      data: { object: { id, payouts_enabled: true, capabilities: { transfers: 'active' } } },
    })
  })

  it('fail verification with another secret', async () => {
    await stripe.customers.create({})
    await standIn.control.webhooksIdle()
    const { payload, signature } = receiver.received[0] ?? expect.fail('nothing arrived')
    expect(() => Stripe.webhooks.constructEvent(payload, signature, 'whsec_other')).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    )
  })

  it('are sent again when the answer is no 2xx, until it is one', async () => {
    receiver.answerWith(500, 404)
    await stripe.customers.create({})
    await standIn.control.webhooksIdle()
    expect(receiver.received).toHaveLength(1)
    await standIn.control.advance({ seconds: 61 })
    expect(receiver.received).toHaveLength(2)
    await standIn.control.advance({ seconds: 59 })
    expect(receiver.received).toHaveLength(2)
    await standIn.control.advance({ seconds: 600 })
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1)
    const attempts = await standIn.control.webhookAttempts()
    expect(attempts.map(({ status }) => status)).toEqual([500, 404, 200])
    const { data } = await stripe.events.list({ delivery_success: true })
    expect(data).toHaveLength(1)
  })

  it('are given up after the last pause, and can be sent by hand', async () => {
    receiver.answerWith(500, 500, 500)
    await stripe.customers.create({})
    await standIn.control.advance({ seconds: 61 })
    await standIn.control.advance({ seconds: 601 })
    await standIn.control.advance({ seconds: 100_000 })
    expect(receiver.received).toHaveLength(3)
    const [event] = (await stripe.events.list()).data
    await standIn.control.resendEvent({ eventId: event?.id ?? '' })
    expect(receiver.received).toHaveLength(4)
  })

  it('are dropped, doubled and delayed on request', async () => {
    await standIn.control.webhooks({ action: 'drop', type: 'customer.created' })
    await standIn.control.webhooks({ action: 'duplicate', type: 'customer.updated' })
    await standIn.control.webhooks({ action: 'delay', type: 'customer.deleted', seconds: 3600 })
    const { id } = await stripe.customers.create({})
    await stripe.customers.update(id, { name: 'Bea' })
    await stripe.customers.del(id)
    await standIn.control.webhooksIdle()
    expect(receiver.types()).toEqual(['customer.updated', 'customer.updated'])
    const [first, second] = receiver.received
    expect(first?.event.id).toBe(second?.event.id)
    await standIn.control.advance({ seconds: 3600 })
    expect(receiver.types().at(-1)).toBe('customer.deleted')
  })

  it('are held and released in another order', async () => {
    await standIn.control.holdWebhooks()
    const { id } = await stripe.customers.create({})
    await stripe.customers.update(id, { name: 'Bea' })
    await standIn.control.webhooksIdle()
    expect(receiver.received).toEqual([])
    await standIn.control.releaseWebhooks({ order: 'reverse' })
    expect(receiver.types()).toEqual(['customer.updated', 'customer.created'])
  })

  it('can carry a time in the past or the future', async () => {
    await standIn.control.skewSignatures({ seconds: -301 })
    await stripe.customers.create({})
    await standIn.control.webhooksIdle()
    const { payload, signature } = receiver.received[0] ?? expect.fail('nothing arrived')
    expect(() =>
      Stripe.webhooks.constructEvent(payload, signature, STAND_IN_WEBHOOK_SECRET),
    ).toThrow(/tolerance/)
  })

  it('go to endpoints made through the API, of the wanted types only, under their own secret', async () => {
    const endpoint = await stripe.webhookEndpoints.create({
      url: receiver.url,
      enabled_events: ['customer.deleted'],
    })
    expect(endpoint.secret).toMatch(/^whsec_/)
    expect((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined()
    const other = await startReceiver(endpoint.secret ?? '')
    await stripe.webhookEndpoints.update(endpoint.id, { url: other.url })
    const { id } = await stripe.customers.create({})
    await stripe.customers.del(id)
    await standIn.control.webhooksIdle()
    expect(other.types()).toEqual(['customer.deleted'])
    await other.close()
  })
})
