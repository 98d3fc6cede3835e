import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CONDITIONS,
  countFilters,
  filtersOf,
  OPEN,
  readSearch,
  type SearchState,
  SORTS,
  STATUSES,
  writeSearch,
} from './search-state.ts'

const read = (address: string) => readSearch(new URLSearchParams(address))

describe('the address of a search', () => {
  it('is empty for what is usual', () => {
    const state = read('')
    expect(state).toEqual({
      query: '',
      category: null,
      seller: null,
      conditions: [],
      statuses: OPEN,
      min: null,
      max: null,
      sort: 'ending_soon',
    })
    expect(writeSearch(state).toString()).toBe('')
    expect(countFilters(state)).toBe(0)
  })

  it('is read as it was written, whatever the search', () => {
    const cents = fc.option(fc.integer({ min: 1, max: 9_999_999_999 }))
    const states: fc.Arbitrary<SearchState> = fc
      .record({
        query: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.trim()),
        category: fc.option(fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/)),
        seller: fc.option(fc.stringMatching(/^[a-z0-9_]{3,24}$/)),
        conditions: fc.subarray([...CONDITIONS]),
        statuses: fc.subarray([...STATUSES], { minLength: 1 }),
        min: cents,
        max: cents,
        sort: fc.constantFrom(...SORTS),
      })
      .filter(({ min, max, sort, query }) => {
        const upsideDown = min !== null && max !== null && max < min
        return !upsideDown && (sort !== 'relevance' || query !== '')
      })
    fc.assert(
      fc.property(states, (state) => {
        expect(read(writeSearch(state).toString())).toEqual(state)
      }),
    )
  })

  it('counts what it does not understand as not said', () => {
    expect(
      read('q=%20%20&condition=broken,good&status=draft&min=cheap&max=-5&sort=colour&page=3'),
    ).toEqual({ ...read(''), conditions: ['good'] })
    expect(read('sort=relevance').sort).toBe('ending_soon')
    expect(read('min=50&max=20')).toMatchObject({ min: 5000, max: null })
    expect(read(`q=${'x'.repeat(300)}`).query).toHaveLength(200)
  })

  it('becomes the filters of search_catalog', () => {
    expect(
      filtersOf(read('category=cameras&condition=new,fair&min=25&max=49.99&seller=ada')),
    ).toEqual({
      status: ['live', 'scheduled'],
      category: 'cameras',
      seller: 'ada',
      condition: ['new', 'fair'],
      min_price_cents: 2500,
      max_price_cents: 4999,
    })
  })
})
