import { Loading, Skeleton } from '../../../components/skeleton.tsx'

/** The shape of an auction page before anything is known of it. */
export function AuctionSkeleton() {
  return (
    <Loading
      label="Loading the auction"
      className="page grid gap-8 py-6 md:grid-cols-[minmax(0,1fr)_22rem] lg:grid-cols-[minmax(0,1fr)_25rem] lg:gap-12 lg:py-10"
    >
      <Skeleton className="aspect-4/3 w-full" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-5 w-32" />
        <Skeleton className="h-10" />
        <Skeleton className="mt-4 h-48" />
      </div>
    </Loading>
  )
}
