import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { publicClient } from '../../../lib/public-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { pageSchema, type SearchPage } from './search-shapes.ts'
import { filtersOf, type SearchState } from './search-state.ts'

const PAGE_SIZE = 24

/** Calls `search_catalog`, page by page. Errors: INVAL {field}, RTLIM {retry_after_ms}. */
export function searchQuery(state: SearchState) {
  return infiniteQueryOptions({
    queryKey: ['search', state],
    queryFn: async ({ pageParam, signal }): Promise<SearchPage> =>
      pageSchema.parse(
        unwrap(
          await publicClient()
            .rpc('search_catalog', {
              p_filters: filtersOf(state),
              p_sort: state.sort,
              p_limit: PAGE_SIZE,
              ...(state.query === '' ? {} : { p_query: state.query }),
              ...(pageParam === null ? {} : { p_cursor: pageParam }),
            })
            .abortSignal(signal),
        ),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // While a facet or a letter changes, the last results stay where they are.
    placeholderData: keepPreviousData,
  })
}
