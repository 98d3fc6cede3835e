import { ArrowRight, Trophy } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { formatMoney } from '../../../lib/money.ts'
import { paths } from '../../../lib/paths.ts'
import type { Lot } from '../state/shapes.ts'
import type { Standing } from './standing.ts'

const RESULT = { sold: 'Sold', unsold: 'Not sold', cancelled: 'Withdrawn' } as const

/** A sale of units has many buyers. */
function unitsSold({ bid_count: sold, fixed }: Lot): string {
  const quantity = fixed?.quantity ?? sold
  return sold === quantity ? 'Sold out' : `Over: ${sold} of ${quantity} sold`
}

/** How an auction ended, and for its winner the way to pay. */
export function OverNotice({ lot, standing }: { lot: Lot; standing: Standing }) {
  const price = formatMoney(lot.price_cents, lot.currency)
  if (standing === 'won') {
    return (
      <div className="flex min-h-14 animate-rise-in items-center gap-3 rounded-control bg-winning px-4 py-2.5 text-winning-ink">
        <Trophy aria-hidden className="size-6 shrink-0" />
        <div className="min-w-0 flex-1">
          <p className="font-display text-lg leading-tight font-extrabold">You won for {price}</p>
          <p className="text-sm leading-snug font-medium">Pay to get it shipped.</p>
        </div>
        {lot.you?.order_id != null && (
          <Link
            to={paths.order(lot.you.order_id)}
            className={buttonStyle({ variant: 'solid', className: 'shrink-0' })}
          >
            Order
            <ArrowRight aria-hidden className="size-4" />
          </Link>
        )}
      </div>
    )
  }
  const result =
    lot.format === 'fixed' && lot.status === 'sold'
      ? unitsSold(lot)
      : lot.status === 'sold' || lot.status === 'unsold'
        ? RESULT[lot.status]
        : RESULT.cancelled
  return (
    <div className="flex min-h-14 items-center justify-between gap-3 rounded-control bg-ink/8 px-4 py-2.5">
      <p className="font-display text-lg font-bold">
        {result}
        {lot.status === 'sold' && lot.format !== 'fixed' && (
          <span className="tabular"> for {price}</span>
        )}
      </p>
      {standing === 'lost' && (
        <p className="text-sm text-ink-muted">
          {lot.status === 'sold' ? 'Somebody else won. You owe nothing. ' : 'You owe nothing. '}
          <Link
            to={`${paths.auction(lot.id)}?why`}
            className="font-semibold text-act-text underline"
          >
            Why?
          </Link>
        </p>
      )}
    </div>
  )
}
