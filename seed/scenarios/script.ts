/** The words scenarios are written in. Amounts are cents, people are user names, products are catalogue keys. */

export interface PlannedBid {
  by: string
  cents: number
  /** A jump: the price goes straight there. Otherwise `cents` is the bidder's secret maximum. */
  jump?: true
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
  requiresCard: boolean
  softCloseSeconds: number
  bids: PlannedBid[]
  watchers: string[]
}

/** A show whose past is played for real: short lots, closed by their clock. */
export interface PastShowScript extends Omit<ShowScript, 'lots'> {
  lots: (PlannedLot & { bids: PlannedBid[] })[]
}
