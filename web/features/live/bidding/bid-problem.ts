import { errorForCode } from '../../../lib/errors.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { OwnBid } from '../state/live-state.ts'
import type { Lot } from '../state/shapes.ts'

export interface BidProblem {
  text: string
  /** The fate of the bid is unknown: asking again with the same key is safe. */
  canAskAgain: boolean
}

/** Why the last bid did not count, or that nobody knows; null when there is nothing to say. */
export function problemOf(lot: Lot, bid: OwnBid | null): BidProblem | null {
  if (bid === null || (bid.phase !== 'refused' && bid.phase !== 'unknown')) return null
  const amount = formatMoney(bid.amountCents, lot.currency)
  if (bid.phase === 'unknown' && (bid.code === 'NETWORK' || bid.code === 'UNKNOWN')) {
    // A snapshot has shown since that the bid arrived.
    const landed = (lot.you?.max_cents ?? 0) >= bid.amountCents
    return landed
      ? null
      : { text: `No answer for your ${amount} bid. It cannot count twice.`, canAskAgain: true }
  }
  if (bid.code === 'LOWBD') {
    const next = formatMoney(lot.min_bid_cents, lot.currency)
    return { text: `${amount} is no longer enough. Next bid: ${next}`, canAskAgain: false }
  }
  const { text } = errorForCode(bid.code ?? 'UNKNOWN', bid.detail)
  return { text: `${text.title}. ${text.meaning} ${text.action}`, canAskAgain: false }
}
