import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import { broughtBy, totalsOf } from './totals.ts'

const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 })

interface HostTotalsProps {
  lots: readonly Lot[]
  viewers: number
}

/** What the show has brought so far, and what for. */
export function HostTotals({ lots, viewers }: HostTotalsProps) {
  const totals = totalsOf(lots)
  const currency = lots[0]?.currency ?? 'USD'
  const sold = lots.filter((lot) => lot.status === 'sold')
  const offered = totals.sold + totals.unsold + totals.passed
  return (
    <div>
      <dl className="grid grid-cols-2 gap-x-3 gap-y-4">
        {[
          { name: 'Sold for', value: formatMoney(totals.revenueCents, currency) },
          { name: 'Lots sold', value: `${totals.sold} of ${offered}` },
          {
            name: 'Sell-through',
            value: totals.sellThrough === null ? '–' : PERCENT.format(totals.sellThrough),
          },
          { name: 'Bids', value: String(totals.bids) },
          { name: 'Watching', value: String(viewers) },
          { name: 'Still to come', value: String(totals.left) },
        ].map(({ name, value }) => (
          <div key={name}>
            <dt className="text-sm text-ink-muted">{name}</dt>
            <dd className="tabular font-display text-2xl leading-tight font-extrabold">{value}</dd>
          </div>
        ))}
      </dl>
      {sold.length > 0 && (
        <ul className="mt-4 divide-y divide-line border-t border-line">
          {sold.toReversed().map((lot) => (
            <li key={lot.id} className="tabular flex items-center justify-between gap-4 py-2">
              <span className="truncate">
                <span className="mr-2 text-ink-muted">{lot.lot_number}</span>
                {lot.title}
              </span>
              <span className="font-semibold">{formatMoney(broughtBy(lot), lot.currency)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
