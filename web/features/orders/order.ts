import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { errorForCode } from '../../lib/errors.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** One order with its lots and both parties. Throws NOFND when it is not the user's to see. */
export function orderQuery(id: string) {
  return queryOptions({
    queryKey: ['order', id],
    queryFn: async ({ signal }) => {
      const order = unwrap(
        await client
          .from('orders')
          .select(
            'id, number, status, currency, items_cents, created_at, payment_due_at, buyer_id, seller_id, seller:sellers(shop_name, profile:profiles!sellers_id_fkey(username, avatar_url)), items:order_items(id, auction_id, title, quantity, price_cents, product:products(images))',
          )
          .eq('id', id)
          .abortSignal(signal)
          .maybeSingle(),
      )
      if (order === null) throw errorForCode('NOFND')
      return order
    },
  })
}
