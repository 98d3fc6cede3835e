import { Crown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { cx } from '../../../lib/cx.ts'
import { formatMoney } from '../../../lib/money.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Lot } from '../state/shapes.ts'
import { biddersOf, bidsInLastMinute, type PublicBid } from './bidders.ts'
import { Panel } from './panel.tsx'

const RECOUNT_MS = 1_000

/** Who bids on the lot and how fast, by alias and by what everybody may know. */
export function BiddersPanel({ lot, events }: { lot: Lot; events: readonly PublicBid[] }) {
  const bidders = biddersOf(events)
  const pace = useBidsPerMinute(events)
  return (
    <Panel
      title="Bidders"
      aside={
        <p className="tabular text-sm text-ink-muted">
          <strong className="font-bold text-ink">{pace}</strong> {pace === 1 ? 'bid' : 'bids'} in
          the last minute
        </p>
      }
    >
      {bidders.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-ink-muted">
          Nobody has bid yet. While that is so you can pass on the lot.
        </p>
      ) : (
        <table className="mx-4 mt-1 mb-3 text-left">
          <thead className="sr-only">
            <tr>
              <th>Bidder</th>
              <th>Bids</th>
              <th>Highest public bid</th>
            </tr>
          </thead>
          <tbody>
            {bidders.map((bidder) => (
              <tr key={bidder.alias} className="tabular border-b border-line last:border-0">
                <td className={cx('py-2 font-medium', bidder.leads && 'font-bold')}>
                  {bidder.alias}
                  {bidder.leads && (
                    <Crown
                      role="img"
                      aria-label="leads"
                      className="ml-2 inline size-4 -translate-y-px text-winning"
                    />
                  )}
                </td>
                <td className="py-2 text-right text-sm text-ink-muted">
                  {bidder.bids} {bidder.bids === 1 ? 'bid' : 'bids'}
                </td>
                <td
                  className={cx(
                    'w-24 py-2 text-right font-semibold',
                    bidder.leads && 'text-winning',
                  )}
                >
                  {formatMoney(bidder.highestCents, lot.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function useBidsPerMinute(events: readonly PublicBid[]): number {
  const { clock } = useLiveSession()
  const [now, setNow] = useState(() => clock.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), RECOUNT_MS)
    return () => clearInterval(timer)
  }, [clock])
  return bidsInLastMinute(events, Math.max(now, clock.now()))
}
