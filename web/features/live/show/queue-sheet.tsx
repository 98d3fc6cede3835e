import { Sheet } from '../../../components/dialog.tsx'
import type { Lot } from '../state/shapes.ts'
import { LotQueue } from './lot-queue.tsx'

interface QueueSheetProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onOpenLot: (lot: Lot) => void
}

/** All lots of the show, where there is no room to list them beside the stage. */
export function QueueSheet({ open, onOpenChange, onOpenLot }: QueueSheetProps) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Lots in this show">
      <div className="-mx-2">
        <LotQueue onOpen={onOpenLot} />
      </div>
    </Sheet>
  )
}
