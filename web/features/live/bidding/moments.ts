import type { Lot } from '../state/shapes.ts'
import { standingIn } from './standing.ts'

/** What happened to a lot that is worth seeing, hearing, feeling or saying. */
export type Moment =
  | 'opened'
  | 'price'
  | 'leading'
  | 'outbid'
  | 'extended'
  | 'won'
  | 'lost'
  | 'sold'
  | 'unsold'

/** The moments between two states of the same lot. */
export function momentsBetween(before: Lot, now: Lot): Moment[] {
  if (before.id !== now.id || now.version < before.version) return []
  const moments: Moment[] = []
  const was = standingIn(before)
  const is = standingIn(now)
  if (before.status !== 'live' && now.status === 'live') moments.push('opened')
  if (now.price_cents > before.price_cents || now.bid_count > before.bid_count) {
    moments.push('price')
  }
  if (before.status === 'live' && now.status === 'live' && later(before.ends_at, now.ends_at)) {
    moments.push('extended')
  }
  if (is !== was && is !== 'watching') moments.push(is)
  if (now.status !== before.status && is === 'watching') {
    if (now.status === 'sold' || now.status === 'unsold') moments.push(now.status)
  }
  return moments
}

function later(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && Date.parse(now) > Date.parse(before)
}
