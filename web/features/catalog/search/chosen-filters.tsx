import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { categoriesQuery } from '../../../lib/categories.ts'
import { conditionLabel } from '../condition.ts'
import { priceLabel, STATUS_LABELS } from './labels.ts'
import { countFilters, NO_FILTERS, OPEN, type SearchState } from './search-state.ts'
import type { SearchControl } from './use-search.ts'

interface Chip {
  label: string
  without: Partial<SearchState>
}

function chipsOf(state: SearchState, categoryName: string | undefined): Chip[] {
  const chips: Chip[] = state.conditions.map((condition) => ({
    label: conditionLabel(condition),
    without: { conditions: state.conditions.filter((other) => other !== condition) },
  }))
  if (state.category !== null) {
    chips.unshift({ label: categoryName ?? state.category, without: { category: null } })
  }
  if (state.seller !== null) chips.push({ label: `@${state.seller}`, without: { seller: null } })
  if (state.statuses.join() !== OPEN.join()) {
    const label = state.statuses.map((status) => STATUS_LABELS[status]).join(', ')
    chips.push({ label, without: { statuses: OPEN } })
  }
  if (state.min !== null || state.max !== null) {
    chips.push({ label: priceLabel(state.min, state.max), without: { min: null, max: null } })
  }
  return chips
}

/** What narrows the search, each to be taken back with one tap. */
export function ChosenFilters({ state, change }: SearchControl) {
  const categories = useQuery(categoriesQuery).data
  if (countFilters(state) === 0) return null
  const category = categories?.find(({ slug }) => slug === state.category)
  return (
    <ul aria-label="Chosen filters" className="flex flex-wrap items-center gap-2">
      {chipsOf(state, category?.name).map(({ label, without }) => (
        <li key={label}>
          <button
            type="button"
            aria-label={`Remove filter: ${label}`}
            onClick={() => change(without)}
            className="inline-flex min-h-9 items-center gap-1.5 rounded-full bg-ink/8 pr-2.5 pl-3.5 text-sm font-semibold hover:bg-ink/14"
          >
            {label}
            <X aria-hidden className="size-4" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => change(NO_FILTERS)}
          className="link min-h-9 px-1 text-sm"
        >
          Clear all
        </button>
      </li>
    </ul>
  )
}
