import type { Lot, Show } from '../state/shapes.ts'
import { HostTotals } from './host-totals.tsx'
import { Panel } from './panel.tsx'

/** The figures of the show as it runs. */
export function SoFar({ show, lots }: { show: Show; lots: readonly Lot[] }) {
  return (
    <Panel title="So far">
      <div className="px-4 pt-1 pb-4">
        <HostTotals lots={lots} viewers={show.viewers} />
      </div>
    </Panel>
  )
}
