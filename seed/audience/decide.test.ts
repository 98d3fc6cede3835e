import { describe, expect, test } from 'vitest'
import { decideBid, valuation } from './decide.ts'
import { createRandom, type Random } from './random.ts'
import { type AuctionView, isOverdue, millisecondsLeft } from './view.ts'

const view: AuctionView = {
  id: 'a',
  status: 'live',
  title: 'A lot',
  starting_price_cents: 6000,
  price_cents: 6000,
  min_bid_cents: 6300,
  bid_count: 1,
  server_time: '2026-11-23T20:00:00.000Z',
  ends_at: '2026-11-23T20:00:08.000Z',
  increment: { from: [0, 3000, 5000], step: [100, 200, 300] },
  you: { leading: false, is_seller: false },
}

function decisions(budget: number, over: Partial<AuctionView> = {}) {
  const random = createRandom(7)
  return Array.from({ length: 400 }, () => decideBid({ ...view, ...over }, budget, random))
}

describe('decideBid', () => {
  test('never goes above the budget, never below the minimum', () => {
    const bids = decisions(7000).filter((bid) => bid !== null)
    expect(bids.length).toBeGreaterThan(100)
    for (const { cents } of bids) {
      expect(cents).toBeGreaterThanOrEqual(view.min_bid_cents)
      expect(cents).toBeLessThanOrEqual(7000)
      expect(Number.isInteger(cents)).toBe(true)
    }
  })

  test('mixes ladder steps, jumps and maxima', () => {
    const bids = decisions(20_000).filter((bid) => bid !== null)
    const ladder = bids.filter(({ cents, isMax }) => isMax && cents === view.min_bid_cents)
    const jumps = bids.filter(({ isMax }) => !isMax)
    expect(ladder.length).toBeGreaterThan(jumps.length)
    expect(jumps.length).toBeGreaterThan(10)
    expect(new Set(jumps.map(({ cents }) => (cents - view.min_bid_cents) % 300))).toEqual(
      new Set([0]),
    )
    expect(bids.length - ladder.length - jumps.length).toBeGreaterThan(10)
  })

  test('holds still when the price is past the budget', () => {
    expect(decisions(6299).every((bid) => bid === null)).toBe(true)
  })

  test('does not bid against itself, on an own lot, before or after', () => {
    const cases: Partial<AuctionView>[] = [
      { you: { leading: true, is_seller: false } },
      { you: { leading: false, is_seller: true } },
      { status: 'scheduled' },
      { status: 'sold' },
      { ends_at: view.server_time },
    ]
    for (const over of cases) {
      expect(decisions(20_000, over).every((bid) => bid === null)).toBe(true)
    }
  })

  test('bids more often when the end is near', () => {
    const count = (ends_at: string) => decisions(20_000, { ends_at }).filter(Boolean).length
    expect(count('2026-11-23T20:00:05Z')).toBeGreaterThan(count('2026-11-23T20:01:00Z'))
    expect(count('2026-11-23T20:01:00Z')).toBeGreaterThan(count('2026-11-23T20:10:00Z'))
  })
})

test('valuation is above the start and never without a limit', () => {
  const random = createRandom(1)
  const worth = Array.from({ length: 500 }, () => valuation(10_000, random))
  expect(Math.min(...worth)).toBeGreaterThanOrEqual(10_500)
  expect(Math.max(...worth)).toBeLessThanOrEqual(25_500)
  expect(valuation(100, random)).toBeGreaterThan(1_000)
})

test('millisecondsLeft counts by the server, isOverdue waits for the tick first', () => {
  expect(millisecondsLeft(view)).toBe(8000)
  expect(isOverdue({ ...view, server_time: '2026-11-23T20:00:08.500Z' })).toBe(false)
  expect(isOverdue({ ...view, server_time: '2026-11-23T20:00:10.000Z' })).toBe(true)
  expect(isOverdue({ ...view, status: 'sold', server_time: '2026-11-23T21:00:00Z' })).toBe(false)
})

test('the same seed gives the same evening', () => {
  const draw = (random: Random) => Array.from({ length: 5 }, () => random.next())
  expect(draw(createRandom(3))).toEqual(draw(createRandom(3)))
  expect(draw(createRandom(3))).not.toEqual(draw(createRandom(4)))
  expect(() => createRandom(1).pick([])).toThrow('nothing to pick from')
})
