import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categorySort } from './category-sort.ts'
import { afterCursor, type Cursor, nextCursor } from './keyset.ts'

describe('afterCursor', () => {
  it('goes on after the value, or at the same value after the id', () => {
    expect(afterCursor('ends_at', true, { value: '2026-11-23T10:00:00+00:00', id: 'b' })).toBe(
      'ends_at.gt."2026-11-23T10:00:00+00:00",and(ends_at.eq."2026-11-23T10:00:00+00:00",id.gt."b")',
    )
  })

  it('turns round for descending orders', () => {
    expect(afterCursor('price_cents', false, { value: 500, id: 'b' })).toBe(
      'price_cents.lt."500",and(price_cents.eq."500",id.lt."b")',
    )
  })

  it('cannot be broken out of by a value', () => {
    expect(afterCursor('title', true, { value: 'a"),x.eq.(\\', id: 'b' })).toContain(
      'title.gt."a\\"),x.eq.(\\\\"',
    )
  })
})

describe('nextCursor', () => {
  const rows = [
    { id: 'a', price: 1 },
    { id: 'b', price: 2 },
  ]

  it('is the last row of a full page', () => {
    expect(nextCursor(rows, 2, (row) => row.price)).toEqual({ value: 2, id: 'b' })
  })

  it('ends with a short page, an empty one, or a row without a value', () => {
    expect(nextCursor(rows, 3, (row) => row.price)).toBeNull()
    expect(nextCursor([], 1, () => 1)).toBeNull()
    expect(nextCursor(rows, 2, () => null)).toBeNull()
  })

  it('visits every row once, whatever the ties', () => {
    const row = fc.record({ id: fc.uuid(), price: fc.integer({ min: 1, max: 3 }) })
    const set = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 30 })
    fc.assert(
      fc.property(set, fc.integer({ min: 1, max: 7 }), (all, limit) => {
        const sorted = all.toSorted((a, b) => a.price - b.price || (a.id < b.id ? -1 : 1))
        const seen: string[] = []
        let cursor: Cursor | null = null
        do {
          const after: Cursor | null = cursor
          const page: typeof sorted = sorted
            .filter(
              ({ price, id }) =>
                after === null ||
                price > Number(after.value) ||
                (price === after.value && id > after.id),
            )
            .slice(0, limit)
          seen.push(...page.map(({ id }) => id))
          cursor = nextCursor(page, limit, ({ price }) => price)
        } while (cursor !== null)
        expect(seen).toEqual(sorted.map(({ id }) => id))
      }),
    )
  })
})

it.each([
  ['newest', 'newest'],
  ['price', 'price'],
  ['ending', 'ending'],
  ['nonsense', 'ending'],
  [null, 'ending'],
])('reads the sort %j as %s', (name, sort) => {
  expect(categorySort(name)).toBe(sort)
})
