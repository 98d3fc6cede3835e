import '../live.css'
import { useQuery } from '@tanstack/react-query'
import { Clapperboard } from 'lucide-react'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { buttonStyle } from '../../../components/button-style.ts'
import { ErrorState } from '../../../components/error-state.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useLiveSurface } from '../../../lib/live-surface.ts'
import { paths } from '../../../lib/paths.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { ShowMissing } from '../show/show-closed.tsx'
import { ShowSkeleton } from '../show/show-skeleton.tsx'
import { fetchShow } from '../state/fetch-show.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import { RehearsalConsole } from './rehearsal-console.tsx'
import { createRehearsalSession } from './rehearsal-session.ts'

/**
 * `/studio/shows/:id/rehearsal`: the console with invented bidders. The show is read once; from then on nothing goes to the
 * server, so nothing of a rehearsal can be in sales, orders, search, ledgers or notifications.
 */
export function Component() {
  const { id = '' } = useParams()
  useLiveSurface()
  const query = useQuery({
    queryKey: ['rehearsal', id],
    queryFn: () => fetchShow(id),
    // The run is read once: a rehearsal under way must not change under its host.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  useTitle(query.data === undefined ? undefined : `Rehearsal: ${query.data.show.title}`)
  if (query.isPending) return <ShowSkeleton />
  if (query.isError) {
    return toAppError(query.error).code === 'NOFND' ? (
      <ShowMissing />
    ) : (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    )
  }
  return query.data.you?.role === 'host' ? <Rehearsal source={query.data} /> : <ShowMissing />
}

function Rehearsal({ source }: { source: ShowSnapshot }) {
  const navigate = useNavigate()
  const [session] = useState(() => createRehearsalSession(source))
  const back = paths.hostShow(source.show.id)
  return (
    <RehearsalConsole
      session={session}
      onEnded={() => void navigate(back)}
      notice={
        <div className="mb-2 flex flex-wrap items-center gap-3 rounded-card bg-outbid-soft px-4 py-2 text-outbid">
          <Clapperboard aria-hidden className="size-5" />
          <p className="min-w-0 flex-1">
            <strong className="font-semibold">This is a rehearsal.</strong> Nobody sees it, bidders
            are invented, and nothing is sold or kept.
          </p>
          <Link to={back} className={buttonStyle({ size: 'sm' })}>
            Leave
          </Link>
        </div>
      }
    />
  )
}
