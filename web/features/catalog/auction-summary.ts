import type { Tables } from '../../types/database.ts'

/** The columns of an auction that a card shows. */
export const AUCTION_SUMMARY =
  'id, title, status, currency, price_cents, bid_count, starts_at, ends_at, created_at, show_id, lot_number, has_reserve, reserve_met, product:products(images, condition)' as const

type AuctionColumns =
  | 'id'
  | 'title'
  | 'status'
  | 'currency'
  | 'price_cents'
  | 'bid_count'
  | 'starts_at'
  | 'ends_at'
  | 'created_at'
  | 'show_id'
  | 'lot_number'
  | 'has_reserve'
  | 'reserve_met'

export type AuctionSummary = Pick<Tables<'auctions'>, AuctionColumns> & {
  product: Pick<Tables<'products'>, 'images' | 'condition'> | null
}
