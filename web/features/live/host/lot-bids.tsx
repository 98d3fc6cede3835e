import { BidHistory } from '../auction/bid-history.tsx'
import { useLedger } from '../auction/use-ledger.ts'
import type { Lot } from '../state/shapes.ts'
import { BiddersPanel } from './bidders-panel.tsx'
import { BuyersPanel } from './buyers-panel.tsx'
import { Panel } from './panel.tsx'

/** What the ledger says of the open lot: who bids or buys, and each entry. Whoever accepts a falling price ends it. */
export function LotBids({ lot }: { lot: Lot }) {
  const { events } = useLedger(lot)
  return (
    <>
      {lot.format === 'english' && <BiddersPanel lot={lot} events={events} />}
      {lot.format === 'fixed' && <BuyersPanel lot={lot} events={events} />}
      <Panel title={lot.format === 'english' ? 'Bids on this lot' : 'Ledger of this lot'}>
        <div className="p-4 pt-1">
          <BidHistory lot={lot} />
        </div>
      </Panel>
    </>
  )
}
