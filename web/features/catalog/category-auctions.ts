import { infiniteQueryOptions } from '@tanstack/react-query'
import { publicClient } from '../../lib/public-client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { AUCTION_SUMMARY, type AuctionSummary } from './auction-summary.ts'
import { CATEGORY_SORTS, type CategorySort, type CategorySortKey } from './category-sort.ts'
import { afterCursor, type Cursor, nextCursor } from './keyset.ts'

export const PAGE_SIZE = 24

/** What is offered in some categories, page by page. */
export function categoryAuctionsQuery(categoryIds: readonly string[], sortKey: CategorySortKey) {
  const sort: CategorySort = CATEGORY_SORTS[sortKey]
  return infiniteQueryOptions({
    queryKey: ['auctions', 'category', categoryIds, sortKey],
    queryFn: async ({ pageParam, signal }): Promise<AuctionSummary[]> => {
      const firstPage = publicClient()
        .from('auctions')
        .select(AUCTION_SUMMARY)
        .in('category_id', categoryIds)
        .in('status', sort.statuses)
        .order(sort.column, { ascending: sort.ascending })
        .order('id', { ascending: sort.ascending })
        .limit(PAGE_SIZE)
        .abortSignal(signal)
      return unwrap(
        await (pageParam === null
          ? firstPage
          : firstPage.or(afterCursor(sort.column, sort.ascending, pageParam))),
      )
    },
    initialPageParam: null as Cursor | null,
    getNextPageParam: (page) => nextCursor(page, PAGE_SIZE, sort.sortValue),
  })
}
