import { ArrowRight, CircleSlash, Flag, ListOrdered } from 'lucide-react'
import { Link } from 'react-router'
import { Button } from '../../../components/button.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { formatMoney } from '../../../lib/money.ts'
import { paths } from '../../../lib/paths.ts'
import { standingIn } from '../bidding/standing.ts'
import type { Lot, Show } from '../state/shapes.ts'

interface ShowSummaryProps {
  show: Show
  lots: readonly Lot[]
  onQueue?: (() => void) | undefined
}

/** What came of a show that is over. */
export function ShowSummary({ show, lots, onQueue }: ShowSummaryProps) {
  if (show.status === 'cancelled') {
    return (
      <p className="flex items-center gap-3 py-2 font-semibold">
        <CircleSlash aria-hidden className="size-5 text-ink-muted" />
        This show was called off.
      </p>
    )
  }
  const sold = lots.filter((lot) => lot.status === 'sold')
  const mine = lots.filter((lot) => standingIn(lot) === 'won')
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="flex items-center gap-2 font-display text-2xl font-extrabold">
          <Flag aria-hidden className="size-6 text-act" />
          That was the show
        </p>
        <p className="mt-1 text-ink-soft">
          {sold.length} of {lots.length} lots found a buyer.
        </p>
      </div>
      {mine.map((lot) => (
        <div
          key={lot.id}
          className="flex items-center gap-3 rounded-control bg-winning-soft p-3 text-winning"
        >
          <p className="min-w-0 flex-1 font-semibold">
            <span className="line-clamp-1">{lot.title}</span>
            <span className="tabular text-sm">
              Yours for {formatMoney(lot.price_cents, lot.currency)}
            </span>
          </p>
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
      ))}
      <div className="flex gap-2.5">
        {onQueue !== undefined && (
          <Button onClick={onQueue} className="flex-1">
            <ListOrdered aria-hidden className="size-4" />
            All lots
          </Button>
        )}
        <Link to={paths.home()} className={buttonStyle({ variant: 'act', className: 'flex-1' })}>
          See what is live
        </Link>
      </div>
    </div>
  )
}
