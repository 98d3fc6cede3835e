import { CalendarClock } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Skeleton } from '../../../components/skeleton.tsx'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { BidBar } from '../bidding/bid-bar.tsx'
import { useLive } from '../state/live-context.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { lotsOf, nextLot } from './focus-lot.ts'
import { LotCard } from './lot-card.tsx'

const RemindMe = lazy(async () => ({
  default: (await import('../engagement/remind-me.tsx')).RemindMe,
}))
const ShowSummary = lazy(async () => ({
  default: (await import('./show-summary.tsx')).ShowSummary,
}))

interface LotPanelProps {
  show: Show
  lot: Lot | null
  onOpenLot: (lot: Lot) => void
  onQueue?: () => void
}

function labelOf(lot: Lot, isNext: boolean): string {
  if (lot.status === 'live') return 'Now'
  return isNext ? 'Next' : 'Just ended'
}

/** What is going on right now: the lot and its bid bar, or what came of the show, or when it starts. */
export function LotPanel({ show, lot, onOpenLot, onQueue }: LotPanelProps) {
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const all = lotsOf({ lots, lotOrder })
  const next = nextLot(all)
  const done = all.filter((each) => each.status !== 'scheduled' && each.status !== 'draft').length
  if (show.status === 'ended' || show.status === 'cancelled') {
    return (
      <Suspense fallback={<Skeleton className="h-40" />}>
        <ShowSummary show={show} lots={all} onQueue={onQueue} />
      </Suspense>
    )
  }
  if (lot === null) {
    return (
      <p className="flex items-center gap-3 py-2 text-ink-muted">
        <CalendarClock aria-hidden className="size-5" />
        No lots yet. The host is still setting up.
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {show.status === 'scheduled' && <StartsAt show={show} />}
      <LotCard
        lot={lot}
        label={labelOf(lot, lot.id === next?.id)}
        onOpen={() => onOpenLot(lot)}
        onQueue={onQueue}
        position={`${done}/${all.length}`}
      />
      <BidBar lot={lot} />
      {lot.status !== 'live' && next !== null && next.id !== lot.id && (
        <button
          type="button"
          onClick={() => onOpenLot(next)}
          className="min-h-11 rounded-control bg-ink/5 px-3 text-left text-sm hover:bg-ink/10"
        >
          <span className="font-semibold">Next:</span> {next.title}
        </button>
      )}
    </div>
  )
}

function StartsAt({ show }: { show: Show }) {
  const now = useNow(30_000)
  if (show.starts_at === null) return null
  return (
    <div className="flex flex-col gap-2">
      <p
        title={formatExact(show.starts_at)}
        className="flex items-center gap-2.5 rounded-control bg-act-soft px-3.5 py-2.5 font-semibold text-act-text"
      >
        <CalendarClock aria-hidden className="size-5 shrink-0" />
        Starts {formatMoment(show.starts_at, new Date(now))}
      </p>
      <Suspense fallback={<div className="h-11" />}>
        <RemindMe show={show} startsAt={show.starts_at} />
      </Suspense>
    </div>
  )
}
