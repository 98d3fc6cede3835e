/** Sellers: destination charges, and money back from them. */
import type Stripe from 'stripe'
import { expect, it } from 'vitest'
import { refusal } from '../testing/client.ts'
import { bookedCharge, buyerWith, offSession, type Target } from './target.ts'

const FEE = 800

/** For targets that have a connected account which can receive transfers. */
export function connectContract(target: () => Target): void {
  function seller(): string {
    return target().seller ?? expect.fail('no connected account')
  }

  async function sale(more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    return stripe.paymentIntents.create(
      offSession(buyer, {
        amount: 10_000,
        application_fee_amount: FEE,
        transfer_data: { destination: seller() },
        ...more,
      }),
    )
  }

  function chargeOf(intent: Stripe.PaymentIntent): Promise<Stripe.Charge> {
    return bookedCharge(target().stripe, intent, ['transfer', 'application_fee'])
  }

  it('passes a sale on and keeps the fee', async () => {
    const charge = await chargeOf(await sale())
    expect(charge.transfer).toMatchObject({ amount: 10_000, destination: seller() })
    expect(charge.application_fee).toMatchObject({ amount: FEE, account: seller() })
    expect(charge.transfer_data).toMatchObject({ destination: seller() })
  })

  it('books what the seller gets on the seller\u2019s account', async () => {
    const { transfer } = await chargeOf(await sale())
    const payment = typeof transfer === 'object' ? String(transfer.destination_payment) : ''
    const { data } = await target().stripe.balanceTransactions.list(
      { source: payment },
      { stripeAccount: seller() },
    )
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      type: 'payment',
      amount: 10_000,
      fee: FEE,
      net: 10_000 - FEE,
    })
  })

  it('takes a refund back from the seller, with its part of the fee', async () => {
    const { stripe } = target()
    const intent = await sale()
    const refund = await stripe.refunds.create({
      payment_intent: intent.id,
      amount: 2500,
      reverse_transfer: true,
      refund_application_fee: true,
      expand: ['transfer_reversal'],
    })
    expect(refund.transfer_reversal).toMatchObject({ amount: 2500 })
    const { application_fee: fee } = await chargeOf(intent)
    const after = await stripe.applicationFees.retrieve(
      typeof fee === 'object' ? (fee?.id ?? '') : '',
    )
    expect(after.amount_refunded).toBe(200)
  })

  it('reverses a transfer in parts, never more than it was', async () => {
    const { stripe } = target()
    const { transfer } = await chargeOf(await sale())
    const id = typeof transfer === 'object' ? transfer.id : ''
    const reversal = await stripe.transfers.createReversal(id, { amount: 4000 })
    expect(reversal).toMatchObject({ amount: 4000, transfer: id })
    const tooMuch = stripe.transfers.createReversal(id, { amount: 6001 })
    expect(await refusal(tooMuch)).toMatchObject({ statusCode: 400 })
    expect(await stripe.transfers.retrieve(id)).toMatchObject({ amount_reversed: 4000 })
  })

  it('refuses a fee larger than the sale (400 application_fee_amount)', async () => {
    expect(await refusal(sale({ application_fee_amount: 10_001 }))).toMatchObject({
      statusCode: 400,
      param: 'application_fee_amount',
    })
  })

  it('passes the money of a charge on with a transfer of its own, not more than it was', async () => {
    const { stripe } = target()
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    const paid = await stripe.paymentIntents.create(offSession(buyer))
    const source = String(paid.latest_charge)
    const params = { currency: 'usd', destination: seller(), source_transaction: source }
    const transfer = await stripe.transfers.create({ ...params, amount: 3000 })
    expect(transfer).toMatchObject({ amount: 3000, source_transaction: source, reversed: false })
    const more = stripe.transfers.create({ ...params, amount: 2001 })
    expect(await refusal(more)).toMatchObject({ statusCode: 400 })
  })

  it('does not pay an account that has not finished onboarding (400)', async () => {
    const { stripe } = target()
    const account = await stripe.accounts.create({
      type: 'express',
      country: 'US',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    })
    expect(account).toMatchObject({
      charges_enabled: false,
      payouts_enabled: false,
      details_submitted: false,
    })
    expect(account.capabilities?.transfers).toBe('inactive')
    const error = await refusal(sale({ transfer_data: { destination: account.id } }))
    expect(error).toMatchObject({ statusCode: 400, code: 'insufficient_capabilities_for_transfer' })
    const link = await stripe.accountLinks.create({
      account: account.id,
      type: 'account_onboarding',
      refresh_url: 'https://example.com/again',
      return_url: 'https://example.com/done',
    })
    expect(link.url).toMatch(/^https?:/)
    await stripe.accounts.del(account.id)
  })
}
