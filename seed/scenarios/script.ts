/** The words scenarios are written in. Amounts are cents, people are user names, products are catalogue keys. */

export interface PlannedBid {
  by: string
  cents: number
  /** A jump: the price goes straight there. Otherwise `cents` is the bidder's secret maximum. */
  jump?: true
}

/** How a lot is sold where nobody bids. Amounts are cents, as `p_terms` of `create_auction` has them. */
export type PlannedFormat =
  | {
      format: 'descending'
      terms: { floor_cents: number; step_cents: number; tick_seconds: number }
    }
  | { format: 'fixed'; terms: { quantity: number; per_buyer?: number } }

export interface PlannedPurchase {
  by: string
  quantity: number
}

export interface PlannedLot {
  product: string
  /** Default: the catalogue's. */
  startCents?: number
  reserveCents?: number
  seconds: number
  requiresCard: boolean
}

export interface ShowScript {
  /** Names the show's row and its cover for ever. */
  key: string
  host: string
  title: string
  description: string
  category: string
  /** Products on the cover: the middle one first. */
  cover: [string, string, string]
  lots: PlannedLot[]
  chat: { by: string; says: string }[]
}

export interface TimedScript {
  product: string
  seller: string
  /** Minutes from the seed until the end. */
  endsInMinutes: number
  /** Minutes until it opens; without it the auction opens at once. */
  opensInMinutes?: number
  startCents?: number
  reserveCents?: number
  buyNowCents?: number
  /** Default: bidding. */
  sale?: PlannedFormat
  requiresCard: boolean
  softCloseSeconds: number
  /** Before the opening they are maxima that wait for it. */
  bids: PlannedBid[]
  /** Units that have been bought of a fixed-price sale. */
  purchases?: PlannedPurchase[]
  watchers: string[]
}

/** A show whose past is played for real: short lots, closed by their clock. */
export interface PastShowScript extends Omit<ShowScript, 'lots'> {
  lots: (PlannedLot & { bids: PlannedBid[] })[]
}
