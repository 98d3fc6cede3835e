import { Check, CircleSlash, Gavel, Pin } from 'lucide-react'
import { Badge } from '../../../components/badge.tsx'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { standingIn } from '../bidding/standing.ts'
import type { Lot } from '../state/shapes.ts'
import { usePriceNow } from '../state/use-price-now.ts'
import { LotImage } from './lot-image.tsx'

/** What became, becomes or will become of a lot, in a word and an icon. */
export function LotState({ lot, isNext }: { lot: Lot; isNext: boolean }) {
  const each = formatMoney(lot.price_cents, lot.currency)
  const price = lot.format === 'fixed' ? `${lot.bid_count} × ${each}` : each
  if (lot.status === 'live') return <OpenState lot={lot} />
  if (lot.status === 'sold') {
    return standingIn(lot) === 'won' ? (
      <Badge tone="winning" icon={Check}>
        You won · {price}
      </Badge>
    ) : (
      <Badge icon={Check}>Sold {price}</Badge>
    )
  }
  if (lot.status === 'unsold') return <Badge icon={CircleSlash}>Not sold</Badge>
  if (lot.status === 'cancelled') return <Badge icon={CircleSlash}>Withdrawn</Badge>
  return (
    <span className="tabular text-sm text-ink-muted">
      {isNext && <strong className="mr-1.5 font-semibold text-ink">Next</strong>}
      from {formatMoney(lot.starting_price_cents, lot.currency)}
    </span>
  )
}

function OpenState({ lot }: { lot: Lot }) {
  return (
    <Badge tone="act" icon={Gavel}>
      Open · {formatMoney(usePriceNow(lot), lot.currency)}
    </Badge>
  )
}

interface LotRowProps {
  lot: Lot
  isNext: boolean
  isPinned: boolean
  onOpen: (lot: Lot) => void
}

export function LotRow({ lot, isNext, isPinned, onOpen }: LotRowProps) {
  const over = lot.status === 'sold' || lot.status === 'unsold' || lot.status === 'cancelled'
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(lot)}
        aria-current={lot.status === 'live' || undefined}
        className={cx(
          'flex w-full items-center gap-3 rounded-control p-2 text-left transition-colors hover:bg-ink/8',
          lot.status === 'live' && 'bg-act-soft',
        )}
      >
        <LotImage
          src={lot.product.images[0]}
          alt=""
          className={cx('size-14 rounded-lg', over && 'opacity-55 grayscale')}
        />
        <span className="min-w-0 flex-1">
          <span className={cx('line-clamp-2 leading-snug font-semibold', over && 'text-ink-soft')}>
            <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
            {lot.title}
          </span>
          <span className="mt-1 flex items-center gap-2">
            <LotState lot={lot} isNext={isNext} />
            {isPinned && (
              <Pin role="img" aria-label="Pinned by the host" className="size-3.5 text-act-text" />
            )}
          </span>
        </span>
      </button>
    </li>
  )
}
