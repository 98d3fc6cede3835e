import { AppError, toAppError } from './errors.ts'
import { formatMoney } from './money.ts'

/** Reasons that can be given, in the order they are offered. */
export const REFUND_REASONS: Readonly<Record<string, string>> = {
  requested: 'The buyer asked for it',
  damaged: 'It arrived damaged',
  not_as_described: 'It was not as described',
  not_received: 'It never arrived',
  cannot_send: 'The item cannot be sent',
  goodwill: 'As a courtesy',
}

const OTHERS: Readonly<Record<string, string>> = {
  order_not_payable: 'The payment came after the order had ended',
  processor: 'Made by the platform',
}

export function reasonText(reason: string): string {
  return REFUND_REASONS[reason] ?? OTHERS[reason] ?? 'Made by the platform'
}

/** A refusal of `refund_order` as whoever asked for it reads it; anything else as it is. */
export function refundRefusal(error: unknown, currency: string): AppError {
  const failure = toAppError(error)
  const { status, left_cents } = failure.details
  const left = typeof left_cents === 'number' ? formatMoney(left_cents, currency) : null
  if (failure.code !== 'STATE') return failure
  const meaning = 'Nothing was sent back.'
  if (status === 'daily_limit' && left !== null) {
    const title = 'More than a shop may refund in a day'
    const action = `${left} are left for now. Ask us for more, or wait until tomorrow.`
    return new AppError('STATE', { title, meaning, action }, failure.details, error)
  }
  if (status === 'too_old') {
    const title = 'Too long ago for a refund by the shop'
    const action = 'Ask us to make it for you.'
    return new AppError('STATE', { title, meaning, action }, failure.details, error)
  }
  if (status === 'refunded' && left !== null) {
    const title = 'More than is left of this order'
    const action = `${left} can still go back.`
    return new AppError('STATE', { title, meaning, action }, failure.details, error)
  }
  return failure
}
