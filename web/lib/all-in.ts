/**
 * The all-in price of another amount, from the terms that came with a quote (`price_quote`): what saves a question to the
 * server for every step of a price. The database decides what is charged; a property test holds the two together.
 */
export interface PriceTerms {
  /** The platform's fee and the tax in millionths. */
  fee_rate_ppm: number
  tax_rate_ppm: number
  tax_on_fee: boolean
  /** What the lots of the open order that this one would join are taxed on already, in cents. */
  taxed_before_cents: number
  /** Of the shipping, what is taxed, in cents. */
  taxed_shipping_cents: number
}

/** The parts of a price, in cents. */
export interface AllIn {
  item_cents: number
  buyer_fee_cents: number
  shipping_cents: number
  tax_cents: number
  total_cents: number
}

const MILLION = 1_000_000n

/** So many millionths of an amount, half a cent up; in whole numbers throughout. */
function shareOf(cents: bigint, ppm: number): bigint {
  return (cents * BigInt(ppm) + MILLION / 2n) / MILLION
}

export function allIn(amountCents: number, shippingCents: number, terms: PriceTerms): AllIn {
  const item = BigInt(amountCents)
  const fee = shareOf(item, terms.fee_rate_ppm)
  const before = BigInt(terms.taxed_before_cents)
  const taxed = before + item + BigInt(terms.taxed_shipping_cents) + (terms.tax_on_fee ? fee : 0n)
  const tax = shareOf(taxed, terms.tax_rate_ppm) - shareOf(before, terms.tax_rate_ppm)
  return {
    item_cents: amountCents,
    buyer_fee_cents: Number(fee),
    shipping_cents: shippingCents,
    tax_cents: Number(tax),
    total_cents: Number(item + fee + BigInt(shippingCents) + tax),
  }
}
