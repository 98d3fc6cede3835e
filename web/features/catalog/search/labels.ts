import { formatMoney } from '../../../lib/money.ts'
import type { Count } from './search-shapes.ts'
import type { Sort, Status } from './search-state.ts'

export const STATUS_LABELS: Record<Status, string> = {
  live: 'Running now',
  scheduled: 'Announced',
  ended: 'Ended',
}

export const SORT_LABELS: Record<Sort, string> = {
  relevance: 'Best match',
  ending_soon: 'Ending soon',
  newest: 'Newest',
  price_asc: 'Lowest price',
  price_desc: 'Highest price',
}

/** `12`, or `1,000+` when there may be more. */
export function countLabel({ count, more }: Count): string {
  return `${count.toLocaleString()}${more ? '+' : ''}`
}

/** A price range, both ends included: 2500…4999 cents are `$25 – $50`. */
export function priceLabel(min: number | null, max: number | null): string {
  // Ranges of the facet end a cent below the next one; nobody wants to read $49.99.
  const end = max === null ? null : formatMoney(max % 100 === 99 ? max + 1 : max)
  if (min === null || min === 0) return end === null ? 'Any price' : `Under ${end}`
  return end === null ? `${formatMoney(min)} and up` : `${formatMoney(min)} – ${end}`
}
