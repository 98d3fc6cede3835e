import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Lots that the user may have after their winner has not paid. */
export function openOffersQuery(userId: string) {
  return queryOptions({
    queryKey: ['offers', userId],
    queryFn: async ({ signal }) =>
      unwrap(
        await client
          .from('second_chance_offers')
          .select('id, auction_id, title, price_cents, currency, expires_at')
          .eq('buyer_id', userId)
          .eq('status', 'open')
          .order('expires_at')
          .abortSignal(signal),
      ),
  })
}

export type Offer = NonNullable<
  Awaited<ReturnType<NonNullable<ReturnType<typeof openOffersQuery>['queryFn']>>>
>[number]
