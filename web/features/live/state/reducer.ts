import type { FeedStatus } from '../../../lib/realtime-feed.ts'
import {
  type EngagementAction,
  mergeEngagement,
  reduceEngagement,
} from '../engagement/engagement-state.ts'
import {
  addMessages,
  mergeSnapshot,
  messageDiscarded,
  messageFailed,
  messageSent,
  removeMessages,
} from './chat-state.ts'
import type { LiveState, OwnBid } from './live-state.ts'
import { greater, mergeLot, moveLot } from './merge-lot.ts'
import type {
  AuctionEvent,
  BidReply,
  ChatMessage,
  ChatRules,
  Lot,
  LotYou,
  PurchaseReply,
  ShowEvent,
  ShowSnapshot,
  ShowYou,
} from './shapes.ts'

export type LiveAction =
  | { type: 'connection'; status: FeedStatus }
  | { type: 'show snapshot'; snapshot: ShowSnapshot }
  | { type: 'auction snapshot'; lot: Lot }
  | { type: 'auction event'; event: AuctionEvent }
  | { type: 'show event'; event: ShowEvent }
  | { type: 'chat'; messages: readonly ChatMessage[] }
  | { type: 'chat removed'; ids: readonly string[] }
  | { type: 'chat rules'; rules: ChatRules }
  | { type: 'reactions'; counts: Readonly<Record<string, number>> }
  | { type: 'moderated'; you: ShowYou }
  | { type: 'message sent'; clientId: string; body: string; replyTo: string | null }
  | { type: 'message failed'; clientId: string; code: string; detail: OwnBid['detail'] }
  | { type: 'message discarded'; clientId: string }
  | { type: 'bid sent'; auctionId: string; key: string; amountCents: number; isMax: boolean }
  | { type: 'bid replied'; auctionId: string; key: string; reply: BidReply }
  | { type: 'purchase replied'; auctionId: string; reply: PurchaseReply }
  /** A bid of one's own was taken back: the only way in which a maximum falls. */
  | { type: 'bid withdrawn'; lot: Lot }
  | { type: 'bid failed'; auctionId: string; key: string; code: string; detail: OwnBid['detail'] }
  | { type: 'watching'; auctionId: string; watching: boolean }
  | EngagementAction

/** The state after an action. Pure: the order in which hints arrive never matters, only versions do. */
export function reduceLive(state: LiveState, action: LiveAction): LiveState {
  switch (action.type) {
    case 'connection':
      return { ...state, connection: action.status }
    case 'show snapshot':
      return applyShowSnapshot(state, action.snapshot)
    case 'auction snapshot':
      return putLot(state, mergeLot(state.lots[action.lot.id], action.lot))
    case 'auction event':
      return applyAuctionEvent(state, action.event)
    case 'show event':
      return applyShowEvent(state, action.event)
    case 'chat':
      return { ...state, chat: addMessages(state.chat, action.messages) }
    case 'chat removed':
      return { ...state, chat: removeMessages(state.chat, action.ids) }
    case 'chat rules':
      return applyChatRules(state, action.rules)
    case 'reactions':
      return { ...state, reactions: action.counts }
    case 'moderated':
      return { ...state, you: action.you }
    case 'message sent':
      return {
        ...state,
        chat: messageSent(state.chat, action.clientId, action.body, action.replyTo),
      }
    case 'message failed':
      return {
        ...state,
        chat: messageFailed(state.chat, action.clientId, action.code, action.detail),
      }
    case 'message discarded':
      return { ...state, chat: messageDiscarded(state.chat, action.clientId) }
    case 'bid sent':
      return putBid(state, action.auctionId, {
        key: action.key,
        amountCents: action.amountCents,
        isMax: action.isMax,
        phase: 'placing',
        code: null,
        detail: {},
      })
    case 'bid replied':
      return applyReply(state, action.auctionId, action.key, action.reply)
    case 'purchase replied':
      return applyPurchase(state, action.auctionId, action.reply)
    case 'bid withdrawn':
      return updateYou(
        putLot(state, mergeLot(state.lots[action.lot.id], action.lot)),
        action.lot.id,
        { max_cents: action.lot.you?.max_cents ?? null },
      )
    case 'bid failed':
      return updateBid(state, action.auctionId, action.key, {
        phase: 'unknown',
        code: action.code,
        detail: action.detail,
      })
    case 'watching':
      return updateYou(state, action.auctionId, { watching: action.watching })
    case 'giveaway':
    case 'poll':
      return applyEngagement(state, action)
  }
}

function applyEngagement(state: LiveState, action: EngagementAction): LiveState {
  // Before the first snapshot there is nothing to apply it to; the snapshot will have it.
  if (state.engagement === null) return state
  const engagement = reduceEngagement(state.engagement, action)
  return engagement === null ? wantSnapshot(state) : { ...state, engagement }
}

function applyChatRules(state: LiveState, rules: ChatRules): LiveState {
  const { chatRules } = state
  if (chatRules !== null && rules.version <= chatRules.version) return state
  const next = { ...state, chatRules: rules }
  // Whether I belong to the new audience is in no broadcast.
  return chatRules !== null && chatRules.audience !== rules.audience ? wantSnapshot(next) : next
}

function applyShowSnapshot(state: LiveState, snapshot: ShowSnapshot): LiveState {
  const lots = Object.fromEntries(
    snapshot.lots.map((lot) => [lot.id, mergeLot(state.lots[lot.id], lot)]),
  )
  const { show } = snapshot
  return {
    ...state,
    show:
      state.show !== null && state.show.version > show.version
        ? { ...show, ...showState(state.show) }
        : show,
    you: snapshot.you,
    lots,
    lotOrder: snapshot.lots.map((lot) => lot.id),
    chat: mergeSnapshot(state.chat, snapshot.chat),
    engagement: mergeEngagement(state.engagement, snapshot.engagement),
    chatRules:
      state.chatRules !== null && state.chatRules.version > snapshot.chat_rules.version
        ? state.chatRules
        : snapshot.chat_rules,
  }
}

function showState(show: ShowEvent): ShowEvent {
  const { version, status, current_auction_id, pinned_auction_id, viewers, video } = show
  return { version, status, current_auction_id, pinned_auction_id, viewers, video }
}

function applyAuctionEvent(state: LiveState, event: AuctionEvent): LiveState {
  const lot = state.lots[event.id]
  if (lot === undefined) return wantSnapshot(state)
  // The same version with another status: a refusal had told the figures of the end without the end itself.
  if (event.version < lot.version) return state
  if (event.version === lot.version && event.status === lot.status) return state
  const next = putLot(state, moveLot(lot, event))
  // The link to the order is in no broadcast.
  const won = event.status === 'sold' && lot.you !== null && event.leader === lot.you.alias
  // Nor is the instant from which a price falls.
  const falls = event.status === 'live' && lot.descending?.falls_from === null
  return falls || (won && lot.you?.order_id === null) ? wantSnapshot(next) : next
}

function applyShowEvent(state: LiveState, event: ShowEvent): LiveState {
  const { show } = state
  if (show === null || event.version <= show.version) return state
  const next = { ...state, show: { ...show, ...event } }
  const visible =
    show.current_auction_id !== event.current_auction_id ||
    show.pinned_auction_id !== event.pinned_auction_id ||
    show.viewers !== event.viewers ||
    show.video !== event.video
  // A new version without a visible change, or a new status: lots were added, withdrawn or re-timed.
  return !visible || show.status !== event.status || event.version > show.version + 1
    ? wantSnapshot(next)
    : next
}

/** What a reply tells everybody could know. */
function figuresOf(reply: BidReply | PurchaseReply) {
  const { version, price_cents, min_bid_cents, leader, bid_count, ends_at, reserve_met, head } =
    reply
  return { version, price_cents, min_bid_cents, leader, bid_count, ends_at, reserve_met, head }
}

function applyPurchase(state: LiveState, auctionId: string, reply: PurchaseReply): LiveState {
  const lot = state.lots[auctionId]
  if (lot === undefined) return state
  const bought = reply.outcome === 'bought'
  // A lot is sold once; units are sold until the broadcast of the end says so.
  const status = bought && lot.format !== 'fixed' ? 'sold' : lot.status
  const next =
    reply.version > lot.version ? putLot(state, { ...lot, ...figuresOf(reply), status }) : state
  // How many units are mine, or what became of the lot that was gone, is in no reply.
  return updateYou(wantSnapshot(next), auctionId, bought ? { order_id: reply.order_id } : {})
}

function applyReply(state: LiveState, auctionId: string, key: string, reply: BidReply): LiveState {
  const lot = state.lots[auctionId]
  let next = updateBid(state, auctionId, key, {
    phase: reply.outcome,
    code: reply.code,
    detail: reply.detail ?? {},
  })
  if (lot === undefined) return next
  if (reply.version > lot.version) {
    // A reply names no status; what was accepted or outbid proves that the auction is open.
    const open = reply.outcome !== 'refused' || reply.code === 'LOWBD'
    next = putLot(next, {
      ...lot,
      ...figuresOf(reply),
      status: open ? 'live' : lot.status,
    })
  }
  if (reply.code === 'LATEB') next = wantSnapshot(next)
  return updateYou(next, auctionId, {
    max_cents: greater(lot.you?.max_cents ?? null, reply.your_max_cents),
  })
}

function putLot(state: LiveState, lot: Lot): LiveState {
  const known = state.lotOrder.includes(lot.id)
  return {
    ...state,
    lots: { ...state.lots, [lot.id]: lot },
    lotOrder: known ? state.lotOrder : [...state.lotOrder, lot.id],
  }
}

function putBid(state: LiveState, auctionId: string, bid: OwnBid): LiveState {
  return { ...state, bids: { ...state.bids, [auctionId]: bid } }
}

/** A reply to an earlier bid than the last says nothing about the last. */
function updateBid(
  state: LiveState,
  auctionId: string,
  key: string,
  change: Partial<OwnBid>,
): LiveState {
  const bid = state.bids[auctionId]
  return bid === undefined || bid.key !== key
    ? state
    : putBid(state, auctionId, { ...bid, ...change })
}

function updateYou(state: LiveState, auctionId: string, change: Partial<LotYou>): LiveState {
  const lot = state.lots[auctionId]
  if (lot === undefined || lot.you === null) return state
  return putLot(state, { ...lot, you: { ...lot.you, ...change } })
}

function wantSnapshot(state: LiveState): LiveState {
  return { ...state, snapshotWanted: state.snapshotWanted + 1 }
}
