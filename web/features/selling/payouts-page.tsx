import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { ErrorState } from '../../components/error-state.tsx'
import { Loading, Skeleton } from '../../components/skeleton.tsx'
import { paths } from '../../lib/paths.ts'
import { useUserId } from '../../lib/session.ts'
import { useTitle } from '../../lib/use-title.ts'
import { EarningsList } from './earnings-list.tsx'
import { PayoutAccount } from './payout-account.tsx'
import { myPayoutsQuery } from './payouts.ts'

const ASK_EVERY_MS = 3000

function Account({ userId }: { userId: string }) {
  const [params] = useSearchParams()
  const query = useQuery({
    ...myPayoutsQuery(userId),
    // Just back from Stripe: what they decide may be a moment behind the browser.
    refetchInterval: ({ state }) =>
      params.get('connect') === 'back' && state.data?.state !== 'active' ? ASK_EVERY_MS : false,
  })
  if (query.data !== undefined) {
    return (
      <>
        {params.get('connect') === 'again' && (
          <p role="status" className="mb-4 rounded-control bg-act-soft p-4">
            That link had expired. Open Stripe’s page once more.
          </p>
        )}
        <PayoutAccount payouts={query.data} />
      </>
    )
  }
  return query.error === null ? (
    <Loading label="Loading your payouts">
      <Skeleton className="h-56 rounded-card" />
    </Loading>
  ) : (
    <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  )
}

/** A shop's money: whether Stripe pays it out, and what every order has brought. */
export function Component() {
  useTitle('Payouts')
  const userId = useUserId()
  if (userId === null) return null
  return (
    <div className="page max-w-4xl py-8 md:py-10">
      <Link to={paths.studio()} className="link text-sm">
        Studio
      </Link>
      <h1 className="mt-2 mb-6 text-3xl font-extrabold tracking-tight">Payouts</h1>
      <Account userId={userId} />
      <h2 className="mt-10 mb-4 text-xl font-bold">Earnings</h2>
      <EarningsList userId={userId} />
    </div>
  )
}
