import { parseMoney } from '../../../lib/typed-money.ts'
import type { Enums, Json } from '../../../types/database.ts'

/** The address is the state of a search: everything here is read from it and written to it. */

export const STATUSES = ['live', 'scheduled', 'ended'] as const
export const CONDITIONS = ['new', 'like_new', 'good', 'fair', 'for_parts'] as const
export const SORTS = ['relevance', 'ending_soon', 'newest', 'price_asc', 'price_desc'] as const

export type Status = (typeof STATUSES)[number]
export type Condition = Enums<'product_condition'>
export type Sort = (typeof SORTS)[number]

export interface SearchState {
  query: string
  category: string | null
  /** A shop by its username. */
  seller: string | null
  conditions: readonly Condition[]
  statuses: readonly Status[]
  /** Cents, both ends included. */
  min: number | null
  max: number | null
  sort: Sort
}

/** Who names no status wants what can still be bid on. */
export const OPEN: readonly Status[] = ['live', 'scheduled']
/** As long as the database takes a query. */
export const MAX_QUERY = 200

export function defaultSort(query: string): Sort {
  return query === '' ? 'ending_soon' : 'relevance'
}

/** The values of a comma-separated parameter that mean something, in the order of `known`. */
function listOf<T extends string>(text: string | null, known: readonly T[]): T[] {
  const named = (text ?? '').split(',')
  return known.filter((value) => named.includes(value))
}

/** Addresses are the same in every language. */
const readAmount = (text: string | null) => parseMoney(text ?? '', 'USD', 'en')

/** Reads an address. What it does not understand counts as not said: addresses are typed, cut and old. */
export function readSearch(params: URLSearchParams): SearchState {
  const query = (params.get('q') ?? '').trim().slice(0, MAX_QUERY)
  const statuses = listOf(params.get('status'), STATUSES)
  const min = readAmount(params.get('min'))
  const max = readAmount(params.get('max'))
  const sort = SORTS.find((known) => known === params.get('sort'))
  return {
    query,
    category: params.get('category') || null,
    seller: params.get('seller') || null,
    conditions: listOf(params.get('condition'), CONDITIONS),
    statuses: statuses.length === 0 ? OPEN : statuses,
    min,
    // A range that is upside down finds nothing; its lower end alone is nearer to what was meant.
    max: min !== null && max !== null && max < min ? null : max,
    sort: sort === undefined || (sort === 'relevance' && query === '') ? defaultSort(query) : sort,
  }
}

const plainAmount = (cents: number) => (cents / 100).toFixed(2).replace(/\.00$/, '')

/** The address of a search, as short as it can be: what is as usual is left out. */
export function writeSearch(state: SearchState): URLSearchParams {
  const params = new URLSearchParams()
  const set = (name: string, value: string | null, usual = '') => {
    if (value !== null && value !== usual) params.set(name, value)
  }
  set('q', state.query)
  set('category', state.category)
  set('seller', state.seller)
  set('condition', state.conditions.join(','))
  set('status', state.statuses.join(','), OPEN.join(','))
  set('min', state.min === null ? null : plainAmount(state.min))
  set('max', state.max === null ? null : plainAmount(state.max))
  set('sort', state.sort, defaultSort(state.query))
  return params
}

/** `p_filters` of search_catalog. */
export function filtersOf(state: SearchState): { [name: string]: Json } {
  return {
    status: [...state.statuses],
    ...(state.category === null ? {} : { category: state.category }),
    ...(state.seller === null ? {} : { seller: state.seller }),
    ...(state.conditions.length === 0 ? {} : { condition: [...state.conditions] }),
    ...(state.min === null ? {} : { min_price_cents: state.min }),
    ...(state.max === null ? {} : { max_price_cents: state.max }),
  }
}

export const NO_FILTERS: Omit<SearchState, 'query' | 'sort'> = {
  category: null,
  seller: null,
  conditions: [],
  statuses: OPEN,
  min: null,
  max: null,
}

/** How many filters differ from what is usual. */
export function countFilters(state: SearchState): number {
  return [
    state.category !== null,
    state.seller !== null,
    state.conditions.length > 0,
    state.statuses.join() !== OPEN.join(),
    state.min !== null || state.max !== null,
  ].filter(Boolean).length
}
