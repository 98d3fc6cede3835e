import { publicClient } from '../../../lib/public-client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

const LIMIT = 4

/** Running auctions of the same category that end first, without the given one. */
export async function fetchRelated(categorySlug: string, auctionId: string, signal: AbortSignal) {
  return unwrap(
    await publicClient()
      .from('auctions')
      .select(
        'id, title, currency, price_cents, bid_count, ends_at, products!inner(images), categories!inner(slug)',
      )
      .eq('categories.slug', categorySlug)
      .eq('status', 'live')
      .is('show_id', null)
      .neq('id', auctionId)
      .order('ends_at')
      .limit(LIMIT)
      .abortSignal(signal),
  )
}

export type RelatedAuction = Awaited<ReturnType<typeof fetchRelated>>[number]
