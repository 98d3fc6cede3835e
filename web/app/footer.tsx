import { Link } from 'react-router'
import { paths } from '../lib/paths.ts'
import { Wordmark } from './wordmark.tsx'

const PROMISES = [
  ['The database is the auctioneer', 'Every bid is decided in one place, in order, by one clock.'],
  ['An open ledger', 'Each auction keeps a chained record of its bids that anybody can check.'],
  ['One step above the runner-up', 'Your maximum stays secret; you pay only what it took to win.'],
] as const

export function Footer() {
  return (
    <footer className="mt-16 print:hidden border-t border-line bg-sunken max-md:pb-[calc(var(--bottom-bar)+env(safe-area-inset-bottom))]">
      <div className="page grid gap-8 py-10 md:grid-cols-[1fr_2fr]">
        <div>
          <Wordmark />
          <p className="mt-3 max-w-xs text-sm text-ink-muted">
            Live and timed auctions by independent sellers.
          </p>
          <p className="mt-4 text-sm">
            <Link to={paths.studio()} className="link">
              Sell on Blytz
            </Link>
          </p>
        </div>
        <dl className="grid gap-6 sm:grid-cols-3">
          {PROMISES.map(([title, text]) => (
            <div key={title}>
              <dt className="text-sm font-semibold">{title}</dt>
              <dd className="mt-1 text-sm text-ink-muted">{text}</dd>
            </div>
          ))}
        </dl>
      </div>
    </footer>
  )
}
