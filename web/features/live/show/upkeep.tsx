import { useStageEvents } from '../stage/use-stage-events.ts'
import type { Lot } from '../state/shapes.ts'
import { useCloseWhenDue } from '../state/use-close-when-due.ts'
import { usePresence } from './use-presence.ts'

interface UpkeepProps {
  showId: string
  /** Whether the caller counts as a viewer. */
  counted: boolean
  lot: Lot | null
}

/** What a page does for a show behind the scenes; nothing of it is needed to see the show. */
export default function Upkeep({ showId, counted, lot }: UpkeepProps) {
  usePresence(showId, counted)
  useCloseWhenDue(lot)
  useStageEvents(showId)
  return null
}
