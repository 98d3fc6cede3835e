import type { EventKind } from './event.ts'
import type { Terms } from './terms.ts'

/**
 * What the public knows of an auction after an event. Amounts in minor units, times in milliseconds since 1970. Folding
 * an event uses the state up: `bids` and `units` grow with the ledger and are handed on, not copied.
 */
export interface State {
  terms: Terms
  kind: EventKind
  /** Of a descending auction the price it began at: the fall makes no events. */
  price: number
  leader: string | null
  /** Bids that count; in a fixed-price sale the units sold. */
  bidCount: number
  reserveMet: boolean
  endsAt: number
  placedAt: number
  /** The first event: when it was, and the end that it named. */
  opened: { at: number; endsAt: number }
  /** No bid moves the end past this; null where nothing limits it. Pauses move it, too. */
  hardEnd: number | null
  /** A transaction of several events: what the next event must be. */
  open: Unfinished | null
  /** How it was sold; null while it is not. */
  sale: Sale | null
  /** Bids that count, by `seq`. */
  bids: Map<number, StandingBid>
  /** Units bought in a fixed-price sale, by the buyer's alias. */
  units: Map<string, number>
}

/** To the highest bid, at once at the buy-now price, at the descending price of the moment, or unit by unit. */
export type Sale = 'bids' | 'buy_now' | 'accepted' | 'units'

export interface StandingBid {
  bidder: string
  amount: number
  placedAt: number
}

/**
 * `raised`: the leader's hidden maximum was shown because somebody is about to beat it; `from` is the price before.
 * `beaten`: a bid below the leader's hidden maximum waits for the leader's automatic answer.
 * `sold out`: the last unit is bought and ends the sale.
 */
export type Unfinished =
  | { half: 'raised'; from: number }
  | { half: 'beaten'; amount: number }
  | { half: 'sold out' }

/** The kind of event that completes what is unfinished. */
export function dueAfter({ half }: Unfinished): EventKind {
  switch (half) {
    case 'raised':
      return 'bid'
    case 'beaten':
      return 'auto_bid'
    case 'sold out':
      return 'sold'
  }
}

const closing: readonly EventKind[] = ['sold', 'unsold', 'cancelled']

export function isClosed({ kind }: Pick<State, 'kind'>): boolean {
  return closing.includes(kind)
}

/** The public price at an instant: the ledger's, except that a descending one is a function of time. */
export function priceAt({ terms, price, opened, endsAt }: State, at: number): number {
  const { format, startingPrice } = terms
  if (format.name !== 'descending') return price
  // Only pauses move the end of a descending auction, and while the platform is paused the price stands still.
  const fallsFrom = opened.at + (endsAt - opened.endsAt)
  const ticks = Math.max(0, Math.floor((Math.min(at, endsAt) - fallsFrom) / format.tick))
  return Math.max(format.floor, startingPrice - format.step * ticks)
}
