import { Loading, Skeleton } from '../components/skeleton.tsx'

/** The shape of a page whose code or data is still on its way. */
export function PageSkeleton() {
  return (
    <Loading label="Loading the page" className="page py-8">
      <Skeleton className="h-9 w-56" />
      <div className="mt-6 grid grid-cols-2 gap-4 md:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} className="aspect-4/5" />
        ))}
      </div>
    </Loading>
  )
}
