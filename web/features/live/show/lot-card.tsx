import { ChevronRight, ListOrdered } from 'lucide-react'
import type { Lot } from '../state/shapes.ts'
import { LotImage } from './lot-image.tsx'

interface LotCardProps {
  lot: Lot
  /** "Now", "Next", … */
  label: string
  onOpen: () => void
  /** Opens the whole run; absent where it stands beside. */
  onQueue?: (() => void) | undefined
  position?: string
}

/** The lot on which the page concentrates, above the bid bar. */
export function LotCard({ lot, label, onOpen, onQueue, position }: LotCardProps) {
  return (
    <div className="flex items-center gap-2">
      <button
        type="button"
        onClick={onOpen}
        className="group flex min-h-14 min-w-0 flex-1 items-center gap-3 text-left"
      >
        <LotImage src={lot.product.images[0]} alt="" className="size-14 rounded-xl" />
        <span className="min-w-0 flex-1">
          <span className="block text-xs font-semibold text-ink-muted">
            {label} · Lot {lot.lot_number}
          </span>
          <span className="line-clamp-2 font-display leading-tight font-bold text-balance group-hover:underline">
            {lot.title}
          </span>
        </span>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-muted" />
      </button>
      {onQueue !== undefined && (
        <button
          type="button"
          onClick={onQueue}
          aria-label={`All lots, ${position ?? ''}`}
          className="tabular inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-full bg-ink/8 px-3.5 text-sm font-semibold hover:bg-ink/15"
        >
          <ListOrdered aria-hidden className="size-4" />
          {position}
        </button>
      )}
    </div>
  )
}
