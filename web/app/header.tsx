import { lazy, Suspense } from 'react'
import { Link, NavLink, useLocation } from 'react-router'
import { buttonStyle } from '../components/button-style.ts'
import { Skeleton } from '../components/skeleton.tsx'
import { cx } from '../lib/cx.ts'
import { paths } from '../lib/paths.ts'
import { useSession } from '../lib/session.ts'
import { HeaderSearch } from './header-search.tsx'
import { Wordmark } from './wordmark.tsx'

const AccountMenu = lazy(() => import('./account-menu.tsx'))
const NotificationBell = lazy(() => import('../features/notifications/notification-bell.tsx'))

const navLink = ({ isActive }: { isActive: boolean }) =>
  cx(
    'inline-flex min-h-11 items-center rounded-control px-3.5 text-[0.9375rem] font-semibold transition-colors hover:bg-ink/8',
    isActive ? 'text-ink' : 'text-ink-muted',
  )

function Account() {
  const { status } = useSession()
  const { pathname, search } = useLocation()
  if (status === 'loading') return <Skeleton className="size-10 rounded-full" />
  if (status === 'signed-in') {
    return (
      <Suspense fallback={<Skeleton className="size-10 rounded-full" />}>
        <NotificationBell />
        <AccountMenu />
      </Suspense>
    )
  }
  const here = `${pathname}${search}`
  const next = here === '/' || /^\/(login|register|reset|auth)\b/.test(here) ? undefined : here
  return (
    <div className="flex items-center gap-2">
      <Link
        to={paths.login(next)}
        className={buttonStyle({ variant: 'ghost', className: 'max-sm:-mr-4' })}
      >
        Sign in
      </Link>
      <Link
        to={paths.register(next)}
        className={buttonStyle({ variant: 'solid', className: 'max-sm:hidden' })}
      >
        Join
      </Link>
    </div>
  )
}

export function Header({ hiddenOnPhone }: { hiddenOnPhone: boolean }) {
  const { status } = useSession()
  return (
    <header
      className={cx(
        'sticky top-0 z-40 border-b border-line bg-surface/90 backdrop-blur-md print:hidden',
        hiddenOnPhone && 'max-md:hidden',
      )}
    >
      <div className="page flex h-(--header) items-center gap-6">
        <Link to={paths.home()} aria-label="Blytz Live, start page" className="flex rounded-lg">
          <Wordmark />
        </Link>
        <nav aria-label="Main" className="hidden flex-1 items-center gap-1 md:flex">
          <NavLink to={paths.home()} end className={navLink}>
            Live &amp; upcoming
          </NavLink>
          {status === 'signed-in' && (
            <>
              <NavLink to={paths.bids()} className={navLink}>
                My bids
              </NavLink>
              <NavLink to={paths.watchlist()} className={navLink}>
                Watchlist
              </NavLink>
            </>
          )}
          <NavLink to={paths.studio()} className={navLink}>
            Sell
          </NavLink>
        </nav>
        <div className="ml-auto flex items-center gap-1 lg:gap-3">
          <HeaderSearch />
          <Account />
        </div>
      </div>
    </header>
  )
}
