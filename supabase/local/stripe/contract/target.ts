/** What the contract runs against: the stand-in, or Stripe's own test mode. */
import type Stripe from 'stripe'
import { expect, vi } from 'vitest'

export interface Target {
  stripe: Stripe
  /** Another client with other options, same place. */
  client(config: Stripe.StripeConfig, key?: string): Stripe
  /** A connected account that can receive transfers, if there is one. */
  seller: string | undefined
}

/** Cards only: what the project sends, and what needs no return URL. */
export const CARDS = { enabled: true, allow_redirects: 'never' } as const

export interface Buyer {
  customer: string
  card: string
}

/** A customer with a saved test card. */
export async function buyerWith(stripe: Stripe, token: string): Promise<Buyer> {
  const customer = await stripe.customers.create({ description: 'contract test' })
  const card = await stripe.paymentMethods.attach(token, { customer: customer.id })
  return { customer: customer.id, card: card.id }
}

/** As the project charges a winner: off session, confirmed at once. */
export function offSession(
  { customer, card }: Buyer,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Stripe.PaymentIntentCreateParams {
  return {
    amount: 5000,
    currency: 'usd',
    customer,
    payment_method: card,
    automatic_payment_methods: CARDS,
    off_session: true,
    confirm: true,
    ...more,
  }
}

const WAIT = { timeout: 20_000, interval: 100 }

/** The charge of a paid intent once it is booked: Stripe captures in the background. */
export async function bookedCharge(
  stripe: Stripe,
  intent: Stripe.PaymentIntent,
  expand: string[] = [],
): Promise<Stripe.Charge> {
  const { latest_charge: latest } = intent
  const id = typeof latest === 'string' ? latest : (latest?.id ?? '')
  return vi.waitFor(async () => {
    const charge = await stripe.charges.retrieve(id, { expand })
    expect(charge.balance_transaction).not.toBeNull()
    return charge
  }, WAIT)
}
