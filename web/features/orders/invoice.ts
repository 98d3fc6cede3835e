import { addressLines } from '../../lib/my-addresses.ts'
import type { Order } from './order.ts'
import type { Breakdown } from './order-breakdown.ts'

/** All that an invoice says, as text: the page and the PDF show the same. */
export interface Invoice {
  number: string
  date: string
  sellerName: string
  buyer: string[]
  lines: { title: string; quantity: number; amount: string }[]
  sums: { label: string; amount: string }[]
  total: string
  paidWith: string | null
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 3 })

/** Amounts on a bill always show their cents. */
function exact(cents: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency })
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** @returns null for an order that has no invoice, because it is not paid. */
export function invoiceOf(order: Order, price: Breakdown, paidWith: string | null): Invoice | null {
  const { currency } = order
  const { buyer_fee_cents, shipping_cents, tax_cents, total_cents } = price
  if (order.paid_at === null || order.address === null) return null
  if (buyer_fee_cents === null || shipping_cents === null) return null
  if (tax_cents === null || total_cents === null) return null
  const rate = price.tax_rate_ppm ?? 0
  const tax = price.tax_name ?? 'Tax'
  return {
    number: `BL-${order.number}`,
    date: new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(new Date(order.paid_at)),
    sellerName: order.seller?.shop_name ?? 'Seller',
    buyer: [order.address.full_name, ...addressLines(order.address)],
    lines: order.items.map(({ title, quantity, price_cents }) => ({
      title,
      quantity,
      amount: exact(price_cents * quantity, currency),
    })),
    sums: [
      { label: 'Items', amount: exact(price.items_cents, currency) },
      { label: 'Buyer fee', amount: exact(buyer_fee_cents, currency) },
      { label: 'Shipping', amount: exact(shipping_cents, currency) },
      {
        label: rate > 0 ? `${tax} ${percent.format(rate / 1e6)}` : tax,
        amount: exact(tax_cents, currency),
      },
    ],
    total: exact(total_cents, currency),
    paidWith,
  }
}
