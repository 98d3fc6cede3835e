import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bestSample, createServerClock, toSample } from './clock.ts'

const SERVER_START = Date.parse('2026-11-23T12:00:00.000Z')
const HOUR_MS = 3_600_000

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'],
  })
})
afterEach(() => vi.useRealTimers())

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A server reached over a line with given one-way times, and a device whose wall clock is wrong. */
function world(options: { wallErrorMs?: number; trips?: { out: number; back: number }[] }) {
  const trips = options.trips ?? [{ out: 20, back: 20 }]
  let asked = 0
  let slept = 0
  let down = false
  const serverNow = () => SERVER_START + performance.now() + slept
  const clock = createServerClock({
    wall: () => serverNow() + (options.wallErrorMs ?? 0),
    readServerTime: async () => {
      const trip = trips[Math.min(asked, trips.length - 1)] ?? { out: 0, back: 0 }
      asked += 1
      if (down) throw new Error('offline')
      await later(trip.out)
      const time = new Date(serverNow()).toISOString()
      await later(trip.back)
      return time
    },
  })
  return {
    clock,
    serverNow,
    asked: () => asked,
    sleep: (ms: number) => {
      slept += ms
    },
    setDown: (value: boolean) => {
      down = value
    },
  }
}

describe('createServerClock', () => {
  it.each([HOUR_MS, -HOUR_MS])(
    'is right on a device whose clock is off by %i ms',
    async (wallErrorMs) => {
      const { clock, serverNow } = world({ wallErrorMs })
      expect(clock.synced()).toBe(false)
      const stop = clock.start()
      await vi.advanceTimersByTimeAsync(5_000)
      expect(clock.synced()).toBe(true)
      expect(Math.abs(clock.now() - serverNow())).toBeLessThanOrEqual(1)
      expect(clock.rttMs()).toBe(40)
      stop()
    },
  )

  it('believes the shortest round trip', async () => {
    const { clock, serverNow } = world({
      trips: [
        { out: 400, back: 20 },
        { out: 10, back: 10 },
        { out: 20, back: 900 },
      ],
    })
    const stop = clock.start()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(clock.rttMs()).toBe(20)
    expect(Math.abs(clock.now() - serverNow())).toBeLessThanOrEqual(1)
    stop()
  })

  it('is wrong by at most half the round trip on an asymmetric line', async () => {
    const { clock, serverNow } = world({ trips: [{ out: 180, back: 20 }] })
    const stop = clock.start()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(Math.abs(clock.now() - serverNow())).toBeLessThanOrEqual(101)
    stop()
  })

  it('does not follow a device clock that is set while it runs, and measures anew after sleep', async () => {
    const { clock, serverNow, sleep, asked } = world({})
    const stop = clock.start()
    await vi.advanceTimersByTimeAsync(5_000)
    const before = asked()
    sleep(600_000)
    expect(serverNow() - clock.now()).toBeGreaterThan(500_000)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked()).toBeGreaterThan(before)
    expect(Math.abs(clock.now() - serverNow())).toBeLessThanOrEqual(1)
    stop()
  })

  it('says that it is not synced until the server can be reached', async () => {
    const { clock, setDown } = world({})
    setDown(true)
    const stop = clock.start()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(clock.synced()).toBe(false)
    expect(clock.rttMs()).toBeNull()
    setDown(false)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(clock.synced()).toBe(true)
    stop()
  })

  it('samples again every minute and stops with its last user', async () => {
    const { clock, asked } = world({})
    const stopFirst = clock.start()
    const stopSecond = clock.start()
    await vi.advanceTimersByTimeAsync(5_000)
    const burst = asked()
    expect(burst).toBe(4)
    await vi.advanceTimersByTimeAsync(65_000)
    expect(asked()).toBeGreaterThan(burst)
    stopFirst()
    stopFirst()
    const running = asked()
    await vi.advanceTimersByTimeAsync(65_000)
    expect(asked()).toBeGreaterThan(running)
    stopSecond()
    const stopped = asked()
    await vi.advanceTimersByTimeAsync(200_000)
    expect(asked()).toBe(stopped)
  })

  it('measures anew when the page becomes visible', async () => {
    const { clock, asked } = world({})
    const stop = clock.start()
    await vi.advanceTimersByTimeAsync(5_000)
    const before = asked()
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked()).toBeGreaterThan(before)
    stop()
  })

  it('samples no more often after any number of wakes', async () => {
    const { clock, asked, sleep } = world({})
    const stop = clock.start()
    for (let wake = 0; wake < 10; wake++) {
      await vi.advanceTimersByTimeAsync(20)
      sleep(wake % 2 === 0 ? 60_000 : 0)
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new Event('online'))
    }
    await vi.advanceTimersByTimeAsync(5_000)
    const burst = asked()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked() - burst).toBe(4)
    stop()
  })

  it('takes samples from replies that carry the time anyway, and tells its listeners', () => {
    const { clock, serverNow } = world({ wallErrorMs: HOUR_MS })
    const listener = vi.fn()
    const end = clock.subscribe(listener)
    const at = clock.monotonic()
    clock.observe(new Date(serverNow()).toISOString(), at, at)
    expect(clock.synced()).toBe(true)
    expect(listener).toHaveBeenCalledTimes(1)
    clock.observe('not a time', at, at)
    end()
    clock.observe(new Date(serverNow()).toISOString(), at, at)
    expect(listener).toHaveBeenCalledTimes(1)
  })
})

describe('samples', () => {
  it('are never further off than half their round trip, whatever the line', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5_000, noNaN: true }),
        fc.double({ min: 0, max: 5_000, noNaN: true }),
        fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
        (out, back, skew) => {
          const sentAt = 1_000
          const server = SERVER_START + skew + sentAt + out
          const sample = toSample(new Date(server).toISOString(), sentAt, sentAt + out + back)
          if (sample === null) throw new Error('no sample')
          const error = Math.abs(sample.offsetMs - (SERVER_START + skew))
          // ISO text carries whole milliseconds.
          expect(error).toBeLessThanOrEqual(sample.rttMs / 2 + 1.001)
        },
      ),
    )
  })

  it('refuse an unreadable time and a round trip that ends before it starts', () => {
    expect(toSample('yesterday', 0, 1)).toBeNull()
    expect(toSample('2026-11-23T12:00:00Z', 2, 1)).toBeNull()
  })

  it('expire, so that drift cannot pile up', () => {
    const old = { offsetMs: 1, rttMs: 1, takenAt: 0 }
    const young = { offsetMs: 2, rttMs: 90, takenAt: 700_000 }
    expect(bestSample([old, young], 700_000)).toBe(young)
    expect(bestSample([], 0)).toBeNull()
  })
})
