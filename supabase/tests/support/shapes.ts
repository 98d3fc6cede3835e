/** What the commands return, as far as the tests look at it. Amounts are cents, times ISO 8601. */

export interface BidReply {
  outcome: 'leading' | 'outbid' | 'pending' | 'refused'
  code: string | null
  detail: Record<string, unknown> | null
  seq: number
  version: number
  price_cents: number
  min_bid_cents: number
  your_max_cents: number | null
  bid_count: number
  leader: string | null
  ends_at: string
  reserve_met: boolean
  head: string | null
  server_time: string
}

export interface AuctionRow {
  id: string
  show_id: string | null
  lot_number: number | null
  status: string
  starts_at: string | null
  ends_at: string | null
  hard_ends_at: string | null
  price_cents: number
  min_bid_cents: number
  bid_count: number
  leader: string | null
  version: number
}

export interface AuctionSnapshot extends AuctionRow {
  head: string | null
  reserve_met: boolean
  product: { id: string; title: string; description: string; images: string[] }
  you: {
    alias: string
    leading: boolean
    max_cents: number | null
    is_seller: boolean
    watching: boolean
    order_id: string | null
  } | null
}

export interface ShowRow {
  id: string
  status: string
  version: number
  viewers: number
  starts_at: string | null
  current_auction_id: string | null
  pinned_auction_id: string | null
}

export interface LedgerRow {
  auction_id: string
  seq: number
  kind: string
  bidder: string | null
  amount_cents: number | null
  price_cents: number
  bid_count: number
  leader: string | null
  reserve_met: boolean
  ends_at: string
  placed_at: string
  detail: string
  prev_hash: string
  hash: string
}

export interface ChatMessage {
  id: string
  kind: string
  body: string
  user_id: string
  username: string
  reply_to: string | null
  client_id: string
  host: boolean
}
