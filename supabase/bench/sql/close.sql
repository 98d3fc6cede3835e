-- Auctions first..last, each with a bid, all due at this moment.
create procedure bench.due_auctions(p_first int, p_last int) language plpgsql as $$
declare
  v_due timestamptz;
begin
  call bench.open_auctions(p_first, p_last);
  for n in p_first .. p_last loop
    perform bench.claims(bench.user_id(1 + n % 3000)), public.place_bid(bench.auction_id(n), 100 + n, true, gen_random_uuid());
  end loop;
  perform private.project_auction(bench.auction_id(n)) from generate_series(p_first, p_last) n;
  -- Only a superuser passes by the append-only trigger; the rows are sealed again, so the chains stay whole.
  v_due := date_trunc('milliseconds', clock_timestamp());
  perform set_config('session_replication_role', 'replica', true);
  update private.auction_events e set ends_at = v_due,
    hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader,
      e.reserve_met, v_due, e.placed_at, e.detail)
  where e.auction_id between bench.auction_id(p_first) and bench.auction_id(p_last) and e.kind = 'bid';
  update public.auctions a set starts_at = v_due - interval '1 hour', ends_at = v_due
  where a.id between bench.auction_id(p_first) and bench.auction_id(p_last);
  perform set_config('session_replication_role', 'origin', true);
end $$;
