import type { AuctionSummary } from './auction-summary.ts'

export interface CategorySort {
  label: string
  column: 'ends_at' | 'created_at' | 'price_cents'
  ascending: boolean
  /** Only what runs has an end to sort by. */
  statuses: readonly ('live' | 'scheduled')[]
  sortValue: (auction: AuctionSummary) => string | number | null
}

export const CATEGORY_SORTS = {
  ending: {
    label: 'Ending soon',
    column: 'ends_at',
    ascending: true,
    statuses: ['live'],
    sortValue: (auction) => auction.ends_at,
  },
  newest: {
    label: 'Newest',
    column: 'created_at',
    ascending: false,
    statuses: ['live', 'scheduled'],
    sortValue: (auction) => auction.created_at,
  },
  price: {
    label: 'Lowest price',
    column: 'price_cents',
    ascending: true,
    statuses: ['live', 'scheduled'],
    sortValue: (auction) => auction.price_cents,
  },
} as const satisfies Record<string, CategorySort>

export type CategorySortKey = keyof typeof CATEGORY_SORTS

/** The sort an address names; the first one when it names none. */
export function categorySort(name: string | null): CategorySortKey {
  return name === 'newest' || name === 'price' ? name : 'ending'
}
