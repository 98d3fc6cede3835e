import { useEffect, useRef } from 'react'
import { useLive } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { lotsOf, nextLot } from './focus-lot.ts'
import { LotRow } from './lot-row.tsx'

/** The run of a show, with the open lot kept in view. */
export function LotQueue({ onOpen }: { onOpen: (lot: Lot) => void }) {
  const lots = useLive((state) => state.lots)
  const lotOrder = useLive((state) => state.lotOrder)
  const pinnedId = useLive((state) => state.show?.pinned_auction_id ?? null)
  const currentId = useLive((state) => state.show?.current_auction_id ?? null)
  const list = useRef<HTMLUListElement>(null)
  const all = lotsOf({ lots, lotOrder })
  const next = nextLot(all)

  useEffect(() => {
    if (currentId === null) return
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [currentId])

  if (all.length === 0) {
    return (
      <p className="px-2 py-6 text-ink-muted">The host has not put any lots in this show yet.</p>
    )
  }
  return (
    <ul ref={list} className="flex flex-col gap-1">
      {all.map((lot) => (
        <LotRow
          key={lot.id}
          lot={lot}
          isNext={lot.id === next?.id}
          isPinned={lot.id === pinnedId}
          onOpen={onOpen}
        />
      ))}
    </ul>
  )
}
