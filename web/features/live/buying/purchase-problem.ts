import { errorForCode } from '../../../lib/errors.ts'
import { formatMoney } from '../../../lib/money.ts'
import type { Lot } from '../state/shapes.ts'
import { isUnanswered, type Purchase } from './use-purchase.ts'

export interface PurchaseProblem {
  text: string
  /** Its fate is unknown: asking again with the same key is safe. */
  canAskAgain: boolean
}

/** Why the last purchase did not happen, or that nobody knows; null when there is nothing to say. */
export function purchaseProblem(lot: Lot, last: Purchase | null): PurchaseProblem | null {
  if (last === null || (last.phase !== 'refused' && last.phase !== 'unknown')) return null
  if (isUnanswered(last)) {
    return { text: 'No answer yet. It cannot be bought twice.', canAskAgain: true }
  }
  const { price_cents: price, available } = last.detail
  if (last.code === 'STATE' && typeof price === 'number') {
    return {
      text: `The price moved to ${formatMoney(price, lot.currency)} on the way. Nothing was bought.`,
      canAskAgain: false,
    }
  }
  if (last.code === 'SOLDX' && typeof available === 'number' && available > 0) {
    return {
      text: `Only ${available} ${available === 1 ? 'is' : 'are'} left for you. Nothing was bought.`,
      canAskAgain: false,
    }
  }
  const { text } = errorForCode(last.code ?? 'UNKNOWN', last.detail)
  return { text: `${text.title}. ${text.meaning} ${text.action}`, canAskAgain: false }
}
