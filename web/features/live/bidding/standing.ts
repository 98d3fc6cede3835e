import type { Lot } from '../state/shapes.ts'

/** How the caller stands in an auction. `watching`: no bid of theirs. */
export type Standing = 'watching' | 'leading' | 'outbid' | 'won' | 'lost'

/** Derived from the public leader and the caller's alias, so that a broadcast alone is enough. */
export function standingIn(lot: Lot): Standing {
  const { you, status } = lot
  if (you === null) return 'watching'
  const leads = lot.leader === you.alias
  // Who buys at once wins without a maximum.
  if (leads && status === 'sold') return 'won'
  if (you.max_cents === null) return 'watching'
  if (status === 'sold' || status === 'unsold') return 'lost'
  if (status !== 'live') return 'watching'
  return leads ? 'leading' : 'outbid'
}
