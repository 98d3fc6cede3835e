import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { Link } from 'react-router'
import { Button } from '../../../components/button.tsx'
import { buttonStyle } from '../../../components/button-style.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { categoriesQuery } from '../../../lib/categories.ts'
import { paths } from '../../../lib/paths.ts'
import { countFilters, NO_FILTERS, STATUSES } from './search-state.ts'
import type { SearchControl } from './use-search.ts'

const SUGGESTED_CATEGORIES = 6

/** What to try instead, the likeliest first. */
export function NothingFound({ state, change }: SearchControl) {
  const categories = useQuery(categoriesQuery).data ?? []
  const filtered = countFilters(state) > 0
  return (
    <div>
      <EmptyState
        icon={SearchX}
        title={
          state.query === ''
            ? 'Nothing matches these filters'
            : `Nothing found for “${state.query}”`
        }
        action={
          <div className="flex flex-wrap justify-center gap-3">
            {filtered && (
              <Button variant="act" onClick={() => change(NO_FILTERS)}>
                Clear all filters
              </Button>
            )}
            {!state.statuses.includes('ended') && (
              <Button onClick={() => change({ statuses: STATUSES })}>Include ended auctions</Button>
            )}
            {!filtered && (
              <Link to={paths.home()} className={buttonStyle({ variant: 'act' })}>
                See what is live
              </Link>
            )}
          </div>
        }
      >
        {filtered
          ? 'Fewer filters find more.'
          : 'Try fewer or more general words: “camera” finds more than “boxed 1967 camera”.'}
      </EmptyState>
      {categories.length > 0 && (
        <nav aria-label="Categories to look through" className="mt-8 text-center">
          <p className="text-sm font-semibold text-ink-muted">Or look through a category</p>
          <ul className="mt-3 flex flex-wrap justify-center gap-2">
            {categories
              .filter(({ parent_id }) => parent_id === null)
              .slice(0, SUGGESTED_CATEGORIES)
              .map((category) => (
                <li key={category.id}>
                  <Link
                    to={paths.category(category.slug)}
                    className="inline-flex min-h-11 items-center rounded-full border border-line bg-surface px-4 text-[0.9375rem] font-semibold hover:border-ink"
                  >
                    {category.name}
                  </Link>
                </li>
              ))}
          </ul>
        </nav>
      )}
    </div>
  )
}
