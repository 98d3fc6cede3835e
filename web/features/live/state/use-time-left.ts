import { useEffect, useState } from 'react'
import type { ServerClock } from '../../../lib/clock.ts'
import { useLiveSession } from './live-context.tsx'

/** From here on tenths of a second are shown. */
export const FINAL_SECONDS_MS = 10_000
const FINAL_TICK_MS = 100
const SECOND_MS = 1_000

/** Milliseconds until `endsAt` by the server's clock, below zero when it has passed; null while the clock is unknown. */
function left(clock: ServerClock, endsAt: string | null): number | null {
  return endsAt === null || !clock.synced() ? null : Date.parse(endsAt) - clock.now()
}

/** Milliseconds to the next moment at which what is shown changes; null when nothing will. */
export function nextTick(ms: number): number | null {
  if (ms <= -2 * SECOND_MS) return null
  if (ms <= FINAL_SECONDS_MS + FINAL_TICK_MS) return FINAL_TICK_MS
  return Math.min(ms % SECOND_MS || SECOND_MS, ms - FINAL_SECONDS_MS)
}

/** Time left in ms, renewed each second and in the last ten seconds each tenth. */
export function useTimeLeft(endsAt: string | null): number | null {
  const { clock } = useLiveSession()
  const [ms, setMs] = useState(() => left(clock, endsAt))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function tick(): void {
      clearTimeout(timer)
      const now = left(clock, endsAt)
      setMs(now)
      const wait = now === null ? null : nextTick(now)
      if (wait !== null) timer = setTimeout(tick, wait)
    }
    tick()
    const unsubscribe = clock.subscribe(tick)
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [clock, endsAt])
  return ms
}
