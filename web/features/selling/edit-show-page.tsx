import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { Card } from '../../components/card.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AddLotForm } from './add-lot-form.tsx'
import { cancelShow } from './cancel-show.ts'
import { LotList } from './lot-list.tsx'
import { myShowQuery } from './my-show.ts'
import { ScheduleShowForm } from './schedule-show-form.tsx'
import { StatusBadge } from './status-badge.tsx'
import { WithdrawButton } from './withdraw-button.tsx'

function EditShow({ userId, showId }: { userId: string; showId: string }) {
  const { data: show, error, refetch } = useQuery(myShowQuery(userId, showId))
  useTitle(show?.title)
  if (error !== null && show === undefined) {
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  if (show === undefined) {
    return (
      <Loading label="Loading the show">
        <Skeleton className="h-9 w-72" />
        <Skeleton className="mt-6 h-64 rounded-card" />
      </Loading>
    )
  }
  const open = show.status === 'draft' || show.status === 'scheduled'
  return (
    <>
      <div className="mt-2 mb-6 flex flex-wrap items-center justify-between gap-4">
        <div>
          <h1 className="text-3xl font-extrabold tracking-tight">{show.title}</h1>
          <p className="mt-1.5 flex items-center gap-2 text-ink-muted">
            <StatusBadge status={show.status} />
            {show.starts_at !== null && <MomentText at={show.starts_at} />}
          </p>
        </div>
        <div className="flex items-center gap-2">
          {open && (
            <WithdrawButton
              userId={userId}
              title={show.title}
              label="Call it off"
              consequence="Viewers see that it is off, and its lots return to your inventory."
              withdraw={() => cancelShow(show.id)}
            />
          )}
          {(show.status === 'scheduled' || show.status === 'live') && (
            <Link to={paths.hostShow(show.id)} className={buttonStyle({ variant: 'act' })}>
              Host console
            </Link>
          )}
        </div>
      </div>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-[3fr_2fr] lg:items-start">
        <Card className="p-5 sm:p-6">
          <h2 className="text-lg font-bold">Run of the show</h2>
          <LotList lots={show.lots} />
        </Card>
        <div className="flex flex-col gap-6">
          {open && (
            <Card className="p-5 sm:p-6">
              <h2 className="mb-4 text-lg font-bold">
                {show.status === 'draft' ? 'Announce it' : 'Start'}
              </h2>
              <ScheduleShowForm
                key={show.starts_at ?? ''}
                userId={userId}
                showId={show.id}
                startsAt={show.starts_at}
              />
            </Card>
          )}
          {(open || show.status === 'live') && (
            <Card className="p-5 sm:p-6">
              <h2 className="mb-4 text-lg font-bold">Add a lot</h2>
              <AddLotForm userId={userId} showId={show.id} />
            </Card>
          )}
        </div>
      </div>
    </>
  )
}

/** A show before it is on air: its lots and its start. */
export function Component() {
  const { id = '' } = useParams()
  const userId = useUserId()
  return (
    <div className="page max-w-6xl py-8 md:py-10">
      <Link to={paths.studio()} className="link text-sm">
        Studio
      </Link>
      {userId !== null && <EditShow userId={userId} showId={id} />}
    </div>
  )
}
