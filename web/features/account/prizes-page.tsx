import { useQuery } from '@tanstack/react-query'
import { Gift } from 'lucide-react'
import { Link } from 'react-router'
import { buttonStyle } from '../../components/button-style.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { MomentText } from '../../components/moment-text.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { AccountLayout } from './account-layout.tsx'
import { myPrizesQuery } from './my-prizes.ts'

/** `/account/prizes`: what the user has won in giveaways, and from whom. */
export function Component() {
  useTitle('Prizes')
  const userId = useUserId()
  return (
    <AccountLayout title="Prizes">{userId !== null && <Prizes userId={userId} />}</AccountLayout>
  )
}

function Prizes({ userId }: { userId: string }) {
  const prizes = useQuery(myPrizesQuery(userId))
  if (prizes.data === undefined) {
    return prizes.error === null ? (
      <Loading label="Loading prizes" className="space-y-4">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </Loading>
    ) : (
      <ErrorState error={prizes.error} onRetry={() => void prizes.refetch()} />
    )
  }
  if (prizes.data.length === 0) {
    return (
      <EmptyState
        icon={Gift}
        title="No prizes yet"
        action={
          <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
            See what is live
          </Link>
        }
      >
        Hosts give things away during their shows. Whoever is there can enter.
      </EmptyState>
    )
  }
  return (
    <ul className="divide-y divide-line">
      {prizes.data.map((prize) => (
        <li key={prize.giveaway_id} className="flex items-center gap-4 py-4">
          <span className="grid size-12 shrink-0 place-items-center rounded-full bg-winning-soft text-winning">
            <Gift aria-hidden className="size-6" />
          </span>
          <div className="min-w-0">
            <h2 className="font-bold">{prize.prize}</h2>
            <p className="text-sm text-ink-muted">
              Won <MomentText at={prize.won_at} /> in{' '}
              <Link to={paths.show(prize.show_id)} className="link">
                {prize.show_title}
              </Link>
            </p>
            <p className="mt-1 text-sm">
              <Link to={paths.seller(prize.username)} className="link font-semibold">
                {prize.shop_name}
              </Link>{' '}
              knows that it is yours and sends it. It costs you nothing.
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
