import type { FeedStatus } from '../../../lib/realtime-feed.ts'
import type { Engagement } from '../engagement/engagement-shapes.ts'
import type { ChatState } from './chat-state.ts'
import { emptyChat } from './chat-state.ts'
import type { ChatRules, Lot, Show, ShowYou } from './shapes.ts'

/** A bid of mine from the tap to its fate. A later bid replaces it. */
export interface OwnBid {
  /** Idempotency key: the same on every retry of this bid. */
  key: string
  amountCents: number
  isMax: boolean
  phase: 'placing' | 'leading' | 'outbid' | 'pending' | 'refused' | 'unknown'
  /** Why it was refused, or how it failed; null while all is well. */
  code: string | null
  detail: Readonly<Record<string, unknown>>
}

/** Everything a live page shows: one show with its lots, or one auction without a show. */
export interface LiveState {
  connection: FeedStatus
  show: Show | null
  you: ShowYou | null
  /** By id. Null-prototype semantics are not needed: ids are uuids from the database. */
  lots: Readonly<Record<string, Lot>>
  /** Ids by lot number. */
  lotOrder: readonly string[]
  /** My last bid by auction. */
  bids: Readonly<Record<string, OwnBid>>
  chat: ChatState
  /** Giveaway, poll and following; null outside shows. */
  engagement: Engagement | null
  chatRules: ChatRules | null
  /** Reactions of the last second, by kind. A new object for each burst; nothing is kept of the one before. */
  reactions: Readonly<Record<string, number>>
  /** Raised when an event shows that a snapshot knows more than we do. */
  snapshotWanted: number
}

export const initialLiveState: LiveState = {
  connection: 'connecting',
  show: null,
  you: null,
  lots: {},
  lotOrder: [],
  bids: {},
  chat: emptyChat,
  engagement: null,
  chatRules: null,
  reactions: {},
  snapshotWanted: 0,
}
