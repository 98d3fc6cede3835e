import { Navigate, Outlet, useLocation } from 'react-router'
import { paths } from '../lib/paths.ts'
import { useSession } from '../lib/session.ts'
import { PageSkeleton } from './page-skeleton.tsx'

/** Lets signed-in people through; the others sign in first and come back to where they were. */
export function RequireUser() {
  const { status } = useSession()
  const { pathname, search, hash } = useLocation()
  if (status === 'loading') return <PageSkeleton />
  if (status === 'anonymous') {
    return <Navigate to={paths.login(`${pathname}${search}${hash}`)} replace />
  }
  return <Outlet />
}
