import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'
import { clientOf, refusal } from './testing/client.ts'

let standIn: StripeStandIn

beforeEach(async () => {
  standIn = await startStripeStandIn()
})

afterEach(() => standIn.stop())

async function customers(): Promise<number> {
  return (await clientOf(standIn).customers.list()).data.length
}

describe('faults', () => {
  it('error_after: 500, the effect stays, and the same key gets the first answer', async () => {
    const stripe = clientOf(standIn)
    await standIn.control.fault({ kind: 'error_after', method: 'POST', path: '/v1/customers' })
    const options = { idempotencyKey: 'k' }
    expect(await refusal(stripe.customers.create({}, options))).toMatchObject({
      type: 'StripeAPIError',
      statusCode: 500,
    })
    expect(await customers()).toBe(1)
    const again = await stripe.customers.create({}, options)
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(await customers()).toBe(1)
  })

  it('error_before: 500, no effect, and the same key runs', async () => {
    const stripe = clientOf(standIn)
    await standIn.control.fault({ kind: 'error_before', path: '/v1/customers' })
    const options = { idempotencyKey: 'k' }
    expect(await refusal(stripe.customers.create({}, options))).toMatchObject({ statusCode: 500 })
    expect(await customers()).toBe(0)
    await stripe.customers.create({}, options)
    expect(await customers()).toBe(1)
  })

  it('error_stored: the same key gets the same 500, another one works', async () => {
    const stripe = clientOf(standIn)
    await standIn.control.fault({ kind: 'error_stored' })
    const create = (idempotencyKey: string) => stripe.customers.create({}, { idempotencyKey })
    expect(await refusal(create('k'))).toMatchObject({ statusCode: 500 })
    expect(await refusal(create('k'))).toMatchObject({ statusCode: 500 })
    await create('other')
    expect(await customers()).toBe(1)
  })

  it.each([
    ['timeout_before', 0],
    ['timeout_after', 1],
    ['disconnect_before', 0],
    ['disconnect_after', 1],
  ] as const)('%s: no answer, %i effects', async (kind, effects) => {
    // A closed connection is tried once more by the SDK itself, whatever maxNetworkRetries says.
    await standIn.control.fault({ kind, path: '/v1/customers', times: 2 })
    const stripe = clientOf(standIn, { timeout: 200 })
    expect(await refusal(stripe.customers.create({}))).toMatchObject({
      type: 'StripeConnectionError',
    })
    await standIn.control.clearFaults()
    expect(await customers()).toBe(effects)
  })

  it('a retry of the SDK after a lost answer charges once', async () => {
    await standIn.control.fault({ kind: 'disconnect_after', path: '/v1/payment_intents' })
    const stripe = clientOf(standIn, { maxNetworkRetries: 2 })
    const intent = await stripe.paymentIntents.create({
      amount: 5000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      confirm: true,
    })
    expect(intent.status).toBe('succeeded')
    expect((await stripe.charges.list()).data).toHaveLength(1)
  })

  it('rate_limit: 429 with Retry-After', async () => {
    await standIn.control.fault({ kind: 'rate_limit', retryAfterSeconds: 7 })
    const error = await refusal(clientOf(standIn).customers.create({}))
    expect(error).toMatchObject({
      type: 'StripeRateLimitError',
      statusCode: 429,
      code: 'rate_limit',
    })
    expect(error.headers).toMatchObject({ 'retry-after': '7' })
    expect(await customers()).toBe(0)
  })

  it('lock_timeout: with the status that was asked for', async () => {
    await standIn.control.fault({ kind: 'lock_timeout', status: 409 })
    expect(await refusal(clientOf(standIn).customers.create({}))).toMatchObject({
      statusCode: 409,
      code: 'lock_timeout',
    })
  })

  it('a second request with the key of one under way is refused (409 idempotency_key_in_use)', async () => {
    const stripe = clientOf(standIn)
    await standIn.control.fault({ kind: 'delay', delayMs: 300 })
    const options = { idempotencyKey: 'k' }
    const results = await Promise.allSettled([
      stripe.customers.create({}, options),
      stripe.customers.create({}, options),
    ])
    const failed = results.filter((each) => each.status === 'rejected')
    expect(failed).toHaveLength(1)
    expect(failed[0]?.reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' })
    expect(await customers()).toBe(1)
  })

  it('are told from other processes with the secret key alone', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${standIn.url}/__control/fault`, { method: 'POST', headers, body })
    const fault = JSON.stringify({ kind: 'rate_limit' })
    expect((await post({}, fault)).status).toBe(401)
    const authorization = `Bearer ${standIn.secretKey}`
    expect((await post({ authorization }, '{"kind":"nonsense"}')).status).toBe(400)
    expect((await post({ authorization }, fault)).status).toBe(200)
    expect(await refusal(clientOf(standIn).customers.create({}))).toMatchObject({ statusCode: 429 })
  })

  it('an idempotency key is free again after a day', async () => {
    const stripe = clientOf(standIn)
    const create = () => stripe.customers.create({}, { idempotencyKey: 'k' })
    const first = await create()
    await standIn.control.advance({ seconds: 24 * 3600 })
    expect((await create()).id).not.toBe(first.id)
  })
})
