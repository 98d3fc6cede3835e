/** Keys, parameters, errors, idempotency, pages and expansion. */
import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { refusal } from '../testing/client.ts'
import { buyerWith, CARDS, offSession, type Target } from './target.ts'

export function protocolContract(target: () => Target): void {
  it('speaks the version that the SDK pins', async () => {
    const customer = await target().stripe.customers.create({})
    expect(customer.lastResponse.apiVersion).toBe(Stripe.API_VERSION)
    expect(customer.lastResponse.requestId).toMatch(/^req_/)
  })

  it('refuses an unknown key without repeating it (401)', async () => {
    const wrong = target().client({}, 'sk_test_wrong000000000000000042ab')
    const error = await refusal(wrong.customers.create({}))
    expect(error).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 })
    expect(error.message).toContain('42ab')
    expect(error.message).not.toContain('wrong0000')
  })

  it('refuses a live key (401)', async () => {
    const live = target().client({}, 'sk_live_0000000000000000000042ab')
    expect(await refusal(live.balance.retrieve())).toMatchObject({ statusCode: 401 })
  })

  it('refuses another account that is not connected (403 account_invalid)', async () => {
    const call = target().stripe.balance.retrieve({}, { stripeAccount: 'acct_0000000000000000' })
    expect(await refusal(call)).toMatchObject({
      type: 'StripePermissionError',
      statusCode: 403,
      code: 'account_invalid',
    })
  })

  it('refuses an unknown parameter by name (400 parameter_unknown)', async () => {
    const params = { name: 'Bea', emial: 'bea@example.com' }
    expect(await refusal(target().stripe.customers.create(params))).toMatchObject({
      type: 'StripeInvalidRequestError',
      rawType: 'invalid_request_error',
      statusCode: 400,
      code: 'parameter_unknown',
      param: 'emial',
    })
  })

  it('refuses an unknown nested parameter by its path (400 parameter_unknown)', async () => {
    const transferData = { destination: 'acct_1', fee: 1 }
    const params = { amount: 100, currency: 'usd', transfer_data: transferData }
    expect(await refusal(target().stripe.paymentIntents.create(params))).toMatchObject({
      code: 'parameter_unknown',
      param: 'transfer_data[fee]',
    })
  })

  it.each([
    ['a missing amount', {}, { code: 'parameter_missing', param: 'amount' }],
    ['a fraction', { amount: 10.5 }, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['too little', { amount: 49 }, { code: 'amount_too_small', param: 'amount' }],
    ['too much', { amount: 100_000_000 }, { code: 'amount_too_large', param: 'amount' }],
    ['an unknown currency', { amount: 100, currency: 'xqq' }, { param: 'currency' }],
  ])('refuses %s (400)', async (_case, change, expected) => {
    const params = { currency: 'usd', ...change } as Stripe.PaymentIntentCreateParams
    const error = await refusal(target().stripe.paymentIntents.create(params))
    expect(error).toMatchObject({ statusCode: 400, ...expected })
  })

  it('answers 404 resource_missing for what is not there, 400 where a parameter names it', async () => {
    const { stripe } = target()
    expect(await refusal(stripe.customers.retrieve('cus_missing'))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_missing'",
    })
    const params = { amount: 100, currency: 'usd', customer: 'cus_missing' }
    expect(await refusal(stripe.paymentIntents.create(params))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    })
  })

  it('replays the first answer for the same key and parameters', async () => {
    const { stripe } = target()
    const idempotencyKey = randomUUID()
    const first = await stripe.customers.create({ name: 'Bea' }, { idempotencyKey })
    const second = await stripe.customers.create({ name: 'Bea' }, { idempotencyKey })
    expect(second.id).toBe(first.id)
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
  })

  it('refuses the same key with other parameters, or elsewhere (400 idempotency_error)', async () => {
    const { stripe } = target()
    const idempotencyKey = randomUUID()
    await stripe.customers.create({ name: 'Bea' }, { idempotencyKey })
    const expected = {
      type: 'StripeIdempotencyError',
      rawType: 'idempotency_error',
      statusCode: 400,
    }
    const other = stripe.customers.create({ name: 'Bob' }, { idempotencyKey })
    expect(await refusal(other)).toMatchObject(expected)
    const elsewhere = stripe.setupIntents.create({}, { idempotencyKey })
    expect(await refusal(elsewhere)).toMatchObject(expected)
  })

  it('replays a decline too, and does not charge again', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_chargeCustomerFail')
    const idempotencyKey = randomUUID()
    const charge = () =>
      refusal(stripe.paymentIntents.create(offSession(buyer), { idempotencyKey }))
    const [first, second] = [await charge(), await charge()]
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id)
    const { data } = await stripe.charges.list({ customer: buyer.customer })
    expect(data).toHaveLength(1)
  })

  it('does not use a key up for parameters that do not validate', async () => {
    const { stripe } = target()
    const idempotencyKey = randomUUID()
    const wrong = { email: 'bea@example.com', nmae: 'Bea' }
    await refusal(stripe.customers.create(wrong, { idempotencyKey }))
    const customer = await stripe.customers.create({ name: 'Bea' }, { idempotencyKey })
    expect(customer.name).toBe('Bea')
  })

  it('pages newest first, without gaps or repetitions', async () => {
    const { stripe } = target()
    const { id: customer } = await stripe.customers.create({})
    const ids: string[] = []
    for (const amount of [1001, 1002, 1003]) {
      const intent = await stripe.paymentIntents.create({ amount, currency: 'usd', customer })
      ids.unshift(intent.id)
    }
    const first = await stripe.paymentIntents.list({ customer, limit: 2 })
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    expect(first.has_more).toBe(true)
    const [, second] = ids
    const rest = await stripe.paymentIntents.list({
      customer,
      limit: 2,
      starting_after: second ?? '',
    })
    expect(rest.data.map(({ id }) => id)).toEqual(ids.slice(2))
    expect(rest.has_more).toBe(false)
    const all = await stripe.paymentIntents
      .list({ customer, limit: 1 })
      .autoPagingToArray({ limit: 10 })
    expect(all.map(({ id }) => id)).toEqual(ids)
  })

  it('refuses a page of 101 (400)', async () => {
    expect(await refusal(target().stripe.customers.list({ limit: 101 }))).toMatchObject({
      statusCode: 400,
      param: 'limit',
    })
  })

  it('expands related objects, also through others, and refuses what is none', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    const intent = await stripe.paymentIntents.create(
      offSession(buyer, { expand: ['customer', 'latest_charge.customer'] }),
    )
    expect(intent.customer).toMatchObject({ id: buyer.customer, object: 'customer' })
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      customer: { id: buyer.customer },
    })
    const wrong = stripe.paymentIntents.retrieve(intent.id, { expand: ['nothing'] })
    expect(await refusal(wrong)).toMatchObject({ statusCode: 400 })
  })

  it('merges metadata, and unsets a key with an empty value', async () => {
    const { stripe } = target()
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } })
    const updated = await stripe.customers.update(id, { metadata: { b: '', c: '3' } })
    expect(updated.metadata).toEqual({ a: '1', c: '3' })
    expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({})
  })

  it('keeps what it was told about cards only', async () => {
    const intent = await target().stripe.paymentIntents.create({
      amount: 100,
      currency: 'USD',
      automatic_payment_methods: CARDS,
    })
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      currency: 'usd',
      livemode: false,
      automatic_payment_methods: CARDS,
    })
    expect(intent.id).toMatch(/^pi_/)
  })
}
