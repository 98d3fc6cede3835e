import { useInfiniteQuery } from '@tanstack/react-query'
import { SlidersHorizontal } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { ErrorState } from '../../../components/error-state.tsx'
import { Select } from '../../../components/input.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useTitle } from '../../../lib/use-title.ts'
import { ChosenFilters } from './chosen-filters.tsx'
import { FacetPanel } from './facet-panel.tsx'
import { countLabel, SORT_LABELS } from './labels.ts'
import { NothingFound } from './nothing-found.tsx'
import { Results, ResultsSkeleton } from './results.tsx'
import { SearchBox } from './search-box.tsx'
import { searchQuery } from './search-catalog.ts'
import type { Count } from './search-shapes.ts'
import { countFilters, NO_FILTERS, SORTS } from './search-state.ts'
import { type SearchControl, useSearch } from './use-search.ts'

const FacetSheet = lazy(async () => ({ default: (await import('./facet-sheet.tsx')).FacetSheet }))

function SortSelect({ state, change }: SearchControl) {
  const id = useId()
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-sm font-semibold whitespace-nowrap text-ink-muted">
        <span className="max-sm:sr-only">Sort by</span>
      </label>
      <Select
        id={id}
        value={state.sort}
        onChange={(event) => {
          const sort = SORTS.find((known) => known === event.currentTarget.value)
          if (sort !== undefined) change({ sort })
        }}
        className="min-h-11 w-auto"
      >
        {SORTS.filter((sort) => sort !== 'relevance' || state.query !== '').map((sort) => (
          <option key={sort} value={sort}>
            {SORT_LABELS[sort]}
          </option>
        ))}
      </Select>
    </div>
  )
}

function Summary({ total, corrected, query }: SummaryProps) {
  const results = total && `${countLabel(total)} ${total.count === 1 ? 'result' : 'results'}`
  return (
    <div role="status" className="min-h-6 text-ink-muted">
      {corrected !== null && (
        <p className="text-ink">
          Nothing for “{query}”. These are for <strong>{corrected}</strong>.
        </p>
      )}
      <p className="tabular text-sm">{results ?? ''}</p>
    </div>
  )
}

interface SummaryProps {
  total: Count | undefined
  corrected: string | null
  query: string
}

/** Search with facets. The address is the state, so that going back, reloading and sharing show the same. */
export function Component() {
  const search = useSearch()
  const { state, change } = search
  const [sheet, setSheet] = useState(false)
  const found = useInfiniteQuery(searchQuery(state))
  useTitle(state.query === '' ? 'Search' : `${state.query} – search`)

  const first = found.data?.pages[0]
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const facets = first?.facets ?? null
  const filters = countFilters(state)
  return (
    <div className="page py-6 md:py-10">
      <h1 className="sr-only">Search</h1>
      <div className="mx-auto max-w-3xl">
        <SearchBox
          query={state.query}
          onQuery={(query) =>
            // New words ask for a new order, unless somebody chose one that is not by words.
            change(
              state.sort === 'relevance' || state.query === ''
                ? { query, sort: query === '' ? 'ending_soon' : 'relevance' }
                : { query },
              { replace: true },
            )
          }
        />
      </div>
      <div className="mt-6 grid gap-x-10 lg:mt-8 lg:grid-cols-[15rem_1fr]">
        <aside aria-label="Filters" className="hidden lg:block">
          <FacetPanel {...search} facets={facets} />
        </aside>
        <section aria-labelledby="results">
          <h2 id="results" className="sr-only">
            Results
          </h2>
          <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
            <Button className="lg:hidden" onClick={() => setSheet(true)}>
              <SlidersHorizontal aria-hidden className="size-4" />
              Filters{filters > 0 && ` (${filters})`}
            </Button>
            <div className="order-last basis-full lg:order-none lg:basis-auto">
              <Summary
                total={facets?.total}
                corrected={first?.corrected_query ?? null}
                query={state.query}
              />
            </div>
            <SortSelect {...search} />
            <div className="order-last basis-full empty:hidden">
              <ChosenFilters {...search} />
            </div>
          </div>
          {found.error !== null && !found.isFetchNextPageError ? (
            <>
              <ErrorState error={found.error} onRetry={() => void found.refetch()} />
              {toAppError(found.error).code === 'INVAL' && filters > 0 && (
                <div className="mt-4 text-center">
                  <Button onClick={() => change(NO_FILTERS)}>Clear all filters</Button>
                </div>
              )}
            </>
          ) : found.data === undefined ? (
            <ResultsSkeleton />
          ) : items.length === 0 && !found.isPlaceholderData ? (
            <NothingFound {...search} />
          ) : (
            <Results
              items={items}
              stale={found.isPlaceholderData}
              hasMore={found.hasNextPage}
              loadingMore={found.isFetchingNextPage}
              moreError={found.isFetchNextPageError ? found.error : null}
              onMore={() => void found.fetchNextPage()}
            />
          )}
        </section>
      </div>
      {sheet && (
        <Suspense fallback={null}>
          <FacetSheet {...search} facets={facets} open onOpenChange={setSheet} />
        </Suspense>
      )}
    </div>
  )
}
