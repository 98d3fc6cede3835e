import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { cx } from '../../lib/cx.ts'
import { paths } from '../../lib/paths.ts'

const PAGES = [
  { to: paths.account(), label: 'Profile' },
  { to: paths.payment(), label: 'Payment' },
  { to: paths.addresses(), label: 'Addresses' },
  { to: paths.security(), label: 'Security' },
  { to: paths.orders(), label: 'Orders' },
  { to: paths.prizes(), label: 'Prizes' },
]

export function AccountLayout({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="page max-w-3xl py-8 md:py-10">
      <h1 className="text-3xl font-extrabold tracking-tight">{title}</h1>
      <nav
        aria-label="Account"
        className="mt-4 mb-6 flex gap-1 overflow-x-auto border-b border-line"
      >
        {PAGES.map(({ to, label }) => (
          <NavLink
            key={to}
            to={to}
            end
            className={({ isActive }) =>
              cx(
                '-mb-px inline-flex min-h-11 shrink-0 items-center border-b-2 px-3 font-semibold -outline-offset-2',
                isActive
                  ? 'border-act text-ink'
                  : 'border-transparent text-ink-muted hover:text-ink',
              )
            }
          >
            {label}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  )
}
