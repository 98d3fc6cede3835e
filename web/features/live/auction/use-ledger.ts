import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { Lot } from '../state/shapes.ts'
import { fetchLedger, LEDGER_PAGE, type LedgerEvent } from './fetch-ledger.ts'

/** In a hot auction one reading for several bids. */
const CATCH_UP_MS = 400
/** Long enough for a server in trouble, and not the same for everybody who watches. */
const RETRY_MS = 4_000 + 2_000 * Math.random()

export interface Ledger {
  /** Oldest first, without gaps from the first event on. */
  events: LedgerEvent[]
  loading: boolean
  error: Error | null
  /** There are newer events than these. */
  behind: boolean
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
  const behind = query.data !== undefined && known < lot.version
  const { fetchNextPage, isFetching } = query
  const readAfter = behind ? known : null
  const failures = query.isError ? query.errorUpdateCount : 0
  const lastLength = query.data?.pages.at(-1)?.length ?? 0
  // Otherwise the version does not matter: bids that come faster than they are read must not put off the reading.
  const afterEmptyPage = lastLength === 0 ? lot.version : null
  const askedFor = useRef(0)
  const readOn = useEffectEvent(() => {
    askedFor.current = lot.version
    void fetchNextPage()
  })
  useEffect(() => {
    if (readAfter === null || isFetching) return
    // An empty page although more was promised: ask again only when more is promised still.
    if (failures === 0 && askedFor.current === afterEmptyPage) return
    const wait = failures > 0 ? RETRY_MS : lastLength === LEDGER_PAGE ? 0 : CATCH_UP_MS
    const timer = setTimeout(() => readOn(), wait)
    return () => clearTimeout(timer)
  }, [readAfter, isFetching, failures, lastLength, afterEmptyPage])
  return {
    events,
    loading: query.isPending,
    error: query.error,
    behind,
    retry: () => void (query.data === undefined ? query.refetch() : fetchNextPage()),
  }
}

function lastSeq(pages: readonly LedgerEvent[][]): number {
  return pages.flat().at(-1)?.seq ?? 0
}
