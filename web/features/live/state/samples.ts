import type { Engagement, Giveaway, Poll } from '../engagement/engagement-shapes.ts'
import type {
  AuctionEvent,
  BidReply,
  ChatMessage,
  ChatRules,
  Lot,
  LotYou,
  PurchaseReply,
  Show,
  ShowSnapshot,
  ShowYou,
} from './shapes.ts'

/** Examples of what the database sends, for tests and for looking at components without a server. */

export const LADDER = { from: [0, 3000, 5000, 10_000], step: [100, 200, 300, 500] }

export function sampleYou(change: Partial<LotYou> = {}): LotYou {
  return {
    alias: 'AB12CD34',
    leading: false,
    max_cents: null,
    is_seller: false,
    watching: false,
    order_id: null,
    units: null,
    ...change,
  }
}

export function sampleLot(change: Partial<Lot> = {}): Lot {
  return {
    id: 'lot-1',
    show_id: 'show-1',
    lot_number: 1,
    title: 'Seiko 6139 chronograph, 1971',
    format: 'english',
    currency: 'USD',
    status: 'live',
    starting_price_cents: 1000,
    has_reserve: false,
    requires_card: true,
    soft_close_seconds: 10,
    duration_seconds: 30,
    starts_at: '2026-11-23T12:00:00.000Z',
    hard_ends_at: null,
    buy_now_cents: null,
    descending: null,
    fixed: null,
    increment: LADDER,
    price_cents: 2300,
    min_bid_cents: 2400,
    bid_count: 5,
    leader: 'FFFF0000',
    ends_at: '2026-11-23T12:01:00.000Z',
    reserve_met: true,
    version: 5,
    head: 'abcdef0123456789',
    product: {
      id: 'product-1',
      title: 'Seiko 6139 chronograph, 1971',
      description: 'Serviced last year, original bracelet.',
      condition: 'good',
      specs: { Diameter: '41 mm', Movement: 'Automatic' },
      images: ['/demo/watch.svg'],
      category: 'Watches',
      category_slug: 'watches',
    },
    seller: { id: 'ada', shop_name: "Ada's Attic", username: 'ada', avatar_url: null },
    you: sampleYou(),
    ...change,
  }
}

export function sampleEvent(change: Partial<AuctionEvent> = {}): AuctionEvent {
  return {
    id: 'lot-1',
    version: 6,
    status: 'live',
    price_cents: 2400,
    min_bid_cents: 2500,
    leader: 'AB12CD34',
    bid_count: 6,
    ends_at: '2026-11-23T12:01:00.000Z',
    reserve_met: true,
    head: 'beef',
    ...change,
  }
}

export function sampleReply(change: Partial<BidReply> = {}): BidReply {
  return {
    outcome: 'leading',
    code: null,
    detail: null,
    version: 6,
    price_cents: 2400,
    min_bid_cents: 2500,
    your_max_cents: 2400,
    bid_count: 6,
    leader: 'AB12CD34',
    ends_at: '2026-11-23T12:01:00.000Z',
    reserve_met: true,
    head: 'beef',
    server_time: '2026-11-23T12:00:30.000Z',
    ...change,
  }
}

export function samplePurchase(change: Partial<PurchaseReply> = {}): PurchaseReply {
  return { ...sampleReply(), outcome: 'bought', order_id: 'o1', your_max_cents: null, ...change }
}

export function sampleMessage(change: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: 'message-1',
    kind: 'text',
    body: 'What a beauty',
    detail: null,
    user_id: 'bob',
    username: 'bob',
    reply_to: null,
    reply: null,
    client_id: 'client-1',
    created_at: '2026-11-23T12:00:10.000Z',
    host: false,
    moderator: false,
    ...change,
  }
}

export function sampleChatRules(change: Partial<ChatRules> = {}): ChatRules {
  return {
    version: 0,
    slow_mode_seconds: 0,
    audience: 'everyone',
    rules: null,
    pinned: null,
    ...change,
  }
}

export function sampleShowYou(change: Partial<ShowYou> = {}): ShowYou {
  return {
    role: 'viewer',
    banned: false,
    muted: false,
    muted_until: null,
    chat_refusal: null,
    stage: null,
    ...change,
  }
}

export function sampleShow(change: Partial<Show> = {}): Show {
  return {
    id: 'show-1',
    title: 'Sunday watches',
    description: 'Forty years of collecting.',
    cover_image: null,
    status: 'live',
    starts_at: '2026-11-23T11:55:00.000Z',
    started_at: '2026-11-23T11:56:00.000Z',
    ended_at: null,
    slow_mode_seconds: 0,
    current_auction_id: 'lot-1',
    pinned_auction_id: null,
    viewers: 42,
    video: false,
    record: false,
    recording: false,
    version: 7,
    seller: { id: 'ada', shop_name: "Ada's Attic", username: 'ada', avatar_url: null },
    ...change,
  }
}

export function sampleGiveaway(change: Partial<Giveaway> = {}): Giveaway {
  return {
    id: 'giveaway-1',
    prize: 'A signed catalogue',
    followers_only: false,
    status: 'open',
    commitment: 'c0ffee'.padEnd(64, '0'),
    closes_at: '2026-11-23T12:01:00.000Z',
    finished_at: null,
    entries: 3,
    winner_position: null,
    winner: null,
    version: 4,
    you: null,
    ...change,
  }
}

export function samplePoll(change: Partial<Poll> = {}): Poll {
  return {
    id: 'poll-1',
    question: 'Which one next?',
    options: ['The diver', 'The chronograph'],
    tallies: [1, 3],
    status: 'open',
    closes_at: '2026-11-23T12:01:00.000Z',
    version: 2,
    your_choice: null,
    ...change,
  }
}

export function sampleEngagement(change: Partial<Engagement> = {}): Engagement {
  return {
    giveaway: null,
    poll: null,
    peak_viewers: 57,
    followers: 12,
    following: false,
    reminded: false,
    ...change,
  }
}

export function sampleShowSnapshot(change: Partial<ShowSnapshot> = {}): ShowSnapshot {
  return {
    show: sampleShow(),
    lots: [sampleLot()],
    chat: [sampleMessage()],
    chat_rules: sampleChatRules(),
    you: sampleShowYou(),
    engagement: sampleEngagement(),
    server_time: '2026-11-23T12:00:30.000Z',
    ...change,
  }
}
