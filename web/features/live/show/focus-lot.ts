import { useEffect, useState } from 'react'
import { useLive } from '../state/live-context.tsx'
import type { LiveState } from '../state/live-state.ts'
import type { Lot } from '../state/shapes.ts'

/** The lots of a show in their order. */
export function lotsOf(state: Pick<LiveState, 'lots' | 'lotOrder'>): Lot[] {
  return state.lotOrder.flatMap((id) => state.lots[id] ?? [])
}

/** The lot that comes next: the first that has not been open. */
export function nextLot(lots: readonly Lot[]): Lot | null {
  return lots.find((lot) => lot.status === 'scheduled' || lot.status === 'draft') ?? null
}

/** The lot to show: the open one, else the one that has just ended, so that its result is seen, else the next. */
export function chooseFocus(
  lots: readonly Lot[],
  currentId: string | null,
  lastId: string | null,
): Lot | null {
  const byId = (id: string | null) => lots.find((lot) => lot.id === id)
  return (
    byId(currentId) ??
    lots.find((lot) => lot.status === 'live') ??
    byId(lastId) ??
    nextLot(lots) ??
    lots.at(-1) ??
    null
  )
}

/** The lot on which the page concentrates. */
export function useFocusLot(): Lot | null {
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const currentId = useLive((state) => state.show?.current_auction_id ?? null)
  const [lastId, setLastId] = useState<string | null>(null)
  useEffect(() => {
    if (currentId !== null) setLastId(currentId)
  }, [currentId])
  return chooseFocus(lotsOf({ lots, lotOrder }), currentId, lastId)
}
