import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, Download, Play } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { ErrorState } from '../../../components/error-state.tsx'
import { Loading, Skeleton } from '../../../components/skeleton.tsx'
import { paths } from '../../../lib/paths.ts'
import { formatExact, formatMoment, spokenTimeLeft } from '../../../lib/time.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { downloadSummary } from './download-summary.ts'
import { type ShowSummary, showSummaryQuery } from './show-summary.ts'
import { SummaryFigures } from './summary-figures.tsx'
import { SummaryMoments } from './summary-moments.tsx'
import { SummaryTable } from './summary-table.tsx'

/** `/studio/shows/:id/summary`: what a show has brought; also while it runs. */
export function Component() {
  const { id = '' } = useParams()
  const query = useQuery(showSummaryQuery(id))
  useTitle(query.data === undefined ? undefined : `Summary: ${query.data.show.title}`)
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-6 md:py-10">
      {query.data !== undefined ? (
        <Summary summary={query.data} />
      ) : query.error !== null ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <SummarySkeleton />
      )}
    </div>
  )
}

function Summary({ summary }: { summary: ShowSummary }) {
  const { show } = summary
  const { started_at: startedAt, ended_at: endedAt } = show
  return (
    <div className="flex flex-col gap-8">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <Link
            to={paths.studio()}
            className="inline-flex min-h-11 items-center gap-2 font-semibold text-ink-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-4" />
            Studio
          </Link>
          <h1 className="text-3xl font-extrabold md:text-4xl">{show.title}</h1>
          {startedAt !== null && (
            <p className="mt-1 text-ink-soft" title={formatExact(startedAt)}>
              {formatMoment(startedAt, new Date(summary.server_time))}
              {endedAt !== null &&
                ` · on air for ${spokenTimeLeft(Date.parse(endedAt) - Date.parse(startedAt))}`}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-3">
          {show.status === 'live' && (
            <Link to={paths.hostShow(show.id)} className={buttonStyle({ variant: 'act' })}>
              Back on air
            </Link>
          )}
          {show.status === 'ended' && (
            <Link to={paths.show(show.id)} className={buttonStyle({ variant: 'outline' })}>
              <Play aria-hidden className="size-4" />
              See the show
            </Link>
          )}
          <Button
            disabled={summary.lots.length === 0}
            onClick={() => {
              downloadSummary(summary).catch(() => toast.error('The file could not be made'))
            }}
          >
            <Download aria-hidden className="size-4" />
            Save as CSV
          </Button>
        </div>
      </header>
      <SummaryFigures summary={summary} />
      <SummaryMoments summary={summary} />
      <SummaryTable summary={summary} />
    </div>
  )
}

function SummarySkeleton() {
  return (
    <Loading label="Adding up the show" className="flex flex-col gap-8">
      <Skeleton className="h-16 w-2/3" />
      <Skeleton className="h-40" />
      <Skeleton className="h-28" />
      <Skeleton className="h-80" />
    </Loading>
  )
}
