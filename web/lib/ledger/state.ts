import type { EventKind } from './event.ts'
import type { Terms } from './terms.ts'

/** What the public knows of an auction after an event. Amounts in minor units, times in milliseconds since 1970. */
export interface State {
  terms: Terms
  kind: EventKind
  price: number
  leader: string | null
  bidCount: number
  reserveMet: boolean
  endsAt: number
  placedAt: number
  /** Half of a bid that takes two events: what the next event must be. */
  open: HalfBid | null
}

/**
 * `raised`: the leader's hidden maximum was shown because somebody is about to beat it; `from` is the price before.
 * `beaten`: a bid below the leader's hidden maximum waits for the leader's automatic answer.
 */
export type HalfBid = { half: 'raised'; from: number } | { half: 'beaten'; amount: number }

const closing: readonly EventKind[] = ['sold', 'unsold', 'cancelled']

export function isClosed({ kind }: Pick<State, 'kind'>): boolean {
  return closing.includes(kind)
}
