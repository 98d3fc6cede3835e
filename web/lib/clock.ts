/**
 * The server's clock, seen from here.
 *
 * Only the database's clock decides when an auction ends, so nothing on a live surface may use the
 * device's own. An offset is measured from round trips to `server_time()`; the sample with the
 * shortest round trip wins, because its error is at most half of that trip. Time runs on a monotonic
 * source, so a user who changes the device's clock changes nothing here.
 */

/** One round trip. Times in milliseconds. */
export interface ClockSample {
  /** Server epoch minus the monotonic reading at the middle of the round trip. */
  offsetMs: number
  rttMs: number
  /** Monotonic time the sample was taken at. */
  takenAt: number
}

export interface ServerClock {
  /** Server time in epoch milliseconds; meaningless (device time) until `synced()`. */
  now(): number
  /** True once a round trip has been measured since the start or the last wake-up. */
  synced(): boolean
  /** The shortest recent round trip in milliseconds, or null before the first. */
  rttMs(): number | null
  /** Feeds a round trip that happened anyway; `sentAt` and `receivedAt` come from `monotonic()`. */
  observe(serverTime: string, sentAt: number, receivedAt: number): void
  monotonic(): number
  /** Starts sampling; the returned function stops it when the last user has stopped. */
  start(): () => void
  /** Calls back whenever offset or round trip have changed. */
  subscribe(listener: () => void): () => void
}

export interface ClockOptions {
  /** Asks the server for its time: ISO 8601 text. Rejects when it cannot be reached. */
  readServerTime: () => Promise<string>
  /** Milliseconds that never run back. */
  monotonic?: () => number
  /** The device's clock, used only to notice that the machine slept. */
  wall?: () => number
}

const BURST = 4
const BURST_GAP_MS = 150
const RESAMPLE_MS = 60_000
const RETRY_MS = 2_000
/** Quartz drifts by some 50 ppm: ten minutes cost 30 ms, about as much as a round trip. */
const SAMPLE_LIFE_MS = 600_000
const SLEEP_CHECK_MS = 1_000
/** Wall and monotonic time part by this much only when the machine slept or its clock was set. */
const SLEEP_GAP_MS = 1_500

/**
 * Turns one round trip into a sample, assuming that both ways took the same time.
 * Returns null for a time that cannot be read.
 */
export function toSample(
  serverTime: string,
  sentAt: number,
  receivedAt: number,
): ClockSample | null {
  const server = Date.parse(serverTime)
  if (Number.isNaN(server) || receivedAt < sentAt) return null
  const middle = (sentAt + receivedAt) / 2
  return { offsetMs: server - middle, rttMs: receivedAt - sentAt, takenAt: receivedAt }
}

/** The sample with the shortest round trip among those still young enough at `now` (monotonic). */
export function bestSample(samples: readonly ClockSample[], now: number): ClockSample | null {
  let best: ClockSample | null = null
  for (const sample of samples) {
    if (now - sample.takenAt > SAMPLE_LIFE_MS) continue
    if (best === null || sample.rttMs < best.rttMs) best = sample
  }
  return best
}

export function createServerClock(options: ClockOptions): ServerClock {
  const monotonic = options.monotonic ?? (() => performance.now())
  const wall = options.wall ?? (() => Date.now())
  const listeners = new Set<() => void>()
  const deviceOffset = wall() - monotonic()
  let samples: ClockSample[] = []
  let best: ClockSample | null = null
  let users = 0
  let epoch = 0
  let stopSampling: (() => void) | null = null

  function keep(sample: ClockSample): void {
    const before = best
    samples = [
      ...samples.filter((s) => sample.takenAt - s.takenAt <= SAMPLE_LIFE_MS),
      sample,
    ].slice(-32)
    best = bestSample(samples, sample.takenAt)
    if (best !== before) for (const listener of listeners) listener()
  }

  function observe(serverTime: string, sentAt: number, receivedAt: number): void {
    const sample = toSample(serverTime, sentAt, receivedAt)
    if (sample !== null) keep(sample)
  }

  function forget(): void {
    epoch += 1
    samples = []
    best = null
    for (const listener of listeners) listener()
  }

  async function measure(): Promise<boolean> {
    const measuredIn = epoch
    const sentAt = monotonic()
    try {
      const serverTime = await options.readServerTime()
      // A trip that slept half-way says nothing about the clock after waking.
      if (measuredIn === epoch) observe(serverTime, sentAt, monotonic())
      return true
    } catch {
      // Unreachable: `synced()` says so until a later round succeeds.
      return false
    }
  }

  function sample(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    /** Raised by every restart: the round that is under way then is the last of its run. */
    let current = 0
    let lastSkew = wall() - monotonic()

    async function round(run: number, left: number): Promise<void> {
      const reached = await measure()
      if (run !== current) return
      const next = !reached ? RETRY_MS : left > 1 ? BURST_GAP_MS : RESAMPLE_MS
      timer = setTimeout(() => void round(run, reached && left > 1 ? left - 1 : BURST), next)
    }

    function end(): void {
      clearTimeout(timer)
      current += 1
    }

    function restart(): void {
      end()
      void round(current, BURST)
    }

    function forgetAfterSleep(): boolean {
      const skew = wall() - monotonic()
      const slept = Math.abs(skew - lastSkew) > SLEEP_GAP_MS
      lastSkew = skew
      if (slept) forget()
      return slept
    }

    function checkSleep(): void {
      if (forgetAfterSleep()) restart()
    }

    function onVisible(): void {
      if (document.visibilityState !== 'visible') return
      forgetAfterSleep()
      restart()
    }

    const sleepTimer = setInterval(checkSleep, SLEEP_CHECK_MS)
    document.addEventListener('visibilitychange', onVisible)
    window.addEventListener('online', restart)
    restart()
    return () => {
      end()
      clearInterval(sleepTimer)
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('online', restart)
    }
  }

  return {
    now: () => monotonic() + (best?.offsetMs ?? deviceOffset),
    synced: () => best !== null,
    rttMs: () => best?.rttMs ?? null,
    observe,
    monotonic,
    start() {
      users += 1
      if (users === 1) stopSampling = sample()
      let released = false
      return () => {
        if (released) return
        released = true
        users -= 1
        if (users > 0) return
        stopSampling?.()
        stopSampling = null
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
