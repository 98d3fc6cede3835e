-- The ledger: every state an auction has been in, one row per public event, append-only.
-- The last row IS the auction's state (decision log: "the ledger is the state"). Public columns are granted one by one;
-- who bid and how high they would go stays in columns and tables that no client role can read.

create type public.event_kind as enum ('opened', 'bid', 'auto_bid', 'extended', 'retracted', 'voided', 'bought', 'sold', 'unsold', 'cancelled');

create table private.auction_events (
  auction_id uuid not null,
  seq int not null,
  kind public.event_kind not null,
  bidder text,
  amount_cents bigint,
  price_cents bigint not null,
  bid_count int not null,
  leader text,
  reserve_met boolean not null,
  ends_at timestamptz not null,
  placed_at timestamptz not null,
  detail text not null default '',
  prev_hash bytea not null,
  hash bytea not null,
  -- from here on: secret
  bidder_id uuid,
  max_cents bigint,
  is_max boolean,
  leader_id uuid,
  leader_max_cents bigint,
  idempotency_key uuid,
  announced_at timestamptz,
  received_at timestamptz,
  primary key (auction_id, seq),
  constraint auction_events_one_per_key unique (bidder_id, idempotency_key)
);
comment on table private.auction_events is 'The ledger with its secrets. Clients see the public columns through public.auction_events.';
comment on column private.auction_events.price_cents is 'The price after the event.';
comment on column private.auction_events.max_cents is 'The maximum that the bidder of this event gave.';
comment on column private.auction_events.leader_max_cents is 'The leader''s maximum after the event, raised in place by a silent raise; private.max_bids records each of those.';
comment on column private.auction_events.received_at is 'When the bid reached the database; placed_at is when its turn came.';
comment on column private.auction_events.announced_at is 'When viewers were last told of the auction, as far as this event knows; equal to placed_at when this event was announced.';
-- The tick asks for the events of the last seconds; on an append-only table a block range index costs next to nothing.
create index auction_events_placed on private.auction_events using brin (placed_at) with (pages_per_range = 16);

create table private.max_bids (
  id bigint generated always as identity primary key,
  auction_id uuid not null,
  bidder_id uuid not null,
  max_cents bigint not null,
  seq int not null,
  placed_at timestamptz not null,
  idempotency_key uuid,
  constraint max_bids_one_per_key unique (bidder_id, idempotency_key)
);
comment on column private.max_bids.seq is 'The ledger''s last seq when the maximum was given; 0 for a pre-bid.';
comment on table private.max_bids is 'Maxima without a public event: pre-bids on a scheduled auction and silent raises by the leader. Append-only.';
create index max_bids_auction on private.max_bids (auction_id, bidder_id, max_cents);

create function private.tg_max_bids__quiet() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.bidders b set quiet_maxima = true where b.user_id = new.bidder_id and not b.quiet_maxima;
  return null;
end $$;
create trigger tg_max_bids__quiet after insert on private.max_bids for each row execute function private.tg_max_bids__quiet();

create table private.voided_maxima (
  auction_id uuid not null,
  seq int not null,
  max_bid_id bigint,
  voided_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (auction_id, seq, max_bid_id)
);
comment on table private.voided_maxima is 'Maxima that count no more: of a bid that was retracted or voided (its seq) and of the silent raises on top of it (max_bid_id); seq 0 for a withdrawn pre-bid.';
alter table private.voided_maxima enable row level security;

create function private.tg_voided_maxima__quiet() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.bidders b set quiet_maxima = true from private.auction_events e
  where e.auction_id = new.auction_id and e.seq = new.seq and b.user_id = e.bidder_id and not b.quiet_maxima;
  return null;
end $$;
create trigger tg_voided_maxima__quiet after insert on private.voided_maxima for each row execute function private.tg_voided_maxima__quiet();

create function private.tg__append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = '42501', message = format('%s is append-only.', tg_table_name);
end $$;
create trigger tg_max_bids__append_only before update or delete or truncate on private.max_bids
  for each statement execute function private.tg__append_only();
create trigger tg_auction_events__append_only before delete or truncate on private.auction_events
  for each statement execute function private.tg__append_only();

create function private.tg_auction_events__frozen() returns trigger
language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) - 'leader_max_cents' is distinct from to_jsonb(old) - 'leader_max_cents' or new.leader_max_cents <= old.leader_max_cents then
    raise exception using errcode = '42501', message = 'auction_events is append-only.';
  end if;
  return new;
end $$;
comment on function private.tg_auction_events__frozen is 'Only the leader''s secret maximum may still rise in a ledger row; all that the public has seen is frozen.';
create trigger tg_auction_events__frozen before update on private.auction_events
  for each row execute function private.tg_auction_events__frozen();

-- Functions on the hot path have SQL-standard bodies: names are resolved once, when the function is made, so they need no
-- search_path of their own, and without one the planner can inline them.

-- ── the hash chain ────────────────────────────────────────────────────────────────────────────────────────────────

/* format() writes nothing for null. date_part and not extract: a float of seconds is exact to the millisecond until the year 9999, and numeric arithmetic is slow. */
create function private.event_hash(
  p_prev_hash bytea, p_auction_id uuid, p_seq int, p_kind public.event_kind, p_bidder text, p_amount_cents bigint, p_price_cents bigint,
  p_bid_count int, p_leader text, p_reserve_met boolean, p_ends_at timestamptz, p_placed_at timestamptz, p_detail text
) returns bytea
language sql stable parallel safe
return sha256(p_prev_hash || convert_to(format('v1|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s', p_auction_id, p_seq, p_kind, p_bidder, p_amount_cents,
  p_price_cents, p_bid_count, p_leader, p_reserve_met::int, (date_part('epoch', p_ends_at) * 1000)::bigint,
  (date_part('epoch', p_placed_at) * 1000)::bigint, p_detail), 'UTF8'));
comment on function private.event_hash is
  'sha256(prev_hash || utf8("v1|auction|seq|kind|bidder|amount|price|bid_count|leader|reserve_met 1/0|ends_at ms|placed_at ms|detail")); empty string for null. The first prev_hash is private.genesis_hash.';

create function private.genesis_hash(p_auction_id uuid) returns bytea
language sql immutable parallel safe
return sha256(convert_to('blytz-ledger-v1|' || p_auction_id::text, 'UTF8'));
comment on function private.genesis_hash is 'The prev_hash of an auction''s first event.';


-- ── what the public sees ──────────────────────────────────────────────────────────────────────────────────────────

alter table private.auction_events enable row level security;
alter table private.max_bids enable row level security;
create policy auction_events_select_visible on private.auction_events for select to anon, authenticated
  using (exists (select 1 from public.auctions a where a.id = auction_id));
grant select (auction_id, seq, kind, bidder, amount_cents, price_cents, bid_count, leader, reserve_met, ends_at, placed_at, detail, prev_hash, hash)
  on private.auction_events to anon, authenticated, service_role;

create view public.auction_events with (security_invoker = true) as
  select e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader, e.reserve_met, e.ends_at, e.placed_at,
    e.detail, encode(e.prev_hash, 'hex') as prev_hash, encode(e.hash, 'hex') as hash
  from private.auction_events e;
comment on view public.auction_events is 'The public ledger, readable by anyone who may see the auction.';

create view public.bids with (security_invoker = true) as
  select e.auction_id, e.seq, e.bidder, e.amount_cents, e.price_cents, e.leader = e.bidder as leading, e.kind = 'auto_bid' as automatic, e.placed_at
  from private.auction_events e
  where e.kind in ('bid', 'auto_bid');
comment on view public.bids is 'Bids of the public ledger, automatic ones included.';
grant select on public.auction_events, public.bids to anon, authenticated, service_role;

-- ── reading the state ─────────────────────────────────────────────────────────────────────────────────────────────

create function private.last_event(p_auction_id uuid) returns private.auction_events
language sql stable security definer set search_path = '' as $$
  select e.* from private.auction_events e where e.auction_id = p_auction_id order by e.seq desc limit 1
$$;
comment on function private.last_event is 'The current state of an opened auction, or null.';

create function private.unopened_state(p_auction public.auctions) returns private.auction_events
language plpgsql immutable set search_path = '' as $$
declare
  v_state private.auction_events;
begin
  v_state.auction_id := p_auction.id;
  v_state.seq := 0;
  v_state.price_cents := p_auction.starting_price_cents;
  v_state.bid_count := 0;
  v_state.reserve_met := not p_auction.has_reserve;
  return v_state;
end $$;
comment on function private.unopened_state is 'The state before the first event (seq 0, kind null), and the one to which voiding every bid returns.';

create function private.state_of(p_auction public.auctions) returns private.auction_events
language plpgsql stable security definer set search_path = '' set enable_seqscan = off as $$
declare
  v_state private.auction_events;
begin
  -- Not last_event: an SQL function is planned anew in each transaction that calls it from here. enable_seqscan as in place_bid.
  select e.* into v_state from private.auction_events e where e.auction_id = (p_auction).id order by e.seq desc limit 1;
  if v_state.seq is null then
    v_state := private.unopened_state(p_auction);
    v_state.ends_at := (p_auction).ends_at;
  end if;
  return v_state;
end $$;
comment on function private.state_of is 'The last event, or for an auction that has not opened the state before the first one (seq 0, kind null).';

/* Internal to the definer functions of this schema, whose search_path is empty already; one of its own would cost on every bid. */
create function private.seal_event(p_event private.auction_events) returns private.auction_events
language plpgsql volatile as $$
begin
  p_event.seq := p_event.seq + 1;
  p_event.prev_hash := p_event.hash;
  p_event.hash := private.event_hash(p_event.prev_hash, p_event.auction_id, p_event.seq, p_event.kind, p_event.bidder, p_event.amount_cents,
    p_event.price_cents, p_event.bid_count, p_event.leader, p_event.reserve_met, p_event.ends_at, p_event.placed_at, p_event.detail);
  insert into private.auction_events values (p_event.*);
  return p_event;
end $$;
comment on function private.seal_event is
  'Appends the event after the one it was made from: next seq, chained hash. p_event carries the previous seq and hash. The caller holds the auction''s lock; the primary key refuses a writer that does not.';

create function private.append_event(
  p_last private.auction_events, p_kind public.event_kind, p_at timestamptz, p_ends_at timestamptz, p_detail text default '',
  p_buyer_id uuid default null, p_key uuid default null
) returns private.auction_events
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_new private.auction_events := p_last;
begin
  v_new.kind := p_kind;
  v_new.bidder := case when p_kind = 'sold' then p_last.leader end;
  v_new.amount_cents := case when p_kind = 'sold' and p_last.leader is not null then p_last.price_cents end;
  v_new.ends_at := p_ends_at;
  v_new.placed_at := greatest(p_at, p_last.placed_at);
  v_new.detail := p_detail;
  v_new.bidder_id := p_buyer_id;
  v_new.max_cents := null;
  v_new.is_max := null;
  v_new.idempotency_key := p_key;
  v_new.announced_at := v_new.placed_at;
  v_new.received_at := case when p_buyer_id is not null then statement_timestamp() end;
  return private.seal_event(v_new);
end $$;
comment on function private.append_event is
  'Appends an event that leaves price and leader of p_last alone (extended, sold, unsold, cancelled). p_buyer_id and p_key: of a purchase that ends the auction. The caller announces it.';

create function private.descending_price(
  p_start bigint, p_floor bigint, p_drop bigint, p_tick_seconds int, p_elapsed interval
) returns bigint
language sql immutable parallel safe set search_path = '' as $$
  select greatest(p_floor, p_start - p_drop * greatest(0, floor(extract(epoch from p_elapsed) / p_tick_seconds))::bigint)
$$;
comment on function private.descending_price is 'RULES: Formats. The price of a descending auction so long after its opening (pauses not counted).';

create function private.falls_from(p_last private.auction_events) returns timestamptz
language sql stable security definer set search_path = '' as $$
  -- Only pauses move the end of a descending auction; the price has stood still as long as the end has moved.
  select e.placed_at + (p_last.ends_at - e.ends_at) from private.auction_events e where e.auction_id = p_last.auction_id and e.seq = 1
$$;
comment on function private.falls_from is 'The instant from which a descending price counts its ticks; null before the opening.';

create function private.price_at(p_auction public.auctions, p_last private.auction_events, p_at timestamptz) returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_auction.format <> 'descending' or p_last.kind is null or p_last.kind in ('sold', 'unsold', 'cancelled') then
    return p_last.price_cents;
  end if;
  return private.descending_price(p_auction.starting_price_cents, p_auction.floor_cents, p_auction.drop_cents, p_auction.tick_seconds,
    least(p_at, p_last.ends_at) - private.falls_from(p_last));
end $$;
comment on function private.price_at is 'The price at an instant: the ledger''s, except that a descending one is a function of time.';

create function private.shown(p_auction public.auctions, p_last private.auction_events) returns private.auction_events
language plpgsql stable security definer set search_path = '' as $$
begin
  p_last.price_cents := private.price_at(p_auction, p_last,
    least(clock_timestamp(), (select coalesce(s.paused_at, 'infinity') from public.platform_status s)));
  return p_last;
end $$;
comment on function private.shown is 'The state as the public sees it at this moment, for the formats whose price moves without events.';

create function private.min_bid(p_auction public.auctions, p_event private.auction_events) returns bigint
language sql immutable
return case when p_auction.format <> 'english' then (p_event).price_cents
    when (p_event).leader is null then p_auction.starting_price_cents
    else (p_event).price_cents + private.step_above((p_event).price_cents, p_auction.increment_from, p_auction.increment_step) end;
comment on function private.min_bid is 'RULES: min_bid is the starting price while nobody has bid, else price + step(price); in the other formats the price.';

create function private.auction_payload(p_event private.auction_events, p_min_bid_cents bigint) returns jsonb
language sql stable
return jsonb_build_object(
  'id', (p_event).auction_id, 'version', (p_event).seq,
  'status', case when (p_event).kind in ('sold', 'unsold', 'cancelled') then (p_event).kind::text else 'live' end,
  'price_cents', (p_event).price_cents, 'min_bid_cents', p_min_bid_cents, 'leader', (p_event).leader, 'bid_count', (p_event).bid_count,
  'ends_at', (p_event).ends_at, 'reserve_met', (p_event).reserve_met, 'head', encode((p_event).hash, 'hex'));
comment on function private.auction_payload is 'The broadcast `auction`: the whole public state, below 400 bytes, so that a lost one changes nothing.';

create function private.announce_auction(p_auction public.auctions, p_event private.auction_events) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.broadcast(
    case when p_auction.show_id is null then 'auction:' || p_auction.id else 'show:' || p_auction.show_id end, 'auction',
    private.auction_payload(s, private.min_bid(p_auction, s)))
  from private.shown(p_auction, p_event) s;
end $$;
comment on function private.announce_auction is 'Broadcasts an auction''s public state on its topic: its show''s, or its own outside shows.';

create function private.auction_ledger(p_auction_id uuid, p_after_seq int, p_limit int) returns setof public.auction_events
language sql stable set search_path = '' as $$
  select e.* from public.auction_events e
  where e.auction_id = p_auction_id and e.seq > p_after_seq
  order by e.seq limit least(greatest(p_limit, 1), 1000)
$$;
create function public.auction_ledger(p_auction_id uuid, p_after_seq int default 0, p_limit int default 500) returns setof public.auction_events
language sql stable set search_path = '' as $$ select * from private.auction_ledger(p_auction_id, p_after_seq, p_limit) $$;
comment on function public.auction_ledger is 'A page of an auction''s public ledger in order; at most 1000 rows. Empty for an auction the caller may not see.';
grant execute on function private.auction_ledger(uuid, int, int), public.auction_ledger(uuid, int, int) to anon, authenticated, service_role;
