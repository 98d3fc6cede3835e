-- A live show with one lot, and an audience that stays.
create function bench.show_id() returns uuid language sql immutable
return '00000000-0000-4000-a000-000000000001'::uuid;

create procedure bench.open_show() language plpgsql as $$
begin
  insert into public.shows (id, seller_id, title, status, starts_at, started_at)
  values (bench.show_id(), bench.user_id(0), 'Bench show', 'live', now(), now());
  insert into public.products (id, seller_id, category_id, title) values (bench.auction_id(1), bench.user_id(0), bench.user_id(0), 'Product 1');
  insert into public.auctions (id, seller_id, product_id, category_id, show_id, lot_number, title, status, starting_price_cents, requires_card,
    increment_from, increment_step, soft_close_seconds, starts_at, ends_at, price_cents, min_bid_cents)
  values (bench.auction_id(1), bench.user_id(0), bench.auction_id(1), bench.user_id(0), bench.show_id(), 1, 'Lot 1', 'scheduled', 1, false,
    '{0}', '{1}', 120, now(), now() + interval '1 hour', 1, 1);
  insert into private.auction_secrets (auction_id) values (bench.auction_id(1));
  perform private.open_auction(bench.auction_id(1), null);
  update public.shows set current_auction_id = bench.auction_id(1) where id = bench.show_id();
end $$;

-- As if so many had sent heartbeats and would never stop: what the tick counts, and what makes a show crowded.
create procedure bench.seat_audience(p_viewers int) language plpgsql as $$
begin
  delete from private.show_viewers where show_id = bench.show_id();
  insert into private.show_viewers (show_id, viewer, seen_at) select bench.show_id(), 'viewer ' || n, 'infinity' from generate_series(1, p_viewers) n;
  perform private.count_viewers();
end $$;
