/** Saving cards. */
import { expect, it } from 'vitest'
import { refusal } from '../testing/client.ts'
import { buyerWith, type Target } from './target.ts'

export function cardsContract(target: () => Target): void {
  it('attaches, lists, and detaches a card', async () => {
    const { stripe } = target()
    const { customer, card } = await buyerWith(stripe, 'pm_card_visa')
    const { data } = await stripe.paymentMethods.list({ customer, type: 'card' })
    expect(data.map(({ id }) => id)).toEqual([card])
    expect(data[0]?.card).toMatchObject({ brand: 'visa', last4: '4242', funding: 'credit' })
    const detached = await stripe.paymentMethods.detach(card)
    expect(detached.customer).toBeNull()
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([])
  })

  it('gives the same number the same fingerprint, and another number another', async () => {
    const { stripe } = target()
    const fingerprints = await Promise.all(
      ['pm_card_visa', 'pm_card_visa', 'pm_card_mastercard'].map(async (token) => {
        const { card } = await buyerWith(stripe, token)
        return (await stripe.paymentMethods.retrieve(card)).card?.fingerprint
      }),
    )
    expect(fingerprints[0]).toBe(fingerprints[1])
    expect(fingerprints[0]).not.toBe(fingerprints[2])
  })

  it('does not attach a card that declines (402 card_declined)', async () => {
    const call = buyerWith(target().stripe, 'pm_card_visa_chargeDeclined')
    expect(await refusal(call)).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    })
  })

  it('does not attach a card that is somebody else\u2019s (400)', async () => {
    const { stripe } = target()
    const { card } = await buyerWith(stripe, 'pm_card_visa')
    const other = await stripe.customers.create({})
    const call = stripe.paymentMethods.attach(card, { customer: other.id })
    expect(await refusal(call)).toMatchObject({ statusCode: 400 })
  })

  it('saves a card with a SetupIntent', async () => {
    const { stripe } = target()
    const { id: customer } = await stripe.customers.create({})
    const intent = await stripe.setupIntents.create({
      customer,
      payment_method: 'pm_card_visa',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
      confirm: true,
    })
    expect(intent).toMatchObject({ status: 'succeeded', usage: 'off_session', customer })
    const { data } = await stripe.paymentMethods.list({ customer })
    expect(data.map(({ id }) => id)).toEqual([intent.payment_method])
  })

  it('asks for approval where the card wants it, and lets the intent be canceled', async () => {
    const { stripe } = target()
    const { id: customer } = await stripe.customers.create({})
    const intent = await stripe.setupIntents.create({
      customer,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: 'https://example.com/back',
    })
    expect(intent.status).toBe('requires_action')
    expect(intent.next_action?.redirect_to_url?.url).toMatch(/^https?:/)
    expect((await stripe.setupIntents.cancel(intent.id)).status).toBe('canceled')
    expect(await refusal(stripe.setupIntents.confirm(intent.id))).toMatchObject({
      code: 'setup_intent_unexpected_state',
    })
  })

  it('keeps the reason when a card cannot be set up (402)', async () => {
    const { stripe } = target()
    const error = await refusal(
      stripe.setupIntents.create({
        payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds',
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        confirm: true,
      }),
    )
    expect(error).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' })
    const intent = await stripe.setupIntents.retrieve(error.setup_intent?.id ?? '')
    expect(intent.status).toBe('requires_payment_method')
    expect(intent.last_setup_error?.decline_code).toBe('insufficient_funds')
  })

  it('opens a hosted page for saving a card', async () => {
    const { stripe } = target()
    const { id: customer } = await stripe.customers.create({})
    const session = await stripe.checkout.sessions.create({
      mode: 'setup',
      customer,
      currency: 'usd',
      success_url: 'https://example.com/ok?session={CHECKOUT_SESSION_ID}',
      cancel_url: 'https://example.com/no',
      setup_intent_data: { metadata: { user: '7' } },
    })
    expect(session.id).toMatch(/^cs_test_/)
    expect(session).toMatchObject({ mode: 'setup', status: 'open', customer, livemode: false })
    expect(session.payment_status).toBe('no_payment_required')
    expect(session.url).toMatch(/^https?:/)
    const expired = await stripe.checkout.sessions.expire(session.id)
    expect(expired).toMatchObject({ status: 'expired', url: null })
    expect(await refusal(stripe.checkout.sessions.expire(session.id))).toMatchObject({
      statusCode: 400,
    })
  })

  it('totals the items of a payment page, and lists them', async () => {
    const { stripe } = target()
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://example.com/ok',
      line_items: [
        {
          price_data: { currency: 'usd', unit_amount: 1200, product_data: { name: 'Jacket' } },
          quantity: 2,
        },
        {
          price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'Shipping' } },
          quantity: 1,
        },
      ],
    })
    expect(session).toMatchObject({ amount_total: 2900, currency: 'usd', payment_status: 'unpaid' })
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)
    const total = data.reduce((sum, item) => sum + item.amount_total, 0)
    expect(total).toBe(2900)
    expect(data.map(({ description }) => description).sort()).toEqual(['Jacket', 'Shipping'])
  })

  it.each([
    ['no success_url', { success_url: undefined }, 'success_url'],
    ['neither currency nor types in setup mode', { currency: undefined }, 'currency'],
  ])('refuses a session with %s (400 parameter_missing)', async (_case, change, param) => {
    const params = {
      mode: 'setup',
      currency: 'usd',
      success_url: 'https://example.com/',
      ...change,
    }
    const session = Object.fromEntries(Object.entries(params).filter(([, value]) => value))
    expect(await refusal(target().stripe.checkout.sessions.create(session))).toMatchObject({
      code: 'parameter_missing',
      param,
    })
  })
}
