import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import { buyersOf, type Purchase } from './buyers.ts'
import { Panel } from './panel.tsx'

/** Who has bought of a fixed-price sale, by alias. */
export function BuyersPanel({ lot, events }: { lot: Lot; events: readonly Purchase[] }) {
  const buyers = buyersOf(events, lot.price_cents)
  return (
    <Panel title="Buyers">
      {buyers.length === 0 ? (
        <p className="px-4 pt-1 pb-4 text-ink-muted">Nobody has bought any yet.</p>
      ) : (
        <table className="tabular mx-4 mt-1 mb-3 text-left">
          <thead className="sr-only">
            <tr>
              <th>Buyer</th>
              <th>Units</th>
              <th>Sum</th>
            </tr>
          </thead>
          <tbody>
            {buyers.map(({ alias, units, cents }) => (
              <tr key={alias} className="border-b border-line last:border-0">
                <td className="py-2 font-medium">{alias}</td>
                <td className="py-2 text-right text-sm text-ink-muted">
                  {units} {units === 1 ? 'unit' : 'units'}
                </td>
                <td className="w-24 py-2 text-right font-semibold">
                  {formatMoney(cents, lot.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
