import { Check, CircleSlash, Gavel, Hourglass, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { Badge, type BadgeTone } from '../../../components/badge.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { formatMoney } from '../../../lib/money.ts'
import { paths } from '../../../lib/paths.ts'
import { lotOutcome } from './lot-outcome.ts'
import type { LotResult, ShowSummary } from './show-summary.ts'

function look(status: LotResult['status']): { tone: BadgeTone; icon: LucideIcon } {
  if (status === 'sold') return { tone: 'winning', icon: Check }
  if (status === 'live') return { tone: 'act', icon: Gavel }
  if (status === 'draft' || status === 'scheduled') return { tone: 'neutral', icon: Hourglass }
  return { tone: 'neutral', icon: CircleSlash }
}

/** Every lot of the show, one row each. */
export function SummaryTable({ summary }: { summary: ShowSummary }) {
  const { lots, totals, currency } = summary
  if (lots.length === 0) {
    return (
      <EmptyState icon={Gavel} title="No lots">
        Nothing was offered in this show, so there is nothing to add up.
      </EmptyState>
    )
  }
  return (
    <section aria-label="Lots">
      <h2 className="mb-3 text-2xl font-bold">Lots</h2>
      <div className="overflow-x-auto rounded-card border border-line bg-surface">
        <table className="tabular w-full min-w-[40rem] text-left">
          <thead className="border-b border-line text-sm text-ink-muted">
            <tr>
              <th className="py-3 pl-4 font-semibold">Lot</th>
              <th className="px-3 font-semibold">Outcome</th>
              <th className="px-3 text-right font-semibold">Start</th>
              <th className="px-3 text-right font-semibold">Hammer</th>
              <th className="px-3 text-right font-semibold">Bids</th>
              <th className="pr-4 pl-3 text-right font-semibold">Order</th>
            </tr>
          </thead>
          <tbody>
            {lots.map((lot) => {
              const { tone, icon } = look(lot.status)
              return (
                <tr key={lot.id} className="border-b border-line last:border-0">
                  <th scope="row" className="max-w-80 py-3 pl-4 font-medium">
                    <Link to={paths.auction(lot.id)} className="line-clamp-2 hover:underline">
                      <span className="mr-2 text-ink-muted">{lot.lot_number}</span>
                      {lot.title}
                    </Link>
                  </th>
                  <td className="px-3">
                    <Badge tone={tone} icon={icon}>
                      {lotOutcome(lot)}
                    </Badge>
                  </td>
                  <td className="px-3 text-right text-ink-soft">
                    {formatMoney(lot.starting_price_cents, currency)}
                  </td>
                  <td className="px-3 text-right font-semibold">
                    {lot.status === 'sold' ? formatMoney(lot.hammer_cents, currency) : '–'}
                  </td>
                  <td className="px-3 text-right">
                    {lot.units === null ? lot.bids : `${lot.units} bought`}
                  </td>
                  <td className="pr-4 pl-3 text-right text-ink-soft">
                    {lot.orders.length === 0 ? '–' : lot.orders.map((n) => `#${n}`).join(', ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
          <tfoot className="border-t-2 border-line font-bold">
            <tr>
              <th scope="row" colSpan={3} className="py-3 pl-4 font-bold">
                Total
              </th>
              <td className="px-3 text-right">{formatMoney(totals.hammer_cents, currency)}</td>
              <td className="px-3 text-right">{totals.bids}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  )
}
