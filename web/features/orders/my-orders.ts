import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { withDues } from './order-dues.ts'

const LIMIT = 100

/** The user's orders on one side of the counter, latest first. */
export function myOrdersQuery(userId: string, side: 'buyer' | 'seller') {
  return queryOptions({
    queryKey: ['orders', side, userId],
    queryFn: async ({ signal }) =>
      withDues(
        unwrap(
          await client
            .from('orders')
            .select(
              'id, number, status, currency, items_cents, created_at, payment_due_at, items:order_items!order_items_order_id_fkey(id, title, product:products!order_items_product_id_fkey(images))',
            )
            .eq(side === 'buyer' ? 'buyer_id' : 'seller_id', userId)
            .order('created_at', { ascending: false })
            .limit(LIMIT)
            .abortSignal(signal),
        ),
        signal,
      ),
  })
}
