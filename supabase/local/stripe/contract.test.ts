/**
 * One contract, two targets: the stand-in always, Stripe's test mode when STRIPE_SECRET_KEY is a test key (and, for
 * the part about sellers, STRIPE_TEST_SELLER an account connected to it that can receive transfers).
 */
import Stripe from 'stripe'
import { afterAll, beforeAll, describe } from 'vitest'
import { cardsContract } from './contract/cards.ts'
import { connectContract } from './contract/connect.ts'
import { paymentsContract } from './contract/payments.ts'
import { protocolContract } from './contract/protocol.ts'
import type { Target } from './contract/target.ts'
import { type StripeStandIn, startStripeStandIn } from './stand-in.ts'
import { clientOf } from './testing/client.ts'

describe('stand-in', () => {
  let standIn: StripeStandIn
  let target: Target

  beforeAll(async () => {
    standIn = await startStripeStandIn()
    const stripe = clientOf(standIn)
    const { id } = await stripe.accounts.create({
      type: 'express',
      capabilities: { card_payments: { requested: true }, transfers: { requested: true } },
    })
    await standIn.control.completeOnboarding({ account: id })
    target = {
      stripe,
      client: (config, key = standIn.secretKey) => clientOf({ ...standIn, secretKey: key }, config),
      seller: id,
    }
  })
  afterAll(() => standIn.stop())

  describe('protocol', () => protocolContract(() => target))
  describe('cards', () => cardsContract(() => target))
  describe('payments', () => paymentsContract(() => target))
  describe('sellers', () => connectContract(() => target))
})

const key = process.env.STRIPE_SECRET_KEY ?? ''
const isReal = /^sk_test_[0-9A-Za-z]{20,}$/.test(key)
const seller = process.env.STRIPE_TEST_SELLER

if (!isReal) console.warn('Stripe test mode: not run, STRIPE_SECRET_KEY is not a test key')
else if (!seller) console.warn('Stripe test mode, sellers: not run, STRIPE_TEST_SELLER is not set')

if (isReal) {
  describe('Stripe test mode', () => {
    const target: Target = {
      stripe: new Stripe(key, { maxNetworkRetries: 2 }),
      client: (config, otherKey = key) => new Stripe(otherKey, config),
      seller,
    }
    describe('protocol', () => protocolContract(() => target))
    describe('cards', () => cardsContract(() => target))
    describe('payments', () => paymentsContract(() => target))
    if (seller) describe('sellers', () => connectContract(() => target))
  })
}
