import { Pin } from 'lucide-react'
import { useLive, useLot } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'

/** A lot the host wants to be seen, when it is not the one on show. */
export function PinnedLot({
  focusId,
  onOpen,
}: {
  focusId: string | null
  onOpen: (lot: Lot) => void
}) {
  const pinnedId = useLive((state) => state.show?.pinned_auction_id ?? null)
  const lot = useLot(pinnedId)
  if (lot === null || lot.id === focusId) return null
  return (
    <button
      type="button"
      onClick={() => onOpen(lot)}
      className="flex min-h-11 w-fit max-w-full animate-rise-in items-center gap-2 rounded-full bg-black/55 px-4 text-sm font-semibold text-white"
    >
      <Pin aria-hidden className="size-4 shrink-0 text-act" />
      <span className="truncate">
        <span className="sr-only">Pinned: </span>
        {lot.title}
      </span>
    </button>
  )
}
