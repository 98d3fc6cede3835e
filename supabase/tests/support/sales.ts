/** Auctions with a price that stands: buy now, descending, fixed. Made through the public commands, bought through them. */
import { randomUUID } from 'node:crypto'
import { call } from './call.ts'
import type { Market } from './market.ts'
import type { AuctionRow, AuctionSnapshot, BidReply } from './shapes.ts'

export interface PurchaseReply extends Omit<BidReply, 'outcome'> {
  outcome: 'bought' | 'refused'
  order_id: string | null
}

export interface SaleTerms {
  format?: 'english' | 'descending' | 'fixed'
  startingPrice?: number
  reserve?: number
  buyNow?: number
  /** As p_terms takes them. */
  terms?: Record<string, number>
  requiresCard?: boolean
  /** Seconds. */
  softClose?: number
  /** Seconds from now until the end. */
  runsFor?: number
  /** Seconds from now until the opening; without it the sale opens at once. */
  startsIn?: number
}

export interface SaleSnapshot extends AuctionSnapshot {
  buy_now_cents: number | null
  descending: {
    floor_cents: number
    step_cents: number
    tick_seconds: number
    falls_from: string | null
  } | null
  fixed: { quantity: number; per_buyer: number | null; left: number } | null
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

export async function openSale(market: Market, terms: SaleTerms): Promise<string> {
  const { id } = await call<AuctionRow>(market.db, market.seller, 'create_auction', {
    p_product_id: await market.product(),
    p_starting_price_cents: terms.startingPrice ?? 1000,
    p_reserve_cents: terms.reserve ?? null,
    p_requires_card: terms.requiresCard ?? true,
    p_soft_close_seconds: terms.softClose ?? 120,
    p_buy_now_cents: terms.buyNow ?? null,
    p_format: terms.format ?? 'english',
    p_terms: terms.terms ?? {},
  })
  await call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: id,
    p_ends_at: inSeconds((terms.startsIn ?? 0) + (terms.runsFor ?? 3600)),
    p_starts_at: terms.startsIn === undefined ? null : inSeconds(terms.startsIn),
  })
  return id
}

export const buyNow = (market: Market, user: string, auction: string, key = randomUUID()) =>
  call<PurchaseReply>(market.db, user, 'buy_now', { p_auction_id: auction, p_idempotency_key: key })

export const acceptPrice = (
  market: Market,
  user: string,
  auction: string,
  price: number,
  key = randomUUID(),
) =>
  call<PurchaseReply>(market.db, user, 'accept_price', {
    p_auction_id: auction,
    p_price_cents: price,
    p_idempotency_key: key,
  })

export const buyUnits = (
  market: Market,
  user: string,
  auction: string,
  quantity: number,
  key = randomUUID(),
) =>
  call<PurchaseReply>(market.db, user, 'buy_units', {
    p_auction_id: auction,
    p_quantity: quantity,
    p_idempotency_key: key,
  })

/** The sale seen by somebody, with what its format adds. */
export const saleSnapshot = (market: Market, auction: string, caller = 'anon') =>
  call<SaleSnapshot>(market.db, caller, 'auction_snapshot', { p_auction_id: auction })

export const ordersOf = (market: Market, auction: string) => market.db.sql<
  {
    id: string
    buyer_id: string
    status: string
    cents: number
    quantity: number
    seq: number
    effects: number
  }[]
>`
  select o.id, o.buyer_id, o.status, o.items_cents::int as cents, i.quantity, i.seq,
    (select count(*)::int from private.outbox b where b.payload ->> 'order_id' = o.id::text) as effects
  from public.orders o join public.order_items i on i.order_id = o.id where i.auction_id = ${auction} order by o.number`

/** Lets so many milliseconds have passed since the opening; only for an auction without further events. */
export async function rewind(market: Market, auction: string, milliseconds: number): Promise<void> {
  await market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    const shift = `${milliseconds} milliseconds`
    const moved = await tx`
      update private.auction_events e set placed_at = m.placed_at, hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind,
        e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader, e.reserve_met, e.ends_at, m.placed_at, e.detail)
      from (select o.placed_at - ${shift}::interval as placed_at from private.auction_events o where o.auction_id = ${auction} and o.seq = 1) m
      where e.auction_id = ${auction} and e.seq = 1
        and not exists (select 1 from private.auction_events x where x.auction_id = e.auction_id and x.seq > 1)
      returning 1`
    if (moved.length !== 1) throw new Error('only an auction that has just opened can be rewound')
    await tx`update public.auctions set starts_at = starts_at - ${shift}::interval where id = ${auction}`
  })
}
