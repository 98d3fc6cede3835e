-- Auctions to bid in, and the smallest possible bid to compare with.
create sequence bench.amounts cache 1;

-- Auctions first..last, live for an hour, on a ladder of one cent so that a later amount is always a valid bid.
create procedure bench.open_auctions(p_first int, p_last int) language plpgsql as $$
begin
  insert into public.products (id, seller_id, category_id, title)
  select bench.auction_id(n), bench.user_id(0), bench.user_id(0), 'Product ' || n from generate_series(p_first, p_last) n;
  insert into public.auctions (id, seller_id, product_id, category_id, title, status, starting_price_cents, requires_card, increment_from, increment_step,
    soft_close_seconds, starts_at, ends_at, price_cents, min_bid_cents)
  select bench.auction_id(n), bench.user_id(0), bench.auction_id(n), bench.user_id(0), 'Lot ' || n, 'scheduled', 1, false, '{0}', '{1}',
    120, now(), now() + interval '1 hour', 1, 1 from generate_series(p_first, p_last) n;
  insert into private.auction_secrets (auction_id) select bench.auction_id(n) from generate_series(p_first, p_last) n;
  perform private.open_auction(bench.auction_id(n), null) from generate_series(p_first, p_last) n;
  insert into bench.min_state select bench.auction_id(n), 0, 0, null from generate_series(p_first, p_last) n;
end $$;

-- The smallest possible bid: one hot row updated, one row inserted.
create table bench.min_state (auction_id uuid primary key, seq bigint not null, price bigint not null, leader uuid)
  with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
create table bench.min_bids (auction_id uuid not null, seq bigint not null, bidder uuid not null, amount bigint not null, at timestamptz not null,
  primary key (auction_id, seq));

-- Enough other auctions for the planner to take the index.
insert into bench.min_state select gen_random_uuid(), 0, 0, null from generate_series(1, 10000);

create function bench.smallest(p_auction uuid, p_user uuid) returns bigint language plpgsql as $$
declare s bigint; p bigint;
begin
  perform pg_advisory_xact_lock(uuid_hash_extended(p_auction, 0));
  update bench.min_state set seq = seq + 1, price = price + 1, leader = p_user where auction_id = p_auction returning seq, price into s, p;
  insert into bench.min_bids values (p_auction, s, p_user, p, clock_timestamp());
  return p;
end $$;

create function bench.smallest_naive(p_auction uuid, p_user uuid) returns bigint language plpgsql as $$
declare s bigint; p bigint;
begin
  update bench.min_state set seq = seq + 1, price = price + 1, leader = p_user where auction_id = p_auction returning seq, price into s, p;
  insert into bench.min_bids values (p_auction, s, p_user, p, clock_timestamp());
  return p;
end $$;
