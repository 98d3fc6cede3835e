import * as z from 'zod/mini'
import { engagementSchema } from '../engagement/engagement-shapes.ts'

/**
 * What the database sends to live pages, checked where it comes in (supabase/migrations, CONTRACT):
 * snapshots are the truth, events are hints with a version, a bid's reply is both.
 */

const cents = z.number()
const instant = z.nullable(z.string())

const lotStatus = z.enum(['draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled'])
const showStatus = z.enum(['draft', 'scheduled', 'live', 'ended', 'cancelled'])

const seller = z.object({
  id: z.string(),
  shop_name: z.string(),
  username: z.string(),
  avatar_url: z.nullable(z.string()),
})

const product = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  condition: z.string(),
  specs: z.record(z.string(), z.unknown()),
  images: z.array(z.string()),
  category: z.string(),
  category_slug: z.string(),
})

const lotYou = z.object({
  alias: z.string(),
  leading: z.boolean(),
  max_cents: z.nullable(cents),
  is_seller: z.boolean(),
  watching: z.boolean(),
  order_id: z.nullable(z.string()),
  /** Units of a fixed-price sale that the caller has bought; null in other formats. */
  units: z.nullable(z.number()),
})

/** One auction (a lot when it is in a show) as `auction_snapshot` returns it, without the time. */
export const lotSchema = z.object({
  id: z.string(),
  show_id: z.nullable(z.string()),
  lot_number: z.nullable(z.number()),
  title: z.string(),
  format: z.enum(['english', 'descending', 'fixed']),
  currency: z.string(),
  status: lotStatus,
  starting_price_cents: cents,
  has_reserve: z.boolean(),
  requires_card: z.boolean(),
  soft_close_seconds: z.number(),
  duration_seconds: z.nullable(z.number()),
  starts_at: instant,
  hard_ends_at: instant,
  /** The price to buy at now, null where that is not possible (any more). */
  buy_now_cents: z.nullable(cents),
  descending: z.nullable(
    z.object({
      floor_cents: cents,
      step_cents: cents,
      tick_seconds: z.number(),
      /** From when on the ticks count; null before the opening. */
      falls_from: instant,
    }),
  ),
  fixed: z.nullable(z.object({ quantity: z.number(), per_buyer: z.nullable(z.number()) })),
  increment: z.object({ from: z.array(cents), step: z.array(cents) }),
  price_cents: cents,
  min_bid_cents: cents,
  bid_count: z.number(),
  leader: z.nullable(z.string()),
  ends_at: instant,
  reserve_met: z.boolean(),
  version: z.number(),
  head: z.nullable(z.string()),
  product,
  seller,
  you: z.nullable(lotYou),
})
export type Lot = z.infer<typeof lotSchema>
export type LotYou = z.infer<typeof lotYou>

export const auctionSnapshotSchema = z.extend(lotSchema, { server_time: z.string() })
export type AuctionSnapshot = z.infer<typeof auctionSnapshotSchema>

export const chatMessageSchema = z.object({
  id: z.string(),
  kind: z.enum(['text', 'image', 'system']),
  body: z.string(),
  /** What a system message is about: `{type, …}`. */
  detail: z.nullable(z.record(z.string(), z.unknown())),
  user_id: z.nullable(z.string()),
  username: z.nullable(z.string()),
  reply_to: z.nullable(z.string()),
  /** The beginning of what is answered; null also when it was removed. */
  reply: z.nullable(z.object({ username: z.nullable(z.string()), body: z.string() })),
  client_id: z.string(),
  created_at: z.string(),
  host: z.nullable(z.boolean()),
  moderator: z.boolean(),
})
export type ChatMessage = z.infer<typeof chatMessageSchema>

/** Broadcast `chat_rules`, and part of a show's snapshot. */
export const chatRulesSchema = z.object({
  version: z.number(),
  slow_mode_seconds: z.number(),
  audience: z.enum(['everyone', 'followers', 'buyers']),
  rules: z.nullable(z.string()),
  pinned: z.nullable(chatMessageSchema),
})
export type ChatRules = z.infer<typeof chatRulesSchema>

/** Broadcast `reactions`: taps of the last second by kind. */
export const reactionsSchema = z.object({ counts: z.record(z.string(), z.number()) })

const show = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  cover_image: z.nullable(z.string()),
  status: showStatus,
  starts_at: instant,
  started_at: instant,
  ended_at: instant,
  slow_mode_seconds: z.number(),
  current_auction_id: z.nullable(z.string()),
  pinned_auction_id: z.nullable(z.string()),
  viewers: z.number(),
  /** Somebody on the stage shows a picture. */
  video: z.boolean(),
  /** What is said and shown is being kept; everybody in the show is told. */
  recording: z.boolean(),
  version: z.number(),
  seller,
})
export type Show = z.infer<typeof show>

const showYou = z.object({
  role: z.enum(['viewer', 'host', 'co-host', 'moderator']),
  banned: z.boolean(),
  muted: z.boolean(),
  /** Null while not muted, and when muted for good. */
  muted_until: instant,
  /** The code that keeps the caller from writing: KBANN, MUTED or NAUDI. */
  chat_refusal: z.nullable(z.string()),
})
export type ShowYou = z.infer<typeof showYou>

/** Told to the one concerned on `user:<id>` as `moderation`. */
export const moderationSchema = z.object({
  show_id: z.string(),
  action: z.string(),
  reason: z.nullable(z.string()),
  you: showYou,
})

export const showSnapshotSchema = z.object({
  show,
  lots: z.array(lotSchema),
  chat: z.array(chatMessageSchema),
  chat_rules: chatRulesSchema,
  you: z.nullable(showYou),
  engagement: engagementSchema,
  server_time: z.string(),
})
export type ShowSnapshot = z.infer<typeof showSnapshotSchema>

/** Broadcast `auction`: the whole public state of one auction. */
export const auctionEventSchema = z.pick(lotSchema, {
  id: true,
  version: true,
  status: true,
  price_cents: true,
  min_bid_cents: true,
  leader: true,
  bid_count: true,
  ends_at: true,
  reserve_met: true,
  head: true,
})
export type AuctionEvent = z.infer<typeof auctionEventSchema>

/** Broadcast `show`: the part of a show that changes while it runs. */
export const showEventSchema = z.pick(show, {
  version: true,
  status: true,
  current_auction_id: true,
  pinned_auction_id: true,
  viewers: true,
  video: true,
})
export type ShowEvent = z.infer<typeof showEventSchema>

export const chatBatchSchema = z.object({ messages: z.array(chatMessageSchema) })
export const chatRemovedSchema = z.object({ ids: z.array(z.string()) })

/** The reply of `place_bid`: the outcome and the public state after it. */
export const bidReplySchema = z.object({
  /** `pending`: a maximum that counts when the auction opens. */
  outcome: z.enum(['leading', 'outbid', 'pending', 'refused']),
  code: z.nullable(z.string()),
  detail: z.nullable(z.record(z.string(), z.unknown())),
  version: z.number(),
  price_cents: cents,
  min_bid_cents: cents,
  your_max_cents: z.nullable(cents),
  bid_count: z.number(),
  leader: z.nullable(z.string()),
  ends_at: instant,
  reserve_met: z.boolean(),
  head: z.nullable(z.string()),
  server_time: z.string(),
})
export type BidReply = z.infer<typeof bidReplySchema>

/** The reply of `buy_now`, `accept_price` and `buy_units`: as a bid's, with the order. */
export const purchaseReplySchema = z.extend(bidReplySchema, {
  outcome: z.enum(['bought', 'refused']),
  order_id: z.nullable(z.string()),
})
export type PurchaseReply = z.infer<typeof purchaseReplySchema>
