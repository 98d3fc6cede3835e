import { Link } from 'react-router'
import { paths } from '../../../lib/paths.ts'
import { bestMoments } from './best-moments.ts'
import type { ShowSummary } from './show-summary.ts'

/** What to remember of the show; nothing when nothing was. */
export function SummaryMoments({ summary }: { summary: ShowSummary }) {
  const moments = bestMoments(summary)
  if (moments.length === 0) return null
  return (
    <section aria-label="Best moments">
      <h2 className="mb-3 text-2xl font-bold">Best moments</h2>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {moments.map(({ name, lot, text }) => (
          <li key={name}>
            <Link
              to={paths.auction(lot.id)}
              className="flex h-full flex-col gap-1 rounded-card border border-line bg-surface p-4 hover:border-ink"
            >
              <span className="text-sm text-ink-muted">{name}</span>
              <span className="tabular font-display text-lg leading-tight font-bold">{text}</span>
              <span className="mt-auto line-clamp-2 pt-1 text-sm">
                <span className="tabular mr-1.5 text-ink-muted">{lot.lot_number}</span>
                {lot.title}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
