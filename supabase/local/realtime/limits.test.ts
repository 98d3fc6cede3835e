import { describe, expect, it } from 'vitest'
import { CallWindow, RateCounter } from './limits.ts'

describe('RateCounter', () => {
  const bucket = (counter: RateCounter, events: number) => {
    counter.add(events)
    counter.tick()
    return counter.triggered
  }

  it('triggers at the average of the last twelve buckets, and clears below it', () => {
    const counter = new RateCounter(10, 5000)
    counter.add(1_000_000)
    expect(counter.triggered).toBe(false)
    const fresh = new RateCounter(10, 5000)
    expect(bucket(fresh, 49)).toBe(false)
    expect(bucket(fresh, 51)).toBe(true)
    expect(bucket(fresh, 0)).toBe(false)
    for (let n = 0; n < 12; n += 1) bucket(fresh, 50)
    expect(fresh.triggered).toBe(true)
    expect(bucket(fresh, 49)).toBe(false)
  })

  it('foresees what a batch would do', () => {
    const counter = new RateCounter(10, 1000)
    bucket(counter, 6)
    expect(counter.wouldExceed(4)).toBe(false)
    expect(counter.wouldExceed(5)).toBe(true)
  })

  it('never triggers without a limit', () => {
    expect(bucket(new RateCounter(Number.POSITIVE_INFINITY, 1), 1e9)).toBe(false)
  })
})

describe('CallWindow', () => {
  it('allows so many calls and no more', () => {
    const window = new CallWindow(2, 60_000)
    expect([window.allow(), window.allow(), window.allow()]).toEqual([true, true, false])
  })
})
