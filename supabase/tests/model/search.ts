/** What search_catalog must find, written naively from its contract: no index, no cursor, no tsquery. */

export const CONDITIONS = ['new', 'like_new', 'good', 'fair', 'for_parts'] as const
export const PHASES = ['live', 'scheduled', 'ended'] as const
export const SORTS = ['ending_soon', 'newest', 'price_asc', 'price_desc'] as const
/** Where the price ranges of the facet begin, in cents. */
const PRICE_BOUNDS = [0, 2500, 5000, 10_000, 25_000, 50_000, 100_000]

export type Phase = (typeof PHASES)[number]
export type Sort = (typeof SORTS)[number]

/** An auction as the market made it. */
export interface Lot {
  id: string
  status: string
  title: string
  description: string
  shop: string
  seller: string
  /** Slugs from the category up to the root of the tree. */
  categories: readonly string[]
  category: string
  condition: string
  format: string
  price: number
  /** Milliseconds since 1970. */
  endsAt: number | null
  createdAt: number
}

export interface Wish {
  /** Words that must be there, and words that must not. */
  words: readonly string[]
  without: readonly string[]
  category?: readonly string[]
  condition?: readonly string[]
  status?: readonly string[]
  format?: readonly string[]
  seller?: string
  min_price_cents?: number
  max_price_cents?: number
}

export function phaseOf(status: string): Phase | null {
  if (status === 'live' || status === 'scheduled') return status
  return status === 'sold' || status === 'unsold' ? 'ended' : null
}

function matches(lot: Lot, wish: Wish): boolean {
  const phase = phaseOf(lot.status)
  if (phase === null) return false
  const words = `${lot.title} ${lot.description} ${lot.shop} ${lot.category}`
    .toLowerCase()
    .split(/[^\p{L}]+/u)
  return (
    wish.words.every((word) => words.includes(word)) &&
    !wish.without.some((word) => words.includes(word)) &&
    (wish.category === undefined || wish.category.some((slug) => lot.categories.includes(slug))) &&
    (wish.condition === undefined || wish.condition.includes(lot.condition)) &&
    (wish.status === undefined || wish.status.includes(phase)) &&
    (wish.format === undefined || wish.format.includes(lot.format)) &&
    (wish.seller === undefined || wish.seller === lot.seller) &&
    (wish.min_price_cents === undefined || lot.price >= wish.min_price_cents) &&
    (wish.max_price_cents === undefined || lot.price <= wish.max_price_cents)
  )
}

/** Sooner ends first, then what has no end yet, then the past, latest first. */
function soonness(lot: Lot): [number, number] {
  const phase = PHASES.indexOf(phaseOf(lot.status) ?? 'ended')
  const end = lot.endsAt ?? Number.MAX_SAFE_INTEGER
  return [phase, phase === 2 ? -end : end]
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (right === undefined || left === right) continue
    return left < right ? -1 : 1
  }
  return 0
}

const KEYS: Record<Sort, { key: (lot: Lot) => (number | string)[]; direction: 1 | -1 }> = {
  ending_soon: { key: (lot) => [...soonness(lot), lot.id], direction: 1 },
  newest: { key: (lot) => [lot.createdAt, lot.id], direction: -1 },
  price_asc: { key: (lot) => [lot.price, lot.id], direction: 1 },
  price_desc: { key: (lot) => [lot.price, lot.id], direction: -1 },
}

/** Ids of all that is found, in the order of the sort. */
export function find(lots: readonly Lot[], wish: Wish, sort: Sort): string[] {
  const { key, direction } = KEYS[sort]
  return lots
    .filter((lot) => matches(lot, wish))
    .sort((a, b) => direction * compare(key(a), key(b)))
    .map((lot) => lot.id)
}

export interface Counts {
  total: number
  category: Record<string, number>
  condition: Record<string, number>
  status: Record<string, number>
  /** By the range's lowest price. */
  price: Record<string, number>
}

function tally(lots: readonly Lot[], wish: Wish, values: (lot: Lot) => readonly string[]) {
  const counts: Record<string, number> = {}
  for (const lot of lots) {
    if (!matches(lot, wish)) continue
    for (const value of values(lot)) counts[value] = (counts[value] ?? 0) + 1
  }
  return counts
}

/** Each facet counts without its own filter. */
export function count(lots: readonly Lot[], wish: Wish): Counts {
  const { category: _category, ...anyCategory } = wish
  const { condition: _condition, ...anyCondition } = wish
  const { status: _status, ...anyStatus } = wish
  const { min_price_cents: _min, max_price_cents: _max, ...anyPrice } = wish
  return {
    total: lots.filter((lot) => matches(lot, wish)).length,
    category: tally(lots, anyCategory, (lot) => lot.categories),
    condition: tally(lots, anyCondition, (lot) => [lot.condition]),
    status: tally(lots, anyStatus, (lot) => [phaseOf(lot.status) ?? '']),
    price: tally(lots, anyPrice, (lot) => [
      String(PRICE_BOUNDS.findLast((bound) => lot.price >= bound)),
    ]),
  }
}
