import type { ReactNode } from 'react'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

/* On a phone posters lie side by side and are pushed with the thumb; the next one peeks in. */
const RAIL =
  '-mx-4 grid auto-cols-[78%] grid-flow-col gap-3.5 overflow-x-auto px-4 pb-1 snap-x snap-mandatory scroll-px-4 ' +
  '*:snap-start sm:mx-0 sm:auto-cols-auto sm:grid-flow-row sm:grid-cols-2 sm:overflow-visible sm:px-0 sm:pb-0 ' +
  'md:gap-5 lg:grid-cols-3 xl:grid-cols-4'

export function ShowGrid({ children }: { children: ReactNode }) {
  return <div className={RAIL}>{children}</div>
}

export function ShowGridSkeleton() {
  return (
    <Loading label="Loading shows" className={RAIL}>
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} className="aspect-4/5 rounded-card" />
      ))}
    </Loading>
  )
}
