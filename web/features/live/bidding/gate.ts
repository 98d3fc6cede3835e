import type { FeedStatus } from '../../../lib/realtime-feed.ts'
import type { Lot } from '../state/shapes.ts'

/** Why the caller can or cannot bid right now; exactly one applies. */
export type Gate =
  | 'open'
  /** Not open yet, but a maximum can be left for the opening. */
  | 'pre-bid'
  | 'loading'
  | 'not-open'
  | 'closing'
  | 'over'
  | 'signed-out'
  | 'own'
  | 'banned'
  | 'unverified'
  | 'no-card'
  | 'paused'
  | 'reconnecting'

export interface GateFacts {
  lot: Lot
  connection: FeedStatus
  session: 'loading' | 'anonymous' | 'signed-in'
  /** Undefined until it is loaded; the database decides in any case. */
  account: { email_confirmed: boolean; has_card: boolean; banned: boolean } | undefined
  bannedFromShow: boolean
  paused: boolean
  /** By the server's clock; null while that is unknown. */
  timeUp: boolean | null
}

/** RULES: Who may bid, told before the tap. What cannot be known here is left to the database's answer. */
export function gateFor(facts: GateFacts): Gate {
  const { lot, account } = facts
  const waits = lot.status === 'draft' || lot.status === 'scheduled'
  // Only bids wait for an opening, and only those of somebody who is known.
  const takesPreBids = lot.format === 'english' && facts.session === 'signed-in'
  if (lot.status === 'draft' || (waits && !takesPreBids)) return 'not-open'
  if (!waits && lot.status !== 'live') return 'over'
  if (!waits && facts.timeUp === true) return 'closing'
  if (facts.session === 'loading') return 'loading'
  if (facts.session === 'anonymous') return 'signed-out'
  if (lot.you?.is_seller === true) return 'own'
  if (facts.bannedFromShow || account?.banned === true) return 'banned'
  if (account?.email_confirmed === false) return 'unverified'
  if (lot.requires_card && account?.has_card === false) return 'no-card'
  if (facts.paused) return 'paused'
  if (waits) return facts.connection === 'live' ? 'pre-bid' : 'not-open'
  if (facts.connection !== 'live' || facts.timeUp === null) return 'reconnecting'
  return 'open'
}
