import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const LIMIT = 200

/** A shop's paid orders that wait for their parcel, the longest waiting first. */
export function toShipQuery(sellerId: string) {
  return queryOptions({
    queryKey: ['orders', 'to-ship', sellerId],
    queryFn: async ({ signal }) =>
      unwrap(
        await client
          .from('orders')
          .select(
            `id, number, currency, items_cents, paid_at,
            items:order_items!order_items_order_id_fkey(id, title, quantity, product:products!order_items_product_id_fkey(images)),
            address:order_addresses!order_addresses_order_id_fkey(full_name, line1, line2, city, region, postal_code, country, phone)`,
          )
          .eq('seller_id', sellerId)
          .eq('status', 'paid')
          .order('paid_at')
          .limit(LIMIT)
          .abortSignal(signal),
      ),
  })
}
