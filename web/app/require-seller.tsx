import { Navigate, Outlet } from 'react-router'
import { ErrorState } from '../components/error-state.tsx'
import { useMyAccount } from '../lib/my-account.ts'
import { paths } from '../lib/paths.ts'
import { PageSkeleton } from './page-skeleton.tsx'

/** Lets approved sellers through; the others land where a shop is opened. Convenience only: the database decides. */
export function RequireSeller() {
  const account = useMyAccount()
  if (account.data !== undefined) {
    return account.data.seller_status === 'approved' ? (
      <Outlet />
    ) : (
      <Navigate to={paths.sell()} replace />
    )
  }
  if (account.error !== null) {
    return (
      <div className="page py-10">
        <ErrorState error={account.error} onRetry={() => void account.refetch()} />
      </div>
    )
  }
  return <PageSkeleton />
}
