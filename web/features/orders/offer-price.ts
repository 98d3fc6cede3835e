import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

const quoteSchema = z.object({ total_cents: z.number(), address_id: z.nullable(z.string()) })

/** What an offered lot would cost all in at the default address; null without an address. Calls `price_quote`. */
export function offerPriceQuery(offer: { id: string; auction_id: string; price_cents: number }) {
  return queryOptions({
    queryKey: ['quote', 'offer', offer.id],
    queryFn: async ({ signal }) => {
      const { total_cents, address_id } = quoteSchema.parse(
        unwrap(
          await client
            .rpc('price_quote', {
              p_auction_id: offer.auction_id,
              p_amount_cents: offer.price_cents,
            })
            .abortSignal(signal),
        ),
      )
      return address_id === null ? null : total_cents
    },
  })
}
