import { Loading, Skeleton } from '../../../components/skeleton.tsx'

/** The shape of a show before anything is known of it. */
export function ShowSkeleton() {
  return (
    <Loading
      label="Loading the show"
      className="grid h-[calc(100dvh-var(--header))] gap-4 p-3 max-md:h-dvh lg:grid-cols-[18rem_1fr_22rem]"
    >
      <Skeleton className="max-lg:hidden" />
      <div className="flex flex-col justify-end gap-3">
        <Skeleton className="flex-1" />
        <Skeleton className="h-16" />
        <Skeleton className="h-14" />
      </div>
      <Skeleton className="max-lg:hidden" />
    </Loading>
  )
}
