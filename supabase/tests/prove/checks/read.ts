/** Everything that the invariants speak of, read from the tables at one instant. Cents are numbers, times milliseconds. */
import type { Sql } from 'postgres'

export interface AuctionFacts {
  id: string
  show_id: string | null
  seller_id: string
  format: string
  status: string
  starting_price: number
  reserve: number | null
  from: number[]
  steps: number[]
  soft_close_ms: number
  hard_end: number | null
  buy_now: number | null
  floor: number | null
  drop: number | null
  tick_ms: number | null
  quantity: number | null
  per_buyer: number | null
  /** The catalogue's copy. */
  price: number
  min_bid: number
  bid_count: number
  reserve_met: boolean
  leader: string | null
  version: number
  ends_at: number | null
}

/** A row of the ledger with its secrets. */
export interface EventFacts {
  auction_id: string
  seq: number
  kind: string
  bidder: string | null
  amount: number | null
  price: number
  bid_count: number
  leader: string | null
  reserve_met: boolean
  ends_at: number
  placed_at: number
  hash: string
  bidder_id: string | null
  max: number | null
  is_max: boolean | null
  leader_id: string | null
  leader_max: number | null
  key: string | null
  detail: string
}

/** A maximum that made no event. */
export interface RaiseFacts {
  auction_id: string
  bidder_id: string
  max: number
  /** The ledger's last seq when it was given; 0 before the opening. */
  seq: number
  placed_at: number
  key: string | null
  /** Withdrawn, by itself or with the bid it stands on. */
  voided: boolean
}

export interface SaleFacts {
  auction_id: string
  /** The event of the sale. */
  seq: number
  order_id: string
  buyer_id: string
  items_cents: number
  /** What the order’s items come to; null once one of them was released. */
  items_sum: number | null
  /** Of one unit. */
  price_cents: number
  quantity: number
  /** Cancelled; the sale is free for the next bidder. */
  released: boolean
  /** What the second chance that it came of was offered at; null for the winner's own order. */
  offered: number | null
  outbox: number
}

export interface Announcement {
  id: string
  version: number
  status: string
  price_cents: number
  min_bid_cents: number
  leader: string | null
  bid_count: number
  ends_at: string
  reserve_met: boolean
  head: string
}

export interface Facts {
  auctions: AuctionFacts[]
  events: Map<string, EventFacts[]>
  raises: Map<string, RaiseFacts[]>
  sales: SaleFacts[]
  announcements: Announcement[]
  /** Shows that are over and still have an open lot. */
  undeadShows: string[]
}

export function readFacts(admin: Sql): Promise<Facts> {
  return admin.begin('isolation level repeatable read read only', async (tx) => {
    const auctions = await tx<AuctionFacts[]>`
      select a.id, a.show_id, a.seller_id, a.format, a.status, a.starting_price_cents::float8 as starting_price,
        s.reserve_cents::float8 as reserve, a.increment_from::float8[] as "from", a.increment_step::float8[] as steps,
        a.soft_close_seconds * 1000.0::float8 as soft_close_ms, (extract(epoch from a.hard_ends_at) * 1000)::float8 as hard_end,
        a.buy_now_cents::float8 as buy_now, a.floor_cents::float8 as floor, a.drop_cents::float8 as drop, a.tick_seconds * 1000 as tick_ms,
        a.quantity, a.per_buyer,
        a.price_cents::float8 as price, a.min_bid_cents::float8 as min_bid, a.bid_count, a.reserve_met, a.leader, a.version,
        (extract(epoch from a.ends_at) * 1000)::float8 as ends_at
      from public.auctions a join private.auction_secrets s on s.auction_id = a.id`
    const events = await tx<EventFacts[]>`
      select e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents::float8 as amount, e.price_cents::float8 as price, e.bid_count,
        e.leader, e.reserve_met, (extract(epoch from e.ends_at) * 1000)::float8 as ends_at,
        (extract(epoch from e.placed_at) * 1000)::float8 as placed_at, encode(e.hash, 'hex') as hash, e.bidder_id,
        e.max_cents::float8 as max, e.is_max, e.leader_id, e.leader_max_cents::float8 as leader_max, e.idempotency_key as key, e.detail
      from private.auction_events e order by e.auction_id, e.seq`
    const raises = await tx<RaiseFacts[]>`
      select m.auction_id, m.bidder_id, m.max_cents::float8 as max, m.seq, (extract(epoch from m.placed_at) * 1000)::float8 as placed_at,
        m.idempotency_key as key, exists (select 1 from private.voided_maxima v where v.max_bid_id = m.id) as voided
      from private.max_bids m order by m.id`
    const sales = await tx<SaleFacts[]>`
      select i.auction_id, i.seq, o.id as order_id, o.buyer_id, o.items_cents::float8 as items_cents, i.price_cents::float8 as price_cents, i.quantity, i.released_at is not null as released,
        (select case when bool_or(y.released_at is not null) then null else sum(y.price_cents * y.quantity)::float8 end
          from public.order_items y where y.order_id = o.id) as items_sum,
        (select f.price_cents::float8 from public.second_chance_offers f where f.order_id = o.id and f.buyer_id = o.buyer_id) as offered,
        (select count(*)::int from private.outbox x where x.payload ->> 'order_id' = o.id::text and x.kind = 'settle_order') as outbox
      from public.order_items i join public.orders o on o.id = i.order_id order by o.number`
    const messages = await tx<{ payload: Announcement }[]>`
      select m.payload from realtime.messages m where m.event = 'auction'`
    const undead = await tx<{ id: string }[]>`
      select distinct s.id from public.shows s join public.auctions a on a.show_id = s.id
      where s.status in ('ended', 'cancelled') and a.status in ('live', 'scheduled', 'draft')`
    return {
      auctions: [...auctions],
      events: grouped(events),
      raises: grouped(raises),
      sales: [...sales],
      announcements: messages.map(({ payload }) => payload),
      undeadShows: undead.map(({ id }) => id),
    }
  })
}

function grouped<T extends { auction_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.auction_id)
    if (group) group.push(row)
    else groups.set(row.auction_id, [row])
  }
  return groups
}
