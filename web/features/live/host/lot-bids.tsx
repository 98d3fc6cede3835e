import { BidHistory } from '../auction/bid-history.tsx'
import { useLedger } from '../auction/use-ledger.ts'
import type { Lot } from '../state/shapes.ts'
import { BiddersPanel } from './bidders-panel.tsx'
import { Panel } from './panel.tsx'

/** What the ledger says of the open lot: its bidders, its bids. */
export function LotBids({ lot }: { lot: Lot }) {
  const { events } = useLedger(lot)
  return (
    <>
      <BiddersPanel lot={lot} events={events} />
      <Panel title="Bids on this lot">
        <div className="p-4 pt-1">
          <BidHistory lot={lot} />
        </div>
      </Panel>
    </>
  )
}
