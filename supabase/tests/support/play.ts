/** Plays a whole auction in one round trip, each bid as its bidder: properties need thousands of bids. */
import type { TestDatabase } from './database.ts'
import type { BidReply, LedgerRow } from './shapes.ts'

export interface PlayTerms {
  startingPrice: number
  reserve: number | null
  ladder: 'standard' | 'live'
  /** Seconds. */
  softClose: number
  runsFor: number
  /** Seconds from the planned end to the hard end. */
  hardEndAfter: number
}

export interface PlayBid {
  bidder: string
  amount: number
  isMax: boolean
}

/** An event as the auctioneer stored it, secrets included; times in milliseconds. */
export interface StoredEvent {
  seq: number
  kind: string
  bidder_id: string | null
  amount: number | null
  price: number
  leader_id: string | null
  leader_max: number | null
  bid_count: number
  reserve_met: boolean
  ends_at: number
  placed_at: number
}

export interface Played {
  auction: string
  /** When the extensions must end, in milliseconds. */
  hard_end: number
  replies: BidReply[]
  /** The ledger when the last bid had been answered. */
  events: StoredEvent[]
  /** A bid after the end. */
  late: BidReply
  /** The public ledger after two attempts to close. */
  ledger: LedgerRow[]
  orders: { buyer_id: string; items_cents: number }[]
}

export type Play = (seller: string, terms: PlayTerms, bids: PlayBid[]) => Promise<Played>

export async function installPlay(db: TestDatabase, category: string): Promise<Play> {
  await db.admin.unsafe(definition)
  return async (seller, terms, bids) => {
    const [row] = await db.admin<{ played: Played }[]>`
      select tests.play(${seller}, ${category}, ${db.admin.json({ ...terms })}, ${db.admin.json(bids.map((bid) => ({ ...bid })))}) as played`
    if (!row) throw new Error('tests.play returned nothing')
    return row.played
  }
}

const definition = `
create schema tests;

create function tests.become(p_user uuid) returns void language sql as $$
  select set_config('request.jwt.claims', json_build_object('sub', p_user, 'role', 'authenticated')::text, true)
$$;

create function tests.events(p_auction uuid) returns jsonb language sql as $$
  select jsonb_agg(jsonb_build_object('seq', e.seq, 'kind', e.kind, 'bidder_id', e.bidder_id, 'amount', e.amount_cents,
    'price', e.price_cents, 'leader_id', e.leader_id, 'leader_max', e.leader_max_cents, 'bid_count', e.bid_count,
    'reserve_met', e.reserve_met, 'ends_at', extract(epoch from e.ends_at) * 1000,
    'placed_at', extract(epoch from e.placed_at) * 1000) order by e.seq)
  from private.auction_events e where e.auction_id = p_auction
$$;

create function tests.end_now(p_auction uuid) returns void language plpgsql as $$
begin
  perform set_config('session_replication_role', 'replica', true);
  update private.auction_events e set ends_at = e.placed_at,
    hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents,
      e.bid_count, e.leader, e.reserve_met, e.placed_at, e.placed_at, e.detail)
  where e.auction_id = p_auction and e.seq = (select max(x.seq) from private.auction_events x where x.auction_id = p_auction);
  update public.auctions set starts_at = starts_at - interval '1 hour' where id = p_auction;
  perform set_config('session_replication_role', 'origin', true);
end $$;

create function tests.play(p_seller uuid, p_category uuid, p_terms jsonb, p_bids jsonb) returns jsonb language plpgsql as $$
declare
  v_product uuid;
  v_auction uuid;
  v_hard_end timestamptz;
  v_bid jsonb;
  v_replies jsonb := '[]';
  v_events jsonb;
  v_late jsonb;
begin
  delete from private.rate_buckets;
  delete from private.bid_allowances;
  perform tests.become(p_seller);
  insert into public.products (seller_id, category_id, title) values (p_seller, p_category, 'A thing') returning id into v_product;
  v_auction := (public.create_auction(v_product, (p_terms ->> 'startingPrice')::bigint, (p_terms ->> 'reserve')::bigint,
    p_terms ->> 'ladder', (p_terms ->> 'softClose')::int)).id;
  perform public.schedule_auction(v_auction, clock_timestamp() + make_interval(secs => (p_terms ->> 'runsFor')::int));
  update public.auctions a set hard_ends_at = a.ends_at + make_interval(secs => (p_terms ->> 'hardEndAfter')::int)
  where a.id = v_auction returning a.hard_ends_at into v_hard_end;
  for v_bid in select * from jsonb_array_elements(p_bids) loop
    perform tests.become((v_bid ->> 'bidder')::uuid);
    v_replies := v_replies || public.place_bid(v_auction, (v_bid ->> 'amount')::bigint, (v_bid ->> 'isMax')::boolean, gen_random_uuid())::jsonb;
  end loop;
  v_events := tests.events(v_auction);
  perform tests.end_now(v_auction);
  perform tests.become((p_bids -> 0 ->> 'bidder')::uuid);
  v_late := public.place_bid(v_auction, 9999999999, true, gen_random_uuid());
  perform public.close_auction(v_auction), public.close_auction(v_auction);
  return jsonb_build_object('auction', v_auction, 'hard_end', extract(epoch from v_hard_end) * 1000,
    'replies', v_replies, 'events', v_events, 'late', v_late,
    'ledger', (select jsonb_agg(to_jsonb(e) order by e.seq) from public.auction_events e where e.auction_id = v_auction),
    'orders', (select coalesce(jsonb_agg(jsonb_build_object('buyer_id', o.buyer_id, 'items_cents', o.items_cents)), '[]')
      from public.orders o join public.order_items i on i.order_id = o.id where i.auction_id = v_auction));
end $$;
`
