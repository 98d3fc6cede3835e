import { Sheet } from '../../../components/dialog.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import type { Lot } from '../state/shapes.ts'
import { hasWon } from './tries.ts'
import { TryCard } from './try-card.tsx'
import { useTries } from './use-tries.ts'
import { verdictOf } from './words.ts'

/** Why one did not win, or what became of one's bids: from what the server knew at each of them. */
export default function WhyDialog({ lot, onClose }: { lot: Lot; onClose: () => void }) {
  const over = lot.status !== 'live' && lot.status !== 'scheduled'
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={over && !hasWon(lot) ? 'Why you did not win' : 'What became of your bids'}
      description={lot.title}
    >
      <Story lot={lot} />
    </Sheet>
  )
}

function Story({ lot }: { lot: Lot }) {
  const { tries, error, retry } = useTries(lot)
  if (error !== null) return <ErrorState error={error} onRetry={retry} />
  if (tries === undefined) {
    return (
      <Loading label="Looking up your bids" className="flex flex-col gap-3">
        <Skeleton className="h-12" />
        <Skeleton className="h-40" />
      </Loading>
    )
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="tabular rounded-card bg-ink/5 p-4 text-lg leading-snug font-semibold">
        {verdictOf(lot, tries)}
      </p>
      {tries.length === 0 ? (
        <p className="text-ink-muted">
          There is no bid of yours here. Refused bids are kept for 30 days, for you alone.
        </p>
      ) : (
        <ol className="flex flex-col gap-3">
          {tries.map((one, index) => (
            <TryCard key={`${one.taken} ${one.at}`} lot={lot} one={one} open={index === 0} />
          ))}
        </ol>
      )}
      <p className="text-sm leading-relaxed text-ink-muted">
        All times are those of the auction’s own clock, the only one that counts. Refused bids are
        kept for 30 days, for you alone.
      </p>
    </div>
  )
}
