import { formatMoney } from '../../../lib/money.ts'
import { spokenTimeLeft } from '../../../lib/time.ts'
import type { LotResult, ShowSummary } from './show-summary.ts'

export interface Moment {
  name: string
  lot: LotResult
  /** What made it one. */
  text: string
}

/** The lot with the greatest value above `least`; the earlier one of two alike. */
function greatest(
  lots: readonly LotResult[],
  value: (lot: LotResult) => number,
  least: number,
): LotResult | null {
  let best: LotResult | null = null
  for (const lot of lots) {
    if (value(lot) > (best === null ? least : value(best))) best = lot
  }
  return best
}

/** What is worth remembering of a show: the dearest lot, the most wanted, the steepest, the longest fight. */
export function bestMoments({ lots, currency }: ShowSummary): Moment[] {
  const sold = lots.filter((lot) => lot.status === 'sold')
  const rise = (lot: LotResult) => lot.hammer_cents / lot.starting_price_cents
  // Units at a fixed price neither rise nor go on.
  const bidOn = sold.filter((lot) => lot.format === 'english')
  const dearest = greatest(sold, (lot) => lot.hammer_cents, 0)
  const wanted = greatest(lots, (lot) => lot.bids, 1)
  const steepest = greatest(bidOn, rise, 1)
  const longest = greatest(lots, (lot) => lot.overtime_ms ?? 0, 0)
  const moments: [string, LotResult | null, (lot: LotResult) => string][] = [
    ['Highest price', dearest, (lot) => formatMoney(lot.hammer_cents, currency)],
    ['Most wanted', wanted, (lot) => `${lot.bids} bids by ${people(lot.bidders)}`],
    [
      'Biggest rise',
      steepest,
      (lot) =>
        `${rise(lot).toLocaleString(undefined, { maximumFractionDigits: 1 })} times its start`,
    ],
    ['Longest fight', longest, (lot) => `${spokenTimeLeft(lot.overtime_ms ?? 0)} over its time`],
  ]
  return moments.flatMap(([name, lot, tell]) =>
    lot === null ? [] : [{ name, lot, text: tell(lot) }],
  )
}

const people = (count: number): string => (count === 1 ? 'one bidder' : `${count} bidders`)
