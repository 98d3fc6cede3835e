/** https://docs.stripe.com/currencies: smallest charges, and what an amount looks like in a message. */
import { invalidRequest } from '../http/errors.ts'

const MINIMUM: Record<string, number> = {
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  usd: 50,
}
const MAXIMUM = 99_999_999

export function formatAmount(cents: number, currency: string): string {
  const code = currency.toUpperCase()
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency: code })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format(cents / 10 ** digits)
}

/** @throws {StripeFailure} `amount_too_small`, `amount_too_large`. */
export function requireChargeable(amount: number, currency: string): void {
  const minimum = MINIMUM[currency] ?? 1
  if (amount < minimum) {
    throw invalidRequest(`Amount must be at least ${formatAmount(minimum, currency)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    })
  }
  if (amount > MAXIMUM) {
    throw invalidRequest(
      `Amount must be no more than ${formatAmount(MAXIMUM, currency)} ${currency}`,
      { code: 'amount_too_large', param: 'amount' },
    )
  }
}

const FEE_RATE_PER_MILLE = 29
const FIXED_FEE = 30

/** Stripe's fee on a card payment, 2.9 % and 30 cents, in minor units. */
export function processingFee(amount: number): number {
  return Math.round((amount * FEE_RATE_PER_MILLE) / 1000) + FIXED_FEE
}

/** Stripe's fee on a dispute, in minor units. */
export const DISPUTE_FEE = 1500
