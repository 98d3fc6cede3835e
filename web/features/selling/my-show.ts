import { queryOptions } from '@tanstack/react-query'
import { client } from '../../lib/client.ts'
import { errorForCode } from '../../lib/errors.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { studioKey } from './studio-keys.ts'

/** One of the seller's shows with its run of lots. Throws NOFND when it is not theirs. */
export function myShowQuery(userId: string, showId: string) {
  return queryOptions({
    queryKey: [...studioKey(userId), 'show', showId],
    queryFn: async ({ signal }) => {
      const show = unwrap(
        await client
          .from('shows')
          .select(
            'id, title, description, status, starts_at, lots:auctions!auctions_show_id_fkey(id, lot_number, title, status, currency, starting_price_cents, price_cents, bid_count, duration_seconds, product:products(images))',
          )
          .eq('id', showId)
          .eq('seller_id', userId)
          .abortSignal(signal)
          .maybeSingle(),
      )
      if (show === null) throw errorForCode('NOFND')
      return { ...show, lots: show.lots.toSorted(byLotNumber) }
    },
  })
}

function byLotNumber(a: { lot_number: number | null }, b: { lot_number: number | null }): number {
  return (a.lot_number ?? 0) - (b.lot_number ?? 0)
}
