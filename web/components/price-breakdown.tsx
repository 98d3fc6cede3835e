import { formatMoney } from '../lib/money.ts'

export interface PriceParts {
  currency: string
  items_cents: number
  buyer_fee_cents: number | null
  shipping_cents: number | null
  tax_cents: number | null
  total_cents: number | null
  tax_name: string | null
  tax_rate_ppm?: number | null
}

interface PriceBreakdownProps {
  price: PriceParts
  itemsLabel: string
  totalLabel?: string
  /** Said in place of an amount that nobody knows yet. */
  unknown?: string
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 3 })

/** What a total is made of, line by line, as on a bill. */
export function PriceBreakdown({
  price,
  itemsLabel,
  totalLabel = 'Total',
  unknown = 'not known yet',
}: PriceBreakdownProps) {
  const rate = price.tax_rate_ppm
  const tax = price.tax_name ?? 'Tax'
  const lines: [string, number | null][] = [
    [itemsLabel, price.items_cents],
    ['Buyer fee', price.buyer_fee_cents],
    ['Shipping', price.shipping_cents],
    [rate != null && rate > 0 ? `${tax} ${percent.format(rate / 1e6)}` : tax, price.tax_cents],
  ]
  const amount = (cents: number | null) =>
    cents === null ? (
      <span className="text-sm font-normal text-ink-muted">{unknown}</span>
    ) : (
      formatMoney(cents, price.currency)
    )
  return (
    <dl className="tabular">
      {lines.map(([label, cents]) => (
        <div key={label} className="flex items-baseline justify-between gap-4 py-1">
          <dt className="text-ink-muted">{label}</dt>
          <dd>{amount(cents)}</dd>
        </div>
      ))}
      <div className="mt-2 flex items-baseline justify-between gap-4 border-t border-line pt-3 font-bold">
        <dt>{totalLabel}</dt>
        <dd className="font-display text-2xl">{amount(price.total_cents)}</dd>
      </div>
    </dl>
  )
}
