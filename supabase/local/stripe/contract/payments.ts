/** Charging, capturing, canceling and refunding. */
import type Stripe from 'stripe'
import { expect, it, vi } from 'vitest'
import { refusal } from '../testing/client.ts'
import { type Buyer, bookedCharge, buyerWith, CARDS, offSession, type Target } from './target.ts'

const WAIT = { timeout: 20_000, interval: 100 }

export function paymentsContract(target: () => Target): void {
  async function pay(buyer: Buyer, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    return target().stripe.paymentIntents.create(offSession(buyer, more))
  }

  it('charges a saved card off session', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    const intent = await pay(buyer, { metadata: { order: '1' } })
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 5000 })
    const charge = await stripe.charges.retrieve(String(intent.latest_charge))
    expect(charge).toMatchObject({
      amount: 5000,
      amount_captured: 5000,
      captured: true,
      paid: true,
      status: 'succeeded',
      payment_intent: intent.id,
      metadata: { order: '1' },
    })
    expect(charge.id).toMatch(/^ch_/)
  })

  it('captures in the background: the books follow, net is amount less fees', async () => {
    const { stripe } = target()
    const intent = await pay(await buyerWith(stripe, 'pm_card_visa'))
    expect(intent.capture_method).toBe('automatic_async')
    const charge = await bookedCharge(stripe, intent, ['balance_transaction'])
    const booked = charge.balance_transaction
    if (typeof booked !== 'object' || booked === null) return expect.fail('not expanded')
    const fees = booked.fee_details.reduce((sum, { amount }) => sum + amount, 0)
    expect(fees).toBe(booked.fee)
    expect(booked.net).toBe(booked.amount - booked.fee)
    expect(booked).toMatchObject({ type: 'charge', reporting_category: 'charge', amount: 5000 })
  })

  it('books at once where that is asked for', async () => {
    const { stripe } = target()
    const intent = await pay(await buyerWith(stripe, 'pm_card_visa'), {
      capture_method: 'automatic',
      expand: ['latest_charge.balance_transaction'],
    })
    expect(intent.latest_charge).toMatchObject({ balance_transaction: { amount: 5000 } })
  })

  it('refuses with the intent in the error, and keeps the reason (402 card_declined)', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_chargeCustomerFail')
    const error = await refusal(pay(buyer))
    expect(error).toMatchObject({
      type: 'StripeCardError',
      rawType: 'card_error',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
    })
    expect(error.charge).toMatch(/^ch_/)
    const intent = await stripe.paymentIntents.retrieve(error.payment_intent?.id ?? '')
    expect(intent).toMatchObject({ status: 'requires_payment_method', payment_method: null })
    expect(intent.last_payment_error).toMatchObject({
      code: 'card_declined',
      payment_method: { id: buyer.card },
    })
    const again = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(again.status).toBe('succeeded')
  })

  it('refuses off session what needs the cardholder, who can then approve the same intent', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_authenticationRequired')
    const error = await refusal(pay(buyer))
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' })
    const id = error.payment_intent?.id ?? ''
    const intent = await stripe.paymentIntents.confirm(id, {
      payment_method: buyer.card,
      return_url: 'https://example.com/back',
    })
    expect(intent.status).toBe('requires_action')
    expect(intent.next_action).toMatchObject({
      type: 'redirect_to_url',
      redirect_to_url: { return_url: 'https://example.com/back' },
    })
    expect((await stripe.paymentIntents.cancel(id)).status).toBe('canceled')
  })

  it('refuses a card of another customer (400)', async () => {
    const { stripe } = target()
    const [one, other] = await Promise.all([
      buyerWith(stripe, 'pm_card_visa'),
      buyerWith(stripe, 'pm_card_visa'),
    ])
    const call = pay({ customer: one.customer, card: other.card })
    expect(await refusal(call)).toMatchObject({ statusCode: 400 })
  })

  it('refuses to confirm without a card, and to cancel what is paid (400 unexpected state)', async () => {
    const { stripe } = target()
    const expected = { statusCode: 400, code: 'payment_intent_unexpected_state' }
    const bare = await stripe.paymentIntents.create({
      amount: 100,
      currency: 'usd',
      automatic_payment_methods: CARDS,
    })
    expect(await refusal(stripe.paymentIntents.confirm(bare.id))).toMatchObject(expected)
    const paid = await pay(await buyerWith(stripe, 'pm_card_visa'))
    expect(await refusal(stripe.paymentIntents.cancel(paid.id))).toMatchObject(expected)
    expect(await refusal(stripe.paymentIntents.confirm(paid.id))).toMatchObject(expected)
  })

  it('captures part of an authorization and releases the rest', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    const held = await pay(buyer, { capture_method: 'manual' })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 5000 })
    const more = stripe.paymentIntents.capture(held.id, { amount_to_capture: 5001 })
    expect(await refusal(more)).toMatchObject({ statusCode: 400 })
    const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000 })
    expect(taken).toMatchObject({ status: 'succeeded', amount_received: 3000 })
    const charge = await stripe.charges.retrieve(String(taken.latest_charge))
    expect(charge).toMatchObject({ amount: 5000, amount_captured: 3000 })
    const tooMuch = stripe.refunds.create({ payment_intent: held.id, amount: 3001 })
    expect(await refusal(tooMuch)).toMatchObject({ statusCode: 400 })
    const refund = await stripe.refunds.create({ payment_intent: held.id })
    expect(refund.amount).toBe(3000)
  })

  it('gives an authorization back when it is canceled', async () => {
    const { stripe } = target()
    const held = await pay(await buyerWith(stripe, 'pm_card_visa'), { capture_method: 'manual' })
    const canceled = await stripe.paymentIntents.cancel(held.id, {
      cancellation_reason: 'requested_by_customer',
    })
    expect(canceled).toMatchObject({ status: 'canceled', amount_received: 0 })
    const charge = await stripe.charges.retrieve(String(held.latest_charge))
    expect(charge).toMatchObject({ captured: false, refunded: true })
  })

  it('refunds in parts, never more than was paid', async () => {
    const { stripe } = target()
    const paid = await pay(await buyerWith(stripe, 'pm_card_visa'))
    const first = await stripe.refunds.create({ payment_intent: paid.id, amount: 2000 })
    expect(first).toMatchObject({ amount: 2000, status: 'succeeded', payment_intent: paid.id })
    const tooMuch = stripe.refunds.create({ payment_intent: paid.id, amount: 3001 })
    expect(await refusal(tooMuch)).toMatchObject({ statusCode: 400 })
    const rest = await stripe.refunds.create({ payment_intent: paid.id })
    expect(rest.amount).toBe(3000)
    const nothing = stripe.refunds.create({ payment_intent: paid.id })
    expect(await refusal(nothing)).toMatchObject({ code: 'charge_already_refunded' })
    const charge = await stripe.charges.retrieve(String(paid.latest_charge), {
      expand: ['refunds'],
    })
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 5000 })
    expect(charge.refunds?.data.map(({ amount }) => amount).sort()).toEqual([2000, 3000])
  })

  it('refuses a fee without a seller (400 application_fee_amount)', async () => {
    const call = pay(await buyerWith(target().stripe, 'pm_card_visa'), {
      application_fee_amount: 100,
    })
    expect(await refusal(call)).toMatchObject({ statusCode: 400, param: 'application_fee_amount' })
  })

  it('disputes the card that stands for it', async () => {
    const { stripe } = target()
    const paid = await pay(await buyerWith(stripe, 'pm_card_createDispute'))
    const dispute = await vi.waitFor(async () => {
      const { data } = await stripe.disputes.list({ payment_intent: paid.id })
      expect(data).toHaveLength(1)
      return data[0]
    }, WAIT)
    expect(dispute).toMatchObject({ amount: 5000, reason: 'fraudulent', status: 'needs_response' })
    const charge = await stripe.charges.retrieve(String(paid.latest_charge))
    expect(charge.disputed).toBe(true)
  })

  it('tells every step as an event', async () => {
    const { stripe } = target()
    const paid = await pay(await buyerWith(stripe, 'pm_card_visa'))
    const expected = ['payment_intent.created', 'payment_intent.succeeded', 'charge.succeeded']
    await vi.waitFor(async () => {
      const { data } = await stripe.events.list({ limit: 30, types: expected })
      const own = data.filter(({ data: { object } }) => {
        const about = 'payment_intent' in object ? object.payment_intent : Reflect.get(object, 'id')
        return about === paid.id
      })
      expect(own.map(({ type }) => type).sort()).toEqual([...expected].sort())
    }, WAIT)
  })
}
