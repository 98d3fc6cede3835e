import { useState } from 'react'
import type { Lot } from '../state/shapes.ts'
import { useShortcut } from './use-shortcut.ts'

/** The waiting lot that is up: the one the host has chosen, else the first. J and K walk through the run. */
export function useChosenLot(
  lots: readonly Lot[],
  next: Lot | null,
): { chosen: Lot | null; choose(auctionId: string): void } {
  const [chosenId, choose] = useState<string | null>(null)
  const waiting = lots.filter((lot) => lot.status === 'scheduled')
  const chosen = waiting.find((lot) => lot.id === chosenId) ?? next
  const walk = (by: number) => () => {
    const at = waiting.findIndex((lot) => lot.id === chosen?.id)
    const there = waiting[at + by]
    if (there !== undefined) choose(there.id)
  }
  useShortcut('j', walk(1))
  useShortcut('k', walk(-1))
  return { chosen, choose }
}
