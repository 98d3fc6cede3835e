import { Button } from '../../../components/button.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { cx } from '../../../lib/cx.ts'
import { AuctionCard } from '../auction-card.tsx'
import type { AuctionSummary } from '../auction-summary.ts'

/* Two columns fewer than a page without a sidebar has. */
const GRID = 'grid grid-cols-2 gap-x-3.5 gap-y-6 sm:grid-cols-3 md:gap-x-5 xl:grid-cols-4'
const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']
/** Pictures that are on the screen at once. */
const EAGER = 4

export function ResultsSkeleton() {
  return (
    <Loading label="Searching" className={GRID}>
      {PLACEHOLDERS.map((key) => (
        <div key={key}>
          <Skeleton className="aspect-square rounded-card" />
          <Skeleton className="mt-3 h-4 w-11/12" />
          <Skeleton className="mt-2 h-6 w-1/3" />
        </div>
      ))}
    </Loading>
  )
}

interface ResultsProps {
  items: readonly AuctionSummary[]
  /** These are still the last search's; the next are on their way. */
  stale: boolean
  hasMore: boolean
  loadingMore: boolean
  /** Why the next page did not come, if it did not. */
  moreError: unknown
  onMore: () => void
}

export function Results({ items, stale, hasMore, loadingMore, moreError, onMore }: ResultsProps) {
  return (
    <>
      <div
        aria-busy={stale}
        className={cx(GRID, 'transition-opacity', stale && 'pointer-events-none opacity-50')}
      >
        {items.map((auction, index) => (
          <AuctionCard key={auction.id} auction={auction} eager={index < EAGER} />
        ))}
      </div>
      {moreError !== null && (
        <div className="mt-8">
          <ErrorState error={moreError} />
        </div>
      )}
      {hasMore && (
        <div className="mt-10 flex justify-center">
          <Button size="lg" busy={loadingMore} onClick={onMore}>
            Load more
          </Button>
        </div>
      )}
    </>
  )
}
