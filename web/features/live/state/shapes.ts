import * as v from 'valibot'
import { engagementSchema } from '../engagement/engagement-shapes.ts'

/**
 * What the database sends to live pages, checked where it comes in (supabase/migrations, CONTRACT):
 * snapshots are the truth, events are hints with a version, a bid's reply is both.
 * Valibot, not zod: this is part of a show's first load, and zod alone would be 8 kB of it.
 */

const cents = v.number()
const instant = v.nullable(v.string())

const lotStatus = v.picklist(['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled'])
const showStatus = v.picklist(['draft', 'scheduled', 'live', 'ended', 'cancelled'])

const seller = v.object({
  id: v.string(),
  shop_name: v.string(),
  username: v.string(),
  avatar_url: v.nullable(v.string()),
})

const product = v.object({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  condition: v.string(),
  specs: v.record(v.string(), v.unknown()),
  images: v.array(v.string()),
  category: v.string(),
  category_slug: v.string(),
})

const lotYou = v.object({
  alias: v.string(),
  leading: v.boolean(),
  max_cents: v.nullable(cents),
  is_seller: v.boolean(),
  watching: v.boolean(),
  order_id: v.nullable(v.string()),
  /** Units of a fixed-price sale that the caller has bought; null in other formats. */
  units: v.nullable(v.number()),
})

/** One auction (a lot when it is in a show) as `auction_snapshot` returns it, without the time. */
export const lotSchema = v.object({
  id: v.string(),
  show_id: v.nullable(v.string()),
  lot_number: v.nullable(v.number()),
  title: v.string(),
  format: v.picklist(['english', 'descending', 'fixed']),
  currency: v.string(),
  status: lotStatus,
  starting_price_cents: cents,
  has_reserve: v.boolean(),
  requires_card: v.boolean(),
  soft_close_seconds: v.number(),
  duration_seconds: v.nullable(v.number()),
  starts_at: instant,
  hard_ends_at: instant,
  /** The price to buy at now, null where that is not possible (any more). */
  buy_now_cents: v.nullable(cents),
  descending: v.nullable(
    v.object({
      floor_cents: cents,
      step_cents: cents,
      tick_seconds: v.number(),
      /** From when on the ticks count; null before the opening. */
      falls_from: instant,
    }),
  ),
  fixed: v.nullable(v.object({ quantity: v.number(), per_buyer: v.nullable(v.number()) })),
  increment: v.object({ from: v.array(cents), step: v.array(cents) }),
  price_cents: cents,
  min_bid_cents: cents,
  bid_count: v.number(),
  leader: v.nullable(v.string()),
  ends_at: instant,
  reserve_met: v.boolean(),
  version: v.number(),
  head: v.nullable(v.string()),
  product,
  seller,
  you: v.nullable(lotYou),
})
export type Lot = v.InferOutput<typeof lotSchema>
export type LotYou = v.InferOutput<typeof lotYou>

export const auctionSnapshotSchema = v.object({ ...lotSchema.entries, server_time: v.string() })
export type AuctionSnapshot = v.InferOutput<typeof auctionSnapshotSchema>

export const chatMessageSchema = v.object({
  id: v.string(),
  kind: v.picklist(['text', 'image', 'system']),
  body: v.string(),
  /** What a system message is about: `{type, …}`. */
  detail: v.nullable(v.record(v.string(), v.unknown())),
  user_id: v.nullable(v.string()),
  username: v.nullable(v.string()),
  reply_to: v.nullable(v.string()),
  /** The beginning of what is answered; null also when it was removed. */
  reply: v.nullable(v.object({ username: v.nullable(v.string()), body: v.string() })),
  client_id: v.string(),
  created_at: v.string(),
  host: v.nullable(v.boolean()),
  moderator: v.boolean(),
})
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>

/** Broadcast `chat_rules`, and part of a show's snapshot. */
export const chatRulesSchema = v.object({
  version: v.number(),
  slow_mode_seconds: v.number(),
  audience: v.picklist(['everyone', 'followers', 'buyers']),
  rules: v.nullable(v.string()),
  pinned: v.nullable(chatMessageSchema),
})
export type ChatRules = v.InferOutput<typeof chatRulesSchema>

/** Broadcast `reactions`: taps of the last second by kind. */
export const reactionsSchema = v.object({ counts: v.record(v.string(), v.number()) })

const show = v.object({
  id: v.string(),
  title: v.string(),
  description: v.string(),
  cover_image: v.nullable(v.string()),
  status: showStatus,
  starts_at: instant,
  started_at: instant,
  ended_at: instant,
  slow_mode_seconds: v.number(),
  current_auction_id: v.nullable(v.string()),
  pinned_auction_id: v.nullable(v.string()),
  viewers: v.number(),
  /** Somebody on the stage shows a picture. */
  video: v.boolean(),
  /** The host wants the show recorded, from its first picture on. */
  record: v.boolean(),
  /** What is said and shown is being kept; everybody in the show is told. */
  recording: v.boolean(),
  version: v.number(),
  seller,
})
export type Show = v.InferOutput<typeof show>

const showYou = v.object({
  role: v.picklist(['viewer', 'host', 'co-host', 'moderator']),
  banned: v.boolean(),
  muted: v.boolean(),
  /** Null while not muted, and when muted for good. */
  muted_until: instant,
  /** The code that keeps the caller from writing: KBANN, MUTED or NAUDI. */
  chat_refusal: v.nullable(v.string()),
  /** `invited`: the host asks the caller onto the stage; `joined`: they stand on it. */
  stage: v.nullable(v.string()),
})
export type ShowYou = v.InferOutput<typeof showYou>

/** Told to the one concerned on `user:<id>` as `moderation`. */
export const moderationSchema = v.object({
  show_id: v.string(),
  action: v.string(),
  reason: v.nullable(v.string()),
  you: showYou,
})

export const showSnapshotSchema = v.object({
  show,
  lots: v.array(lotSchema),
  chat: v.array(chatMessageSchema),
  chat_rules: chatRulesSchema,
  you: v.nullable(showYou),
  engagement: engagementSchema,
  server_time: v.string(),
})
export type ShowSnapshot = v.InferOutput<typeof showSnapshotSchema>

/** Broadcast `auction`: the whole public state of one auction. */
export const auctionEventSchema = v.pick(lotSchema, [
  'id',
  'version',
  'status',
  'price_cents',
  'min_bid_cents',
  'leader',
  'bid_count',
  'ends_at',
  'reserve_met',
  'head',
])
export type AuctionEvent = v.InferOutput<typeof auctionEventSchema>

/** Broadcast `show`: the part of a show that changes while it runs. */
export const showEventSchema = v.pick(show, [
  'version',
  'status',
  'current_auction_id',
  'pinned_auction_id',
  'viewers',
  'video',
])
export type ShowEvent = v.InferOutput<typeof showEventSchema>

export const chatBatchSchema = v.object({ messages: v.array(chatMessageSchema) })
export const chatRemovedSchema = v.object({ ids: v.array(v.string()) })

/** The reply of `place_bid`: the outcome and the public state after it. */
export const bidReplySchema = v.object({
  /** `pending`: a maximum that counts when the auction opens. */
  outcome: v.picklist(['leading', 'outbid', 'pending', 'refused']),
  code: v.nullable(v.string()),
  detail: v.nullable(v.record(v.string(), v.unknown())),
  version: v.number(),
  price_cents: cents,
  min_bid_cents: cents,
  your_max_cents: v.nullable(cents),
  bid_count: v.number(),
  leader: v.nullable(v.string()),
  ends_at: instant,
  reserve_met: v.boolean(),
  head: v.nullable(v.string()),
  server_time: v.string(),
})
export type BidReply = v.InferOutput<typeof bidReplySchema>

/** The reply of `buy_now`, `accept_price` and `buy_units`: as a bid's, with the order. */
export const purchaseReplySchema = v.object({
  ...bidReplySchema.entries,
  outcome: v.picklist(['bought', 'refused']),
  order_id: v.nullable(v.string()),
})
export type PurchaseReply = v.InferOutput<typeof purchaseReplySchema>
