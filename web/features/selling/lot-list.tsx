import { Picture } from '../../components/picture.tsx'
import { PriceText } from '../../components/price-text.tsx'
import type { Enums } from '../../types/database.ts'
import { StatusBadge } from './status-badge.tsx'

interface Lot {
  id: string
  lot_number: number | null
  title: string
  status: Enums<'auction_status'>
  currency: string
  price_cents: number
  duration_seconds: number | null
  product: { images: string[] } | null
}

/** The lots of a show in the order they come up. */
export function LotList({ lots }: { lots: readonly Lot[] }) {
  if (lots.length === 0) {
    return <p className="mt-2 text-ink-muted">No lots yet. Add the first one.</p>
  }
  return (
    <ol className="mt-2 divide-y divide-line">
      {lots.map((lot) => (
        <li key={lot.id} className="flex items-center gap-4 py-3">
          <span className="tabular w-7 shrink-0 text-right font-display font-bold text-ink-muted">
            {lot.lot_number}
          </span>
          <Picture
            src={lot.product?.images[0]}
            alt=""
            title={lot.title}
            className="size-14 shrink-0 rounded-control"
          />
          <div className="min-w-0 flex-1">
            <h3 className="truncate font-sans font-semibold">{lot.title}</h3>
            <p className="mt-1 flex items-center gap-2 text-sm text-ink-muted">
              <StatusBadge status={lot.status} />
              {lot.duration_seconds !== null && `${lot.duration_seconds} s`}
            </p>
          </div>
          <PriceText
            cents={lot.price_cents}
            currency={lot.currency}
            className="font-display text-lg font-bold"
          />
        </li>
      ))}
    </ol>
  )
}
