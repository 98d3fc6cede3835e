import { useEffect, useState } from 'react'
import type { Lot } from '../state/shapes.ts'
import type { HostCommands } from './host-commands.ts'

/** So long the result of a lot stands before the next one opens. */
export const RESULT_MS = 2_500

export interface SellNext {
  /** The next lot opens as soon as the open one has ended. */
  armed: boolean
  /** Opens the next lot; while one is open, arms that or takes it back. Null when nothing waits, or nothing may be done. */
  act: (() => void) | null
}

/** "Sell next": the run goes on without a pause, each lot on its own terms. */
export function useSellNext(open: Lot | null, next: Lot | null, commands: HostCommands): SellNext {
  const [armed, setArmed] = useState(false)
  const nextId = next?.id ?? null
  const seconds = next?.duration_seconds ?? 30
  const isOpen = open !== null
  const { ready, openLot } = commands
  // biome-ignore lint/correctness/useExhaustiveDependencies: openLot is another function in each render
  useEffect(() => {
    if (!armed || isOpen || nextId === null || !ready) return
    const timer = setTimeout(() => {
      setArmed(false)
      openLot(nextId, seconds)
    }, RESULT_MS)
    return () => clearTimeout(timer)
  }, [armed, isOpen, nextId, seconds, ready])
  const act = () => {
    if (isOpen || armed) setArmed(!armed)
    else if (nextId !== null) openLot(nextId, seconds)
  }
  return { armed, act: nextId === null || !ready ? null : act }
}
