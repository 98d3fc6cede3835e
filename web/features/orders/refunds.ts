import { AppError, toAppError } from '../../lib/errors.ts'
import { formatMoney } from '../../lib/money.ts'
import type { Order } from './order.ts'

export type OrderRefund = Order['refunds'][number]

/** Reasons a shop can give, in the order they are offered. */
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

/** What is left of a paid order to give back; what is on its way counts as given. */
export function leftToRefund(
  order: Pick<Order, 'paid_at' | 'total_cents' | 'refunds' | 'disputes'>,
): number {
  // A payment that the buyer's bank contests is not returned twice.
  if (order.paid_at === null || order.disputes.length > 0) return 0
  const given = order.refunds.filter(({ status }) => status !== 'failed')
  return (order.total_cents ?? 0) - given.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
}

/** A refusal of `refund_order` as a shop reads it; anything else as it is. */
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
