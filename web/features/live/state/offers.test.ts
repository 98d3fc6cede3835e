import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptedLedger, eventAt } from '../../../lib/ledger/samples/sealed.ts'
import { buyNowPrice, nextDropAt, priceAt, unitsForYou, unitsLeft } from './offers.ts'
import { sampleLot, sampleYou } from './samples.ts'

const OPENED = Date.parse('2026-11-23T12:00:00.000Z')
const lot = sampleLot({
  ...{ format: 'descending', starting_price_cents: 9000, price_cents: 9000, leader: null },
  ends_at: '2026-11-23T13:00:00.000Z',
  descending: {
    ...{ floor_cents: 4000, step_cents: 700, tick_seconds: 5 },
    falls_from: '2026-11-23T12:00:00.000Z',
  },
})

describe('a descending price', () => {
  it.each([
    [-1, 9000],
    [0, 9000],
    [4999, 9000],
    [5000, 8300],
    [34_999, 4800],
    [35_000, 4100],
    [40_000, 4000],
    [9_000_000, 4000],
  ])('is, %i ms after the opening, %i cents', (ms, cents) => {
    expect(priceAt(lot, OPENED + ms)).toBe(cents)
  })

  it('is at each drop what it was not just before, and falls nowhere else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), (ms) => {
        const next = nextDropAt(lot, OPENED + ms)
        if (next === null) {
          expect(priceAt(lot, OPENED + ms)).toBe(4000)
          return
        }
        const at = Date.parse(next)
        expect(at).toBeGreaterThan(OPENED + ms)
        expect(priceAt(lot, at - 1)).toBe(priceAt(lot, OPENED + ms))
        expect(priceAt(lot, at)).toBeLessThan(priceAt(lot, at - 1))
      }),
    )
  })

  it('agrees with what the database sold for, pause and all', () => {
    const [opened, paused, sold] = [1, 2, 3].map((seq) => eventAt(acceptedLedger, seq))
    if (!opened || !paused || !sold) throw new Error('another sample')
    const pause = Date.parse(paused.ends_at) - Date.parse(opened.ends_at)
    const falls_from = new Date(Date.parse(opened.placed_at) + pause).toISOString()
    const then = { ...lot, ends_at: paused.ends_at }
    const descending = { floor_cents: 4000, step_cents: 700, tick_seconds: 5, falls_from }
    expect(priceAt({ ...then, descending }, Date.parse(sold.placed_at))).toBe(sold.price_cents)
  })

  it('stands in the figures once the lot is over, or not open yet', () => {
    expect(priceAt({ ...lot, status: 'sold', price_cents: 7600 }, OPENED + 50_000)).toBe(7600)
    expect(nextDropAt({ ...lot, status: 'sold' }, OPENED)).toBeNull()
  })
})

describe('units', () => {
  const sale = sampleLot({ format: 'fixed', fixed: { quantity: 5, per_buyer: 2 }, bid_count: 1 })

  it('are left until they are sold, and for one buyer up to the limit', () => {
    expect([unitsLeft(sale), unitsForYou(sale)]).toEqual([4, 2])
    expect(unitsForYou({ ...sale, you: sampleYou({ units: 1 }) })).toBe(1)
    expect(unitsForYou({ ...sale, you: sampleYou({ units: 2 }) })).toBe(0)
    expect(unitsForYou({ ...sale, bid_count: 4 })).toBe(1)
    expect(unitsForYou({ ...sale, fixed: { quantity: 5, per_buyer: null } })).toBe(4)
    expect(unitsLeft(sampleLot())).toBe(0)
  })
})

describe('the buy-now price', () => {
  it('is there until the first bid, or until the reserve is met', () => {
    const offered = sampleLot({ buy_now_cents: 8000, leader: null })
    expect(buyNowPrice(offered)).toBe(8000)
    expect(buyNowPrice({ ...offered, leader: 'X' })).toBeNull()
    expect(buyNowPrice({ ...offered, leader: 'X', reserve_met: false })).toBe(8000)
    expect(buyNowPrice({ ...offered, status: 'sold' })).toBeNull()
  })
})
