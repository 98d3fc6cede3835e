import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { studioKey } from './studio-keys.ts'

const LIMIT = 200

/** The seller's inventory, latest first; `onOffer` while an auction of it is drafted, scheduled or live. */
export function myProductsQuery(userId: string) {
  return queryOptions({
    queryKey: [...studioKey(userId), 'products'],
    queryFn: async ({ signal }) => {
      const [products, offers] = await Promise.all([
        client
          .from('products')
          .select('id, title, status, condition, images, created_at')
          .eq('seller_id', userId)
          .order('created_at', { ascending: false })
          .limit(LIMIT)
          .abortSignal(signal),
        client
          .from('auctions')
          .select('product_id')
          .eq('seller_id', userId)
          .in('status', ['draft', 'scheduled', 'live'])
          .abortSignal(signal),
      ])
      const offered = new Set(unwrap(offers).map((offer) => offer.product_id))
      return unwrap(products).map((product) => ({ ...product, onOffer: offered.has(product.id) }))
    },
  })
}
