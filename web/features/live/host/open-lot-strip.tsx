import { LivePrice } from '../bidding/live-price.tsx'
import { TimeLeft } from '../bidding/time-left.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { usePriceNow } from '../state/use-price-now.ts'
import { useTimeLeft } from '../state/use-time-left.ts'

/** Price and time of the open lot in one line, for a phone that shows something else. */
export function OpenLotStrip({ lot }: { lot: Lot }) {
  const stale = useLive((state) => state.connection !== 'live')
  const price = usePriceNow(lot)
  const timeLeftMs = useTimeLeft(lot.ends_at)
  return (
    <div className="flex items-center gap-3 border-t border-line bg-act-soft px-4 py-2">
      <p className="min-w-0 flex-1 truncate font-semibold">
        <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
        {lot.title}
      </p>
      <LivePrice cents={price} currency={lot.currency} stale={stale} className="text-2xl" />
      <TimeLeft ms={timeLeftMs} endsAt={lot.ends_at} className="text-xl" />
    </div>
  )
}
