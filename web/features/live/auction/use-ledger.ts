import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Lot } from '../state/shapes.ts'
import { fetchLedger, LEDGER_PAGE, type LedgerEvent } from './fetch-ledger.ts'

/** In a hot auction one reading for several bids. */
const CATCH_UP_MS = 400

export interface Ledger {
  /** Oldest first, without gaps from the first event on. */
  events: LedgerEvent[]
  loading: boolean
  error: Error | null
  retry: () => void
}

/** The public ledger of a lot: read once, then only what its version says is new. */
export function useLedger(lot: Lot): Ledger {
  const query = useInfiniteQuery({
    queryKey: ['ledger', lot.id],
    queryFn: ({ pageParam }) => fetchLedger(lot.id, pageParam),
    initialPageParam: 0,
    getNextPageParam: (page, pages) =>
      page.length === LEDGER_PAGE || lastSeq(pages) < lot.version ? lastSeq(pages) : undefined,
    // Events never change; what is new is asked for by number.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const events = query.data?.pages.flat() ?? []
  const known = events.at(-1)?.seq ?? 0
  const { fetchNextPage, isFetching, isError, isSuccess } = query
  const lastLength = query.data?.pages.at(-1)?.length ?? 0
  const askedFor = useRef(0)
  useEffect(() => {
    if (!isSuccess || known >= lot.version || isFetching || isError) return
    // An empty page although more was promised: ask again only when more is promised still.
    if (lastLength === 0 && askedFor.current === lot.version) return
    const wait = lastLength === LEDGER_PAGE ? 0 : CATCH_UP_MS
    const timer = setTimeout(() => {
      askedFor.current = lot.version
      void fetchNextPage()
    }, wait)
    return () => clearTimeout(timer)
  }, [isSuccess, known, isFetching, isError, lastLength, lot.version, fetchNextPage])
  return {
    events,
    loading: query.isPending,
    error: query.error,
    retry: () => void (isSuccess || known > 0 ? fetchNextPage() : query.refetch()),
  }
}

function lastSeq(pages: readonly LedgerEvent[][]): number {
  return pages.flat().at(-1)?.seq ?? 0
}
