import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { readSearch, type SearchState, writeSearch } from './search-state.ts'

export interface SearchControl {
  state: SearchState
  /** Changes the address; `replace` leaves no step in the history, for what changes with every key. */
  change: (part: Partial<SearchState>, options?: { replace?: boolean }) => void
}

/** The search that the address holds. */
export function useSearch(): SearchControl {
  const [params, setParams] = useSearchParams()
  const state = useMemo(() => readSearch(params), [params])
  return {
    state,
    change: (part, { replace = false } = {}) =>
      setParams((now) => writeSearch({ ...readSearch(now), ...part }), {
        replace,
        preventScrollReset: true,
      }),
  }
}
