import type { Lot } from '../state/shapes.ts'

/** How the caller stands in an auction. `watching`: no bid of theirs. */
export type Standing = 'watching' | 'leading' | 'outbid' | 'won' | 'lost'

/** Derived from the public leader and the caller's alias, so that a broadcast alone is enough. */
export function standingIn(lot: Lot): Standing {
  const { you, status } = lot
  if (you === null || you.max_cents === null) return 'watching'
  const leads = lot.leader === you.alias
  if (status === 'sold') return leads ? 'won' : 'lost'
  if (status === 'unsold') return 'lost'
  if (status !== 'live') return 'watching'
  return leads ? 'leading' : 'outbid'
}
