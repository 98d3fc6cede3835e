import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startStripeInStack, stripeEnvironment } from './in-stack.ts'
import { startStripeStandIn } from './stand-in.ts'
import { clientOf } from './testing/client.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'stripe-stand-in-'))
})

afterEach(() => rm(directory, { recursive: true, force: true }))

describe('snapshot', () => {
  it('keeps customers, cards, idempotency keys and undelivered webhooks over a restart', async () => {
    const snapshotPath = join(directory, 'deep', 'stripe.json')
    const webhookUrl = 'http://127.0.0.1:9/nobody'
    const options = { snapshotPath, webhookUrl, webhookRetrySeconds: [3600] }
    const first = await startStripeStandIn(options)
    const stripe = clientOf(first)
    const { id: customer } = await stripe.customers.create({}, { idempotencyKey: 'k' })
    const { id: card } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer,
    })
    await first.control.webhooksIdle()
    await first.stop()

    const second = await startStripeStandIn(options)
    const again = clientOf(second)
    expect((await again.customers.create({}, { idempotencyKey: 'k' })).id).toBe(customer)
    const { data } = await again.paymentMethods.list({ customer })
    expect(data.map(({ id }) => id)).toEqual([card])
    expect((await again.webhookEndpoints.list()).data).toHaveLength(1)
    await second.control.advance({ seconds: 3600 })
    const attempts = await second.control.webhookAttempts()
    expect(attempts.map(({ type }) => type)).toContain('customer.created')
    await second.stop()
  })

  it('that cannot be used stops the start, and stays', async () => {
    const snapshotPath = join(directory, 'stripe.json')
    await writeFile(snapshotPath, '{"format":0}')
    await expect(startStripeStandIn({ snapshotPath })).rejects.toThrow(/delete it/)
    expect(await readFile(snapshotPath, 'utf8')).toBe('{"format":0}')
  })
})

describe('in the stack', () => {
  const options = { apiUrl: 'http://127.0.0.1:1', functions: [], port: 0, log: () => undefined }

  it('is not there when the shell has a real key', async () => {
    expect(await startStripeInStack(options, { STRIPE_SECRET_KEY: 'sk_test_x' })).toBeUndefined()
  })

  it('tells functions where it is, and sends webhooks only to a function that exists', async () => {
    const without = await startStripeInStack(options, {})
    if (!without) return expect.fail('not started')
    expect(stripeEnvironment(without)).toEqual({
      STRIPE_SECRET_KEY: without.secretKey,
      STRIPE_WEBHOOK_SECRET: without.webhookSecret,
      STRIPE_API_BASE: without.url,
    })
    expect((await clientOf(without).webhookEndpoints.list()).data).toEqual([])
    await without.stop()
    const withFunction = await startStripeInStack({ ...options, functions: ['stripe-webhook'] }, {})
    if (!withFunction) return expect.fail('not started')
    const { data } = await clientOf(withFunction).webhookEndpoints.list()
    expect(data.map(({ url }) => url)).toEqual(['http://127.0.0.1:1/functions/v1/stripe-webhook'])
    await withFunction.stop()
  })

  it('takes test keys only', async () => {
    await expect(startStripeStandIn({ secretKey: 'sk_live_x' })).rejects.toThrow(/test keys/)
  })
})
