import { PageSkeleton } from './page-skeleton.tsx'
import { Wordmark } from './wordmark.tsx'

/** First paint, before the first page's code has arrived. */
export function ShellFallback() {
  return (
    <>
      <header className="border-b border-line bg-surface">
        <div className="page flex h-(--header) items-center">
          <Wordmark />
        </div>
      </header>
      <PageSkeleton />
    </>
  )
}
