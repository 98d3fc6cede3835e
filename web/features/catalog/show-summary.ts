import type { Tables } from '../../types/database.ts'

/** The columns of a show that a poster shows, with its seller and the lot that is open. */
export const SHOW_SUMMARY =
  'id, title, cover_image, status, starts_at, viewers, seller:sellers!shows_seller_id_fkey(shop_name, profile:profiles!sellers_id_fkey(username, avatar_url)), current:auctions!shows_current_auction(id, title, price_cents, currency, bid_count)' as const

export type ShowSummary = Pick<
  Tables<'shows'>,
  'id' | 'title' | 'cover_image' | 'status' | 'starts_at' | 'viewers'
> & {
  seller: {
    shop_name: string
    profile: Pick<Tables<'profiles'>, 'username' | 'avatar_url'> | null
  } | null
  current: Pick<
    Tables<'auctions'>,
    'id' | 'title' | 'price_cents' | 'currency' | 'bid_count'
  > | null
}
