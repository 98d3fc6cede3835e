import type { ReactNode } from 'react'
import { Loading, Skeleton } from '../../components/skeleton.tsx'

const GRID =
  'grid grid-cols-2 gap-x-3.5 gap-y-6 sm:grid-cols-3 md:gap-x-5 lg:grid-cols-4 xl:grid-cols-6'
const PLACEHOLDERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l']

export function AuctionGrid({ children }: { children: ReactNode }) {
  return <div className={GRID}>{children}</div>
}

export function AuctionGridSkeleton() {
  return (
    <Loading label="Loading auctions" className={GRID}>
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
