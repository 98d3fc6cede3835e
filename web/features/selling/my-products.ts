import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { studioKey } from './studio-keys.ts'

const LIMIT = 200
const ON_OFFER: readonly string[] = ['draft', 'scheduled', 'live']

/** The seller's inventory, latest first; `onOffer` when an auction of it is open in any way. */
export function myProductsQuery(userId: string) {
  return queryOptions({
    queryKey: [...studioKey(userId), 'products'],
    queryFn: async ({ signal }) => {
      const rows = unwrap(
        await client
          .from('products')
          .select('id, title, status, condition, images, created_at, auctions(status)')
          .eq('seller_id', userId)
          .order('created_at', { ascending: false })
          .limit(LIMIT)
          .abortSignal(signal),
      )
      return rows.map(({ auctions, ...product }) => ({
        ...product,
        onOffer: auctions.some(({ status }) => ON_OFFER.includes(status)),
      }))
    },
  })
}
