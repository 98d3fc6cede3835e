-- Pre-bids: maxima given before the opening. They wait in private.max_bids with seq 0 and become ordinary bids, in the order
-- of their arrival, when the auction opens.

create function private.pre_bid_reply(p_auction public.auctions, p_max_cents bigint) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.bid_reply('pending', private.unopened_state(p_auction), p_auction.starting_price_cents, p_max_cents)
$$;
comment on function private.pre_bid_reply is 'The reply to an accepted pre-bid: what it will do is known at the opening.';

create function private.pre_bid(p_auction_id uuid, p_user uuid, p_amount_cents bigint, p_is_max boolean, p_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  -- Before the lock: whoever holds a queue's lock never waits for a bucket.
  v_wait int := private.take_bid(p_user);
  v_row public.auctions;
  v_min bigint;
  v_reply jsonb;
begin
  if v_wait > 0 then
    return coalesce(private.earlier_reply(p_auction_id, p_user, p_amount_cents, p_is_max, p_key),
      private.refuse_bid(p_auction_id, p_user, p_amount_cents, 'RTLIM', jsonb_build_object('retry_after_ms', v_wait)));
  end if;
  perform pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0));
  select a.* into v_row from public.auctions a where a.id = p_auction_id;
  if (private.last_event(p_auction_id)).seq is not null then
    -- It has opened meanwhile; the second look sees that.
    return private.bid_in_queue(p_auction_id, p_user, p_amount_cents, p_is_max, p_key);
  end if;
  v_reply := private.earlier_reply(p_auction_id, p_user, p_amount_cents, p_is_max, p_key);
  if v_reply is not null then
    return v_reply;
  end if;
  -- A jump names a price, and before the opening there is none to jump to.
  if v_row.status <> 'scheduled' or not p_is_max then
    return private.refuse_bid(p_auction_id, p_user, p_amount_cents, 'NLIVE', jsonb_build_object('starts_at', v_row.starts_at));
  end if;
  v_min := greatest(v_row.starting_price_cents, private.max_of(p_auction_id, p_user) + 1);
  if p_amount_cents < v_min then
    return private.refuse_bid(p_auction_id, p_user, p_amount_cents, 'LOWBD', jsonb_build_object('min_cents', v_min));
  end if;
  insert into private.max_bids (auction_id, bidder_id, max_cents, seq, placed_at, idempotency_key)
  values (p_auction_id, p_user, p_amount_cents, 0, clock_timestamp(), p_key);
  return private.pre_bid_reply(v_row, p_amount_cents);
end $$;
comment on function private.pre_bid is 'RULES: a maximum on a scheduled auction. At least the starting price, and above the own maximum so far.';

create function private.resolve_pre_bids(p_auction public.auctions, p_opened private.auction_events) returns private.auction_events
language plpgsql volatile security definer set search_path = '' as $$
declare
  e private.auction_events := p_opened;
  r private.bid_result;
  v_bid private.max_bids;
  x private.auction_secrets;
begin
  select s.* into x from private.auction_secrets s where s.auction_id = p_auction.id;
  for v_bid in
    select m.* from private.max_bids m
    where m.auction_id = p_auction.id and m.seq = 0
      and not exists (select 1 from private.voided_maxima v where v.auction_id = m.auction_id and v.max_bid_id = m.id)
    order by m.id
  loop
    continue when private.buyer_refusal(p_auction, v_bid.bidder_id) is not null;
    select o.* into r from private.resolve_bid(v_bid.max_cents, true, coalesce(e.leader_id = v_bid.bidder_id, false), e.price_cents, e.leader_max_cents,
      p_auction.starting_price_cents, x.reserve_cents, p_auction.increment_from, p_auction.increment_step) o;
    -- Those before it have taken the price beyond it: like any bid below the minimum it makes no event.
    continue when r.refused_below is not null;
    if r.silent then
      perform private.raise_silently(e, v_bid.bidder_id, v_bid.max_cents, null, e.placed_at, null);
      e.leader_max_cents := v_bid.max_cents;
    else
      e := private.seal_bid(e, p_auction, v_bid.bidder_id, v_bid.max_cents, true, null, r);
    end if;
  end loop;
  perform private.broadcast('user:' || b.bidder_id, 'outbid', jsonb_build_object(
    'auction_id', p_auction.id, 'show_id', p_auction.show_id, 'title', p_auction.title, 'price_cents', e.price_cents))
  from (select distinct m.bidder_id from private.max_bids m where m.auction_id = p_auction.id and m.seq = 0) b
  where b.bidder_id is distinct from e.leader_id;
  return e;
end $$;
comment on function private.resolve_pre_bids is 'RULES: pre-bids resolve in arrival order when the auction opens. Returns the last event; the caller announces it.';
