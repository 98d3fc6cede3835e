/** The hosted pages as a browser without scripts meets them. */
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'
import { clientOf, refusal } from './testing/client.ts'

const SUCCESS = 'https://shop.example/ok?session={CHECKOUT_SESSION_ID}'
const CANCEL = 'https://shop.example/no'

let standIn: StripeStandIn
let stripe: Stripe

beforeAll(async () => {
  standIn = await startStripeStandIn()
  stripe = clientOf(standIn)
})

afterAll(() => standIn.stop())

async function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}

function leadsTo(response: Response): string {
  return response.headers.get('location') ?? expect.fail(`no redirect but ${response.status}`)
}

async function setupSession(): Promise<Stripe.Checkout.Session> {
  const { id: customer } = await stripe.customers.create({})
  return stripe.checkout.sessions.create({
    mode: 'setup',
    customer,
    currency: 'usd',
    success_url: SUCCESS,
    cancel_url: CANCEL,
  })
}

async function paymentSession(): Promise<Stripe.Checkout.Session> {
  return stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: SUCCESS,
    cancel_url: CANCEL,
    customer_creation: 'always',
    payment_intent_data: { metadata: { order: '9' } },
    line_items: [
      {
        price_data: { currency: 'usd', unit_amount: 1500, product_data: { name: '<b>Jacket</b>' } },
        quantity: 2,
      },
    ],
  })
}

describe('checkout page', () => {
  it('says that it is a test, escapes names, and runs no scripts', async () => {
    const { url } = await paymentSession()
    const response = await fetch(url ?? '')
    const page = await response.text()
    expect(page).toContain('TEST PAGE')
    expect(page).toContain('&lt;b&gt;Jacket&lt;/b&gt;')
    expect(page).toContain('$30.00')
    expect(page).toContain(`href="${CANCEL}"`)
    expect(page).not.toContain('<script')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('saves a card and goes to the success URL with the id of the session', async () => {
    const session = await setupSession()
    const response = await submit(session.url ?? '', { card: '4242424242424242', name: 'Bea' })
    expect(leadsTo(response)).toBe(`https://shop.example/ok?session=${session.id}`)
    const after = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent.payment_method'],
    })
    expect(after).toMatchObject({ status: 'complete', payment_status: 'no_payment_required' })
    expect(after.setup_intent).toMatchObject({
      status: 'succeeded',
      payment_method: { customer: session.customer, card: { last4: '4242' } },
    })
    expect((await fetch(session.url ?? '')).status).toBe(410)
  })

  it('takes a payment, makes the customer, and completes the session', async () => {
    const session = await paymentSession()
    const response = await submit(session.url ?? '', {
      number: '5555 5555 5555 4444',
      email: 'bea@example.com',
    })
    expect(leadsTo(response)).toContain(session.id)
    const after = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent', 'customer'],
    })
    expect(after).toMatchObject({ status: 'complete', payment_status: 'paid', amount_total: 3000 })
    expect(after.customer).toMatchObject({ email: 'bea@example.com' })
    expect(after.payment_intent).toMatchObject({
      status: 'succeeded',
      amount: 3000,
      metadata: { order: '9' },
    })
  })

  it('tells why a card was refused, and takes another', async () => {
    const session = await setupSession()
    const refused = await submit(session.url ?? '', { card: '4000000000009995' })
    expect(refused.status).toBe(402)
    expect(await refused.text()).toContain('Your card has insufficient funds.')
    const unknown = await submit(session.url ?? '', { number: '4111111111111111' })
    expect(await unknown.text()).toContain('test cards only')
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
    const response = await submit(session.url ?? '', { card: '4242424242424242' })
    expect(leadsTo(response)).toContain(session.id)
  })

  it('leads through the bank\u2019s approval, which completes the session', async () => {
    const session = await setupSession()
    const first = await submit(session.url ?? '', { card: '4000002500003155' })
    const bank = leadsTo(first)
    expect(await (await fetch(bank)).text()).toContain('Approve')
    const approved = await submit(bank, { decision: 'approve' })
    const after = await stripe.checkout.sessions.retrieve(session.id)
    expect(after.status).toBe('complete')
    const back = await fetch(leadsTo(approved), { redirect: 'manual' })
    expect(leadsTo(back)).toBe(`https://shop.example/ok?session=${session.id}`)
  })

  it('is back at the form when the bank\u2019s approval is refused', async () => {
    const session = await paymentSession()
    const first = await submit(session.url ?? '', { card: '4000002760003184', email: 'b@b.co' })
    const refused = await submit(leadsTo(first), { decision: 'refuse' })
    const back = await fetch(leadsTo(refused))
    expect(back.status).toBe(402)
    expect(await back.text()).toContain('unable to authenticate')
    const again = await submit(session.url ?? '', { card: '4242424242424242', email: 'b@b.co' })
    expect(leadsTo(again)).toContain(session.id)
    const { data } = await stripe.charges.list({ limit: 2 })
    expect(data.filter(({ status }) => status === 'succeeded')).toHaveLength(1)
  })

  it('closes when its time is over, with an event', async () => {
    const session = await setupSession()
    await standIn.control.advance({ seconds: 24 * 3600 })
    expect((await fetch(session.url ?? '')).status).toBe(410)
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired')
    const { data } = await stripe.events.list({ type: 'checkout.session.expired' })
    expect(data.some(({ data: { object } }) => Reflect.get(object, 'id') === session.id)).toBe(true)
  })
})

describe('approval page', () => {
  it('finishes a payment on session and returns with its status', async () => {
    const { id: customer } = await stripe.customers.create({})
    const { id: card } = await stripe.paymentMethods.attach('pm_card_authenticationRequired', {
      customer,
    })
    const params = { amount: 900, currency: 'usd', customer, payment_method: card, confirm: true }
    const error = await refusal(stripe.paymentIntents.create({ ...params, off_session: true }))
    const intent = await stripe.paymentIntents.confirm(error.payment_intent?.id ?? '', {
      payment_method: card,
      return_url: 'https://shop.example/orders/1?from=mail',
    })
    const page = intent.next_action?.redirect_to_url?.url ?? ''
    const back = new URL(leadsTo(await submit(page, { decision: 'approve' })))
    expect(Object.fromEntries(back.searchParams)).toEqual({
      from: 'mail',
      payment_intent: intent.id,
      payment_intent_client_secret: intent.client_secret,
      redirect_status: 'succeeded',
    })
    const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge'] })
    expect(paid).toMatchObject({
      status: 'succeeded',
      latest_charge: {
        payment_method_details: { card: { three_d_secure: { result: 'authenticated' } } },
      },
    })
    expect((await submit(page, { decision: 'approve' })).status).toBe(410)
  })

  it('lets a card that was saved with approval be charged off session', async () => {
    const session = await setupSession()
    const bank = leadsTo(await submit(session.url ?? '', { card: '4000002500003155' }))
    await submit(bank, { decision: 'approve' })
    const { data } = await stripe.paymentMethods.list({ customer: String(session.customer) })
    const intent = await stripe.paymentIntents.create({
      amount: 900,
      currency: 'usd',
      customer: String(session.customer),
      payment_method: data[0]?.id ?? '',
      off_session: true,
      confirm: true,
    })
    expect(intent.status).toBe('succeeded')
  })
})

describe('onboarding page', () => {
  it('completes an account once; a used link leads to a new one', async () => {
    const account = await stripe.accounts.create({
      type: 'express',
      email: 'ada@example.com',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    })
    const link = await stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      refresh_url: 'https://shop.example/again',
      return_url: 'https://shop.example/done',
    })
    expect(await (await fetch(link.url)).text()).toContain('ada@example.com')
    const done = await submit(link.url, { decision: 'complete' })
    expect(leadsTo(done)).toBe('https://shop.example/done')
    expect(await stripe.accounts.retrieve(account.id)).toMatchObject({
      charges_enabled: true,
      payouts_enabled: true,
      details_submitted: true,
      capabilities: { card_payments: 'active', transfers: 'active' },
      requirements: { currently_due: [], disabled_reason: null },
    })
    const again = await fetch(link.url, { redirect: 'manual' })
    expect(leadsTo(again)).toBe('https://shop.example/again')
    const login = await stripe.accounts.createLoginLink(account.id)
    expect((await fetch(login.url)).status).toBe(200)
  })
})
