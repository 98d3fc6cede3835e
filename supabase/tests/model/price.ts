/** What an order costs, from MONEY's page and never from the SQL. Amounts are cents, rates millionths. */
export interface PriceLine {
  unitCents: number
  quantity: number
  feePpm: number
  firstCents: number
  additionalCents: number
}

export interface Tax {
  ppm: number
  onShipping: boolean
  onFee: boolean
}

const share = (cents: bigint, ppm: number): bigint => {
  const product = cents * BigInt(ppm)
  const [whole, rest] = [product / 1_000_000n, product % 1_000_000n]
  return rest * 2n >= 1_000_000n ? whole + 1n : whole
}

const sum = (values: bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

/**
 * Fees lot by lot. One parcel: try each lot as the one that pays its first item in full, every other unit of the order
 * pays the rate of a further item; the dearest of these is charged.
 */
export function priceOf(lines: PriceLine[], tax: Tax) {
  const items = sum(lines.map((line) => BigInt(line.unitCents) * BigInt(line.quantity)))
  const fee = sum(
    lines.map((line) => share(BigInt(line.unitCents) * BigInt(line.quantity), line.feePpm)),
  )
  const parcels = lines.map((first) =>
    sum(
      lines.map((line) =>
        line === first
          ? BigInt(line.firstCents) + BigInt(line.additionalCents) * BigInt(line.quantity - 1)
          : BigInt(line.additionalCents) * BigInt(line.quantity),
      ),
    ),
  )
  const [shipping = 0n] = parcels.toSorted((a, b) => (a < b ? 1 : -1))
  const taxed = items + (tax.onFee ? fee : 0n) + (tax.onShipping ? shipping : 0n)
  const taxCents = share(taxed, tax.ppm)
  return {
    items: Number(items),
    fee: Number(fee),
    shipping: Number(shipping),
    tax: Number(taxCents),
    total: Number(items + fee + shipping + taxCents),
  }
}
