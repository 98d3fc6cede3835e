import { CircleCheck, TriangleAlert } from 'lucide-react'
import { formatMoney } from '../../../lib/money.ts'
import type { ShowSummary } from './show-summary.ts'
import { sellThrough } from './totals.ts'

const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 })

/** The figures of a show, and whether its orders come to the same. */
export function SummaryFigures({ summary }: { summary: ShowSummary }) {
  const { totals, show, currency } = summary
  const share = sellThrough(totals.sold, totals.unsold + totals.passed)
  const figures = [
    { name: 'Lots sold', value: String(totals.sold) },
    { name: 'Not sold', value: String(totals.unsold + totals.passed) },
    { name: 'Sell-through', value: share === null ? '–' : PERCENT.format(share) },
    { name: 'Bids', value: String(totals.bids) },
    { name: 'Bidders', value: String(totals.bidders) },
    { name: 'Most viewers at once', value: String(show.peak_viewers) },
  ]
  const agrees = totals.hammer_cents === totals.ordered_cents
  return (
    <section aria-label="Figures" className="rounded-card border border-line bg-surface p-5 md:p-7">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <div>
          <p className="text-ink-muted">Hammer total</p>
          <p className="tabular font-display text-5xl leading-none font-extrabold md:text-6xl">
            {formatMoney(totals.hammer_cents, currency)}
          </p>
        </div>
        <p className="flex max-w-sm items-start gap-2 text-sm text-ink-soft">
          {agrees ? (
            <>
              <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-winning" />
              <span>
                Your orders from this show come to {formatMoney(totals.ordered_cents, currency)},
                the same.
              </span>
            </>
          ) : (
            <>
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-act-text" />
              <span>
                Your standing orders from this show come to{' '}
                {formatMoney(totals.ordered_cents, currency)}: an order was cancelled since, or went
                to another bidder.
              </span>
            </>
          )}
        </p>
      </div>
      <dl className="mt-6 grid grid-cols-2 gap-4 border-t border-line pt-5 sm:grid-cols-3 lg:grid-cols-6">
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt className="text-sm text-ink-muted">{name}</dt>
            <dd className="tabular font-display text-2xl font-extrabold">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
