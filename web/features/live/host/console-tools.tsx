import { HostEngagement } from '../engagement/host-engagement.tsx'
import type { Lot, Show } from '../state/shapes.ts'
import { HostTotals } from './host-totals.tsx'
import { Panel } from './panel.tsx'

interface ConsoleToolsProps {
  show: Show
  lots: readonly Lot[]
}

/** What is not needed all the time: figures first, then whatever engages viewers. */
export function ConsoleTools({ show, lots }: ConsoleToolsProps) {
  return (
    <>
      <Panel title="So far">
        <div className="px-4 pt-1 pb-4">
          <HostTotals lots={lots} viewers={show.viewers} />
        </div>
      </Panel>
      <HostEngagement show={show} lots={lots} />
    </>
  )
}
