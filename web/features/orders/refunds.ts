import type { Order } from './order.ts'

export type OrderRefund = Order['refunds'][number]

/** What is left of a paid order to give back; what is on its way counts as given. */
export function leftToRefund(
  order: Pick<Order, 'paid_at' | 'total_cents' | 'refunds' | 'disputes'>,
): number {
  // A payment that the buyer's bank has taken back is not returned twice; one that it asks about may be.
  const isContested = order.disputes.some(
    ({ status }) => status !== 'inquiry' && status !== 'closed',
  )
  if (order.paid_at === null || isContested) return 0
  const given = order.refunds.filter(({ status }) => status !== 'failed')
  return (order.total_cents ?? 0) - given.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
}
