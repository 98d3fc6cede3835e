import { useEffect, useState } from 'react'

/**
 * True once `shown` has stood still for `delayMs`. A button that names an amount acts only on a settled one, so that a
 * tap meant for the old amount, or a second tap after a refusal, cannot buy what was not read.
 */
export function useSettled(shown: string, delayMs: number): boolean {
  const [settled, setSettled] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(shown), delayMs)
    return () => clearTimeout(timer)
  }, [shown, delayMs])
  return settled === shown
}
