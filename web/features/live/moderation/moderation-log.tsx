import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../../components/button.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { formatExact, formatMoment } from '../../../lib/time.ts'
import { logWords } from './log-words.ts'
import { LOG_PAGE, moderationHistory } from './moderation-history.ts'

/** What was done in this show, by whom and why; newest first. */
export function ModerationLog({ showId }: { showId: string }) {
  const query = useInfiniteQuery({
    queryKey: ['moderation-log', showId],
    queryFn: ({ pageParam }) => moderationHistory(showId, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < LOG_PAGE ? undefined : page.at(-1)?.id),
    gcTime: 0,
  })
  if (query.isPending) {
    return (
      <Loading label="Loading the log" className="flex flex-col gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </Loading>
    )
  }
  if (query.isError && query.data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const entries = query.data?.pages.flat() ?? []
  if (entries.length === 0) return <p className="py-4 text-ink-muted">Nothing was done yet.</p>
  return (
    <>
      <ol aria-label="Log" className="flex flex-col divide-y divide-line">
        {entries.map((entry) => (
          <li key={entry.id} className="py-2.5 leading-snug">
            <p className="wrap-anywhere">
              <b className="font-semibold">{entry.actor ?? 'Somebody'}</b> {logWords(entry)}
            </p>
            {entry.reason !== null && (
              <p className="text-sm wrap-anywhere text-ink-soft">Reason: {entry.reason}</p>
            )}
            <p className="text-sm text-ink-muted" title={formatExact(entry.created_at)}>
              {formatMoment(entry.created_at, new Date())}
            </p>
          </li>
        ))}
      </ol>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Older
        </Button>
      )}
    </>
  )
}
