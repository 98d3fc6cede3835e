import { Gavel, Heart, House, Store, UserRound } from 'lucide-react'
import { NavLink } from 'react-router'
import { cx } from '../lib/cx.ts'
import { paths } from '../lib/paths.ts'

const ENTRIES = [
  { to: paths.home(), icon: House, label: 'Home', end: true },
  { to: paths.bids(), icon: Gavel, label: 'My bids', end: false },
  { to: paths.watchlist(), icon: Heart, label: 'Watching', end: false },
  { to: paths.studio(), icon: Store, label: 'Sell', end: false },
  { to: paths.account(), icon: UserRound, label: 'Account', end: true },
]

/** The thumb's navigation on a phone. */
export function BottomNav() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 border-t border-line bg-surface/95 pb-[env(safe-area-inset-bottom)] backdrop-blur-md md:hidden print:hidden"
    >
      <ul className="mx-auto grid h-(--bottom-bar) max-w-md grid-cols-5">
        {ENTRIES.map(({ to, icon: Icon, label, end }) => (
          <li key={to}>
            <NavLink
              to={to}
              end={end}
              className="group flex h-full flex-col items-center justify-center gap-0.5 text-[0.6875rem] font-semibold -outline-offset-4"
            >
              {({ isActive }) => (
                <>
                  <span
                    className={cx(
                      'inline-flex h-7 w-13 items-center justify-center rounded-full transition-colors',
                      isActive ? 'bg-act text-act-ink' : 'text-ink-muted',
                    )}
                  >
                    <Icon aria-hidden className="size-5" />
                  </span>
                  <span className={isActive ? 'text-ink' : 'text-ink-muted'}>{label}</span>
                </>
              )}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
