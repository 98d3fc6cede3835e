import { describe, expect, it } from 'vitest'
import { formatDistance } from './distance.ts'
import { formatExact, formatMoment, formatTimeLeft, spokenTimeLeft } from './time.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('formatTimeLeft', () => {
  it.each([
    [-1, '0:00'],
    [0, '0:00'],
    [1, '0:01'],
    [9 * SECOND, '0:09'],
    [MINUTE - 1, '1:00'],
    [12 * MINUTE + 5 * SECOND, '12:05'],
    [HOUR, '1h 0m'],
    [DAY - 1, '1d 0h'],
    [3 * DAY + 4 * HOUR, '3d 4h'],
  ])('shows %i ms as %s', (ms, text) => {
    expect(formatTimeLeft(ms)).toBe(text)
  })
})

describe('spokenTimeLeft', () => {
  it.each([
    [0, 'over'],
    [SECOND, '1 second'],
    [2 * MINUTE + 30 * SECOND, '2 minutes 30 seconds'],
    [HOUR, '1 hour'],
    [DAY + 2 * HOUR, '1 day 2 hours'],
  ])('says %i ms as %s', (ms, text) => {
    expect(spokenTimeLeft(ms)).toBe(text)
  })
})

describe('moments', () => {
  const now = new Date(2026, 10, 23, 12, 0)

  it.each([
    [new Date(2026, 10, 23, 18, 30), 'today, 18:30'],
    [new Date(2026, 10, 24, 18, 30), 'tomorrow, 18:30'],
    [new Date(2026, 10, 22, 18, 30), 'yesterday, 18:30'],
    [new Date(2026, 10, 27, 18, 30), 'Fri 27 Nov, 18:30'],
    [new Date(2027, 0, 3, 18, 30), 'Sun, 3 Jan 2027, 18:30'],
  ])('shows %s as %s', (at, text) => {
    expect(formatMoment(at.toISOString(), now, 'en-GB')).toBe(text)
  })

  it('has the exact time with its zone', () => {
    expect(formatExact(now.toISOString(), 'en-GB')).toMatch(
      /Monday,? 23 November 2026 at 12:00:00 \S+/,
    )
  })

  it('says how far away a moment is', () => {
    expect(formatDistance(new Date(now.getTime() + 5 * MINUTE).toISOString(), now)).toBe(
      'in 5 minutes',
    )
  })
})
