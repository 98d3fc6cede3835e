import { useEffect, useRef } from 'react'
import type { Lot } from '../state/shapes.ts'
import { type Moment, momentsBetween } from './moments.ts'

/** Calls back with what happened to the lot since the last render. Another lot starts afresh. */
export function useMoments(lot: Lot, onMoments: (moments: Moment[], lot: Lot) => void): void {
  const before = useRef(lot)
  const callback = useRef(onMoments)
  useEffect(() => {
    callback.current = onMoments
  })
  useEffect(() => {
    const moments = momentsBetween(before.current, lot)
    before.current = lot
    if (moments.length > 0) callback.current(moments, lot)
  }, [lot])
}
