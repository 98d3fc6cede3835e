import type { ReactNode } from 'react'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

/* On a phone posters lie side by side and are pushed with the thumb; the next one peeks in. */
const RAIL =
  '-mx-4 grid auto-cols-[78%] grid-flow-col gap-3.5 overflow-x-auto px-4 pb-1 snap-x snap-mandatory scroll-px-4 ' +
  '*:snap-start sm:mx-0 sm:auto-cols-auto sm:grid-flow-row sm:grid-cols-2 sm:overflow-visible sm:px-0 sm:pb-0 md:gap-5'

/** A few shows share the width of the page; many stand in columns. */
function columns(count: number): string {
  if (count === 1) return 'grid'
  if (count === 2) return RAIL
  return count === 3 ? `${RAIL} lg:grid-cols-3` : `${RAIL} lg:grid-cols-3 xl:grid-cols-4`
}

/** The shape of a poster among so many: portrait on a phone and in columns, else as wide as the row allows. */
export function posterShape(count: number): string {
  if (count === 1) return 'aspect-square sm:aspect-video lg:aspect-3/1'
  return count === 2 ? 'aspect-4/5 sm:aspect-4/3 lg:aspect-video' : 'aspect-4/5'
}

export function ShowGrid({ count, children }: { count: number; children: ReactNode }) {
  return <div className={columns(count)}>{children}</div>
}

const PLACEHOLDERS = ['a', 'b', 'c', 'd']

export function ShowGridSkeleton() {
  return (
    <Loading label="Loading shows" className={columns(PLACEHOLDERS.length)}>
      {PLACEHOLDERS.map((key) => (
        <Skeleton key={key} className={`${posterShape(PLACEHOLDERS.length)} rounded-card`} />
      ))}
    </Loading>
  )
}
