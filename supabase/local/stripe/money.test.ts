/** Money that only tests can move, and books that always agree. */
import fc from 'fast-check'
import type Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookedCharge, buyerWith, offSession } from './contract/target.ts'
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'
import { clientOf, refusal } from './testing/client.ts'

let standIn: StripeStandIn
let stripe: Stripe
let seller: string

beforeAll(async () => {
  standIn = await startStripeStandIn()
  stripe = clientOf(standIn)
  const account = await stripe.accounts.create({
    type: 'express',
    capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
  })
  seller = account.id
  await standIn.control.completeOnboarding({ account: seller })
})

afterAll(() => standIn.stop())

async function total(account?: string): Promise<number> {
  const options = account === undefined ? {} : { stripeAccount: account }
  const { available, pending } = await stripe.balance.retrieve({}, options)
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0)
}

async function booked(account?: string): Promise<number> {
  const options = account === undefined ? {} : { stripeAccount: account }
  const all = await stripe.balanceTransactions
    .list({ limit: 100 }, options)
    .autoPagingToArray({ limit: 10_000 })
  for (const each of all) {
    expect(each.net).toBe(each.amount - each.fee)
    expect(each.fee_details.reduce((sum, { amount }) => sum + amount, 0)).toBe(each.fee)
  }
  return all.reduce((sum, { net }) => sum + net, 0)
}

async function sale(amount: number, fee: number, token = 'pm_card_visa') {
  const buyer = await buyerWith(stripe, token)
  return stripe.paymentIntents.create(
    offSession(buyer, {
      amount,
      application_fee_amount: fee,
      transfer_data: { destination: seller },
    }),
  )
}

async function processingFee(intent: Stripe.PaymentIntent): Promise<number> {
  const charge = await bookedCharge(stripe, intent, ['balance_transaction'])
  const transaction = charge.balance_transaction
  return typeof transaction === 'object' && transaction ? transaction.fee : Number.NaN
}

describe('books', () => {
  it('agree with the balances after any sale and any refunds of it', async () => {
    const refund = fc.record({
      amount: fc.integer({ min: 1, max: 20_000 }),
      reverse_transfer: fc.boolean(),
      refund_application_fee: fc.boolean(),
    })
    const story = fc.record({
      amount: fc.integer({ min: 50, max: 20_000 }),
      share: fc.integer({ min: 0, max: 100 }),
      refunds: fc.array(refund, { maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(story, async ({ amount, share, refunds }) => {
        const before = (await total()) + (await total(seller))
        const intent = await sale(amount, Math.floor((amount * share) / 100))
        let refunded = 0
        for (const each of refunds) {
          const params = { payment_intent: intent.id, ...each }
          if (share === 0 || Math.floor((amount * share) / 100) === 0)
            params.refund_application_fee = false
          const call = stripe.refunds.create(params)
          if (each.amount > amount - refunded) {
            expect(await refusal(call)).toMatchObject({ statusCode: 400 })
          } else {
            await call
            refunded += each.amount
          }
        }
        // What buyers paid and did not get back, less Stripe's fee, is what platform and seller have.
        const after = (await total()) + (await total(seller))
        expect(after - before).toBe(amount - refunded - (await processingFee(intent)))
      }),
      { numRuns: 25 },
    )
    expect(await total()).toBe(await booked())
    expect(await total(seller)).toBe(await booked(seller))
  })

  it('give all of the transfer and the fee back with the last part, whatever rounding left', async () => {
    const before = await total(seller)
    const intent = await sale(1001, 333)
    for (const amount of [334, 333, 334]) {
      await stripe.refunds.create({
        payment_intent: intent.id,
        amount,
        reverse_transfer: true,
        refund_application_fee: true,
      })
    }
    expect(await total(seller)).toBe(before)
  })

  it('follow a charge when a test lets them, with a charge.updated', async () => {
    await standIn.control.holdCaptures()
    const intent = await sale(5000, 500)
    const id = String(intent.latest_charge)
    const before = await stripe.charges.retrieve(id)
    expect(before).toMatchObject({
      captured: true,
      balance_transaction: null,
      application_fee: null,
    })
    expect(before.transfer ?? null).toBeNull()
    await standIn.control.releaseCaptures()
    expect((await stripe.charges.retrieve(id)).transfer).toMatch(/^tr_/)
    const [event] = (await stripe.events.list({ type: 'charge.updated', limit: 1 })).data
    expect(event?.data).toMatchObject({
      object: { id },
      previous_attributes: { balance_transaction: null, transfer: null, application_fee: null },
    })
  })

  it('of a direct charge are the seller\u2019s, less the platform\u2019s fee', async () => {
    const [ours, theirs] = [await total(), await total(seller)]
    const intent = await stripe.paymentIntents.create(
      {
        amount: 10_000,
        currency: 'usd',
        payment_method: 'pm_card_visa',
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        application_fee_amount: 700,
        capture_method: 'automatic',
        confirm: true,
      },
      { stripeAccount: seller },
    )
    expect(await total()).toBe(ours + 700)
    expect(await total(seller)).toBe(theirs + 10_000 - 320 - 700)
    expect(await refusal(stripe.paymentIntents.retrieve(intent.id))).toMatchObject({
      code: 'resource_missing',
    })
  })

  it('take a refund back that the buyer\u2019s bank has sent back, and nothing from the seller', async () => {
    const intent = await sale(5000, 500)
    const [ours, theirs] = [await total(), await total(seller)]
    const back = { payment_intent: intent.id, amount: 1000 }
    const refund = await stripe.refunds.create({
      ...{ ...back, reverse_transfer: true, refund_application_fee: true },
    })
    await standIn.control.failRefund({ refund: refund.id })
    expect(await stripe.refunds.retrieve(refund.id)).toMatchObject({
      ...{ status: 'failed', failure_reason: 'expired_or_canceled_card' },
      failure_balance_transaction: expect.stringMatching(/^txn_/),
    })
    const charge = await stripe.charges.retrieve(String(intent.latest_charge))
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false })
    // The seller's part of it lies with the platform.
    expect([await total(), await total(seller)]).toEqual([ours + 900, theirs - 900])
    await stripe.refunds.create(back)
    expect([await total(), await total(seller)]).toEqual([ours - 100, theirs - 900])
    expect(await total()).toBe(await booked())
  })

  it('keep money pending for two days', async () => {
    const { pending } = await stripe.balance.retrieve()
    const held = pending[0]?.amount ?? 0
    expect(held).toBeGreaterThan(0)
    await standIn.control.advance({ seconds: 2 * 24 * 3600 })
    const after = await stripe.balance.retrieve()
    expect(after.pending[0]?.amount).toBe(0)
  })

  it('refuse a transfer of more than is available (400 balance_insufficient)', async () => {
    const call = stripe.transfers.create({
      amount: 90_000_000,
      currency: 'usd',
      destination: seller,
    })
    expect(await refusal(call)).toMatchObject({ statusCode: 400, code: 'balance_insufficient' })
    const buyer = await buyerWith(stripe, 'pm_card_bypassPending')
    await stripe.paymentIntents.create(offSession(buyer, { amount: 50_000_000 }))
    const transfer = await stripe.transfers.create({
      amount: 1_000_000,
      currency: 'usd',
      destination: seller,
    })
    expect(transfer.amount).toBe(1_000_000)
  })
})

describe('disputes', () => {
  it('take money and a fee, stop refunds, and give the money back when won', async () => {
    const intent = await sale(5000, 500)
    const before = await total()
    const dispute = await standIn.control.openDispute({ payment: intent.id })
    expect(await total()).toBe(before - 5000 - 1500)
    const refund = stripe.refunds.create({ payment_intent: intent.id })
    expect(await refusal(refund)).toMatchObject({ statusCode: 400, code: 'charge_disputed' })
    const decided = await stripe.disputes.update(dispute.id, {
      evidence: { uncategorized_text: 'winning_evidence' },
      submit: true,
    })
    expect(decided.status).toBe('won')
    expect(await total()).toBe(before - 1500)
    const types = (await stripe.events.list({ type: 'charge.dispute.*', limit: 5 })).data
    expect(types.map(({ type }) => type)).toEqual([
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
      'charge.dispute.updated',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.created',
    ])
  })

  it('may begin as an inquiry, which takes nothing and is ended by a refund', async () => {
    const intent = await sale(5000, 500, 'pm_card_createDisputeInquiry')
    await stripe.charges.retrieve(String(intent.latest_charge))
    const [inquiry] = (await stripe.disputes.list({ payment_intent: intent.id })).data
    expect(inquiry).toMatchObject({
      ...{ status: 'warning_needs_response', is_charge_refundable: true, amount: 5000 },
      balance_transactions: [],
    })
    await stripe.refunds.create({ payment_intent: intent.id, amount: 1000 })
    expect(await stripe.disputes.retrieve(inquiry?.id ?? '')).toMatchObject({
      status: 'warning_needs_response',
    })
    await stripe.refunds.create({ payment_intent: intent.id })
    expect(await stripe.disputes.retrieve(inquiry?.id ?? '')).toMatchObject({
      ...{ status: 'warning_closed', balance_transactions: [] },
    })
  })

  it('take money and a fee when an inquiry was answered badly', async () => {
    const intent = await sale(5000, 500)
    const before = await total()
    const { id } = await standIn.control.openDispute({ payment: intent.id, inquiry: true })
    expect(await total()).toBe(before)
    const evidence = { uncategorized_text: 'escalate_inquiry_evidence' }
    const dispute = await stripe.disputes.update(id, { evidence, submit: true })
    expect(dispute).toMatchObject({ status: 'needs_response', is_charge_refundable: false })
    expect(dispute.balance_transactions).toMatchObject([{ amount: -5000, fee: 1500 }])
    expect(await total()).toBe(before - 5000 - 1500)
    const refund = stripe.refunds.create({ payment_intent: intent.id })
    expect(await refusal(refund)).toMatchObject({ code: 'charge_disputed' })
  })

  it('are lost for good', async () => {
    const intent = await sale(5000, 500)
    const dispute = await standIn.control.openDispute({ payment: intent.id, reason: 'duplicate' })
    const closed = await standIn.control.closeDispute({ dispute: dispute.id, won: false })
    expect(closed).toMatchObject({ status: 'lost', reason: 'duplicate' })
    expect(await refusal(stripe.disputes.close(dispute.id))).toMatchObject({ statusCode: 400 })
  })
})

describe('tests can', () => {
  it('restrict a seller, who then gets no sales until it is lifted', async () => {
    await standIn.control.restrictAccount({ account: seller })
    expect(await stripe.accounts.retrieve(seller)).toMatchObject({
      payouts_enabled: false,
      requirements: { disabled_reason: 'requirements.past_due' },
      capabilities: { transfers: 'inactive' },
    })
    expect(await refusal(sale(5000, 500))).toMatchObject({
      code: 'insufficient_capabilities_for_transfer',
    })
    await standIn.control.completeOnboarding({ account: seller })
    expect((await sale(5000, 500)).status).toBe('succeeded')
  })

  it('turn a good card into a bad one', async () => {
    const buyer = await buyerWith(stripe, 'pm_card_visa')
    const number = '4000000000009995'
    await standIn.control.turnCardInto({ paymentMethod: buyer.card, number })
    expect(await refusal(stripe.paymentIntents.create(offSession(buyer)))).toMatchObject({
      decline_code: 'insufficient_funds',
    })
  })

  it('read every balance at once', async () => {
    const rows = await standIn.control.balances()
    const own = rows.find(({ account }) => account === seller)
    expect((own?.available ?? 0) + (own?.pending ?? 0)).toBe(await total(seller))
  })
})
