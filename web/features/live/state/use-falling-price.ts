import { useEffect, useState } from 'react'
import { useLiveSession } from './live-context.tsx'
import { nextDropAt, priceAt } from './offers.ts'
import type { Lot } from './shapes.ts'

export interface FallingPrice {
  cents: number
  /** ISO 8601; null when it falls no more. */
  nextDropAt: string | null
}

/** A tick late rather than early: an amount that the server does not ask yet would be refused. */
const AFTER_TICK_MS = 10

/**
 * The price of a descending lot between broadcasts, by the server's clock. `stoodStillAt` is the instant at which the
 * platform paused, and with it the price; null while it runs.
 */
export function useFallingPrice(lot: Lot, stoodStillAt: string | null): FallingPrice {
  const { clock } = useLiveSession()
  const [now, setNow] = useState(() => (clock.synced() ? clock.now() : null))
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    function tick(): void {
      clearTimeout(timer)
      const at = clock.synced() ? clock.now() : null
      setNow(at)
      if (at === null) return
      const next = nextDropAt(lot, at)
      if (next !== null) timer = setTimeout(tick, Date.parse(next) - at + AFTER_TICK_MS)
    }
    tick()
    const unsubscribe = clock.subscribe(tick)
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [clock, lot])
  const at = stoodStillAt === null ? now : Date.parse(stoodStillAt)
  if (at === null) return { cents: lot.price_cents, nextDropAt: null }
  return {
    cents: priceAt(lot, at),
    nextDropAt: stoodStillAt === null ? nextDropAt(lot, at) : null,
  }
}
