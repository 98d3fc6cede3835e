import { ShieldX } from 'lucide-react'
import { Link, Outlet } from 'react-router'
import { buttonStyle } from '../components/button-style.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { useMyAccount } from '../lib/my-account.ts'
import { paths } from '../lib/paths.ts'
import { PageSkeleton } from './page-skeleton.tsx'

/** Lets administrators through and tells the others so. Convenience only: the database decides. */
export function RequireAdmin() {
  const account = useMyAccount()
  if (account.data !== undefined) {
    if (account.data.roles.includes('admin')) return <Outlet />
    return (
      <div className="page max-w-2xl py-10">
        <h1 className="sr-only">For administrators</h1>
        <EmptyState
          icon={ShieldX}
          title="For administrators only"
          action={
            <Link to={paths.home()} className={buttonStyle({ variant: 'solid' })}>
              To the start page
            </Link>
          }
        >
          You are signed in as @{account.data.username}, who does not run this platform.
        </EmptyState>
      </div>
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
