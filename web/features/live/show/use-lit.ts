import { useEffect, useState } from 'react'
import { standingIn } from '../bidding/standing.ts'
import type { Lot } from '../state/shapes.ts'

const LIT_MS = 1_600

/** True for a moment when the caller takes the lead or wins. */
export function useLit(lot: Lot | null): boolean {
  const standing = lot === null ? 'watching' : standingIn(lot)
  const [lit, setLit] = useState(false)
  useEffect(() => {
    if (standing !== 'leading' && standing !== 'won') return
    setLit(true)
    const timer = setTimeout(() => setLit(false), LIT_MS)
    return () => {
      clearTimeout(timer)
      setLit(false)
    }
  }, [standing])
  return lit
}
