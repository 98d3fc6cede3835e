-- The hot path: one bid, under the auction's queue lock. Measured by `npm run bench -- bids`; each line here was paid for.

-- enable_seqscan: a plan made while the tables were nearly empty would read them whole, and a connection keeps its plans.
create function private.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean, p_idempotency_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off as $$
declare
  v_user uuid := auth.uid();
  v_next bigint;
  v_refusal text;
  v_paused_at timestamptz;
  v_tokens real;
  v_reply jsonb;
  v_heard boolean;
  a record;
  u record;
  x record;
  l record;
  e private.auction_events;
  n private.auction_events;
  r private.bid_result;
begin
  if v_user is null then
    perform private.require_user();
  end if;
  if p_amount_cents is null or p_amount_cents not between 1 and 9999999999 then
    perform private.invalid('p_amount_cents', 'A bid is between 1 and 9,999,999,999 cents.');
  end if;
  if p_is_max is null then
    perform private.invalid('p_is_max', 'p_is_max must be true or false.');
  end if;

  -- 1. Cheap answers from the committed state, without a lock. Plain look-ups by key and no calls of PL/pgSQL functions:
  --    a join costs more than the look-ups it joins, each of its levels projects all columns anew.
  select au.seller_id, au.show_id, au.status, au.starts_at, au.hard_ends_at, au.starting_price_cents, au.soft_close_seconds, au.requires_card,
    au.increment_from, au.increment_step, au.close_group_id
  into a from public.auctions au where au.id = p_auction_id and au.status <> 'draft' and au.format = 'english';
  if not found then
    perform private.no_bids_on(p_auction_id);
  end if;
  -- The state before the key: who sees what a bid has done must see that it was this very bid, sent twice.
  select ev.kind, ev.price_cents, ev.ends_at, ev.leader_id into l
  from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  if exists (select from private.auction_events k where k.bidder_id = v_user and k.idempotency_key = p_idempotency_key)
    or exists (select from private.max_bids k where k.bidder_id = v_user and k.idempotency_key = p_idempotency_key)
  then
    return private.earlier_reply(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key);
  end if;
  select b.email_confirmed, case when b.struck_out then 'infinity' else b.banned_until end as banned_until, b.has_card, b.banned_by_sellers,
    b.exposure_limit_cents
  into u from private.bidders b where b.user_id = v_user;
  select p.paused_at into v_paused_at from public.platform_status p;
  v_refusal := private.bidder_refusal(a.seller_id = v_user, u.banned_until, u.email_confirmed, a.requires_card, u.has_card, v_paused_at);
  if u.banned_by_sellers and private.banned_by(a.seller_id, v_user) then
    v_refusal := 'KBANN';
  end if;
  if v_refusal is not null then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, v_refusal);
  end if;
  if u.exposure_limit_cents is not null then
    v_reply := private.exposure_refusal(p_auction_id, v_user, p_amount_cents);
    if v_reply is not null then
      return v_reply;
    end if;
  end if;
  select s.reserve_cents, s.alias_salt into x from private.auction_secrets s where s.auction_id = p_auction_id;
  if l.kind is null then
    if a.status <> 'scheduled' or a.starts_at is null or a.starts_at > clock_timestamp() then
      return private.pre_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key);
    end if;
  elsif l.kind in ('sold', 'unsold', 'cancelled')
    -- Not before five seconds after the end: an extension may be on its way to commit. Only the check under the lock decides.
    or (clock_timestamp() > l.ends_at + interval '5 seconds' and a.close_group_id is null) then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, 'LATEB', jsonb_build_object('ends_at', l.ends_at));
  elsif l.leader_id is distinct from v_user then
    v_next := case when l.leader_id is null then a.starting_price_cents
      else l.price_cents + private.step_above(l.price_cents, a.increment_from, a.increment_step) end;
    if p_amount_cents < v_next then
      return private.refuse_bid(p_auction_id, v_user, p_amount_cents, 'LOWBD', jsonb_build_object('min_cents', v_next));
    end if;
  end if;
  -- private.take_token('place_bid:…', 20, 5), its usual case in place.
  update private.rate_buckets b
  set tokens = least(20, greatest(b.tokens, -1) + 5 * extract(epoch from clock_timestamp() - b.refilled_at)::real) - 1,
      refilled_at = clock_timestamp()
  where b.bucket = 'place_bid:' || v_user returning b.tokens into v_tokens;
  if not found then
    perform private.take_token('place_bid:' || v_user, 20, 5);
  elsif v_tokens < 0 then
    return coalesce(private.earlier_reply(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key),
      private.refuse_bid(p_auction_id, v_user, p_amount_cents, 'RTLIM', jsonb_build_object('retry_after_ms', ceil(-v_tokens / 5 * 1000)::int)));
  end if;
  if l.kind is null then
    -- After the bucket, as the queue: whoever holds the queue's lock never waits for a bucket.
    perform private.open_auction(p_auction_id, null);
  end if;

  -- 2. The auction's queue, first come first served. The ledger's primary key is the proof behind it.
  --    The shared lock tells whoever is ahead that somebody stands behind them.
  perform pg_advisory_xact_lock_shared(uuid_hash_extended(p_auction_id, 1)), pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0));
  select ev.* into e from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  if a.close_group_id is not null and clock_timestamp() >= e.ends_at then
    e := private.follow_group(e, a.close_group_id);
  end if;
  n := e;
  -- The clock is read after the lock and never runs back within an auction.
  n.placed_at := greatest(date_trunc('milliseconds', clock_timestamp()), e.placed_at);
  n.received_at := statement_timestamp();
  if e.kind in ('sold', 'unsold', 'cancelled') or n.placed_at >= e.ends_at then
    return private.refuse_in_queue(e, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LATEB', jsonb_build_object('ends_at', e.ends_at));
  elsif e.seq is null then
    -- Withdrawn between the first look and the lock, before it opened.
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, 'NLIVE');
  elsif v_user in (l.leader_id, e.leader_id) then
    -- A silent raise that was sent at the same time with the same key is in sight of no constraint.
    v_reply := private.earlier_reply(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key);
    if v_reply is not null then
      perform private.announce_for_queue(e);
      return v_reply;
    end if;
  end if;
  select o.* into r from private.resolve_bid(p_amount_cents, p_is_max, coalesce(e.leader_id = v_user, false), e.price_cents, e.leader_max_cents,
    a.starting_price_cents, x.reserve_cents, a.increment_from, a.increment_step) o;
  if r.refused_below is not null then
    return private.refuse_in_queue(e, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LOWBD',
      jsonb_build_object('min_cents', r.refused_below));
  end if;
  v_next := r.price_cents + private.step_above(r.price_cents, a.increment_from, a.increment_step);
  if r.silent then
    return private.raise_silently(e, v_user, p_amount_cents, p_idempotency_key, n.placed_at, v_next);
  end if;

  -- 3. The events: the old leader's automatic bid, the bid, the leader's automatic answer.
  --    In a queue the last one announces for all before it, and nobody keeps viewers waiting longer than the pause.
  --    A crowd hears four times a second, and of the last bid of a burst by the tick: every delivery to every viewer is metered.
  v_heard := e.announced_at > n.placed_at - interval '100 milliseconds' and not pg_try_advisory_xact_lock(uuid_hash_extended(p_auction_id, 1));
  if not v_heard and a.show_id is not null and e.announced_at > n.placed_at - interval '250 milliseconds' then
    v_heard := private.is_crowded(a.show_id);
  end if;
  if v_heard then
    n.announced_at := e.announced_at;
  else
    n.announced_at := n.placed_at;
  end if;
  n.detail := '';
  if r.auto_before then
    n := private.seal_event(private.auto_bid(n, e, e.leader_max_cents, e.leader_max_cents));
  end if;
  n.kind := 'bid';
  n.bidder := private.alias_of(x.alias_salt, v_user);
  n.bidder_id := v_user;
  n.max_cents := p_amount_cents;
  n.is_max := p_is_max;
  n.idempotency_key := p_idempotency_key;
  n.bid_count := e.bid_count + 1;
  n.amount_cents := case when r.leads then r.price_cents else p_amount_cents end;
  n.price_cents := n.amount_cents;
  n.leader_max_cents := r.leader_max_cents;
  if r.leads then
    n.leader := n.bidder;
    n.leader_id := v_user;
    n.reserve_met := r.reserve_met;
  end if;
  if e.ends_at - n.placed_at <= make_interval(secs => a.soft_close_seconds) then
    n.ends_at := least(coalesce(a.hard_ends_at, 'infinity'), greatest(e.ends_at, n.placed_at + make_interval(secs => a.soft_close_seconds)));
  end if;
  -- private.seal_event, in place.
  n.seq := n.seq + 1;
  n.prev_hash := n.hash;
  n.hash := private.event_hash(n.prev_hash, p_auction_id, n.seq, n.kind, n.bidder, n.amount_cents, n.price_cents, n.bid_count, n.leader,
    n.reserve_met, n.ends_at, n.placed_at, n.detail);
  insert into private.auction_events values (n.*);
  if r.auto_after then
    n := private.seal_event(private.auto_bid(n, e, r.price_cents, r.leader_max_cents));
  end if;
  if n.announced_at = n.placed_at then
    perform realtime.send(private.auction_payload(n, v_next), 'auction',
      case when a.show_id is null then 'auction:' || p_auction_id else 'show:' || a.show_id end, true);
  end if;
  return private.bid_reply(case when r.leads then 'leading' else 'outbid' end, n, v_next, p_amount_cents);
end $$;
comment on function private.place_bid is 'The hot path. See public.place_bid for its contract and ARCHITECTURE in supabase/README.md for its shape.';

create function public.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean default true, p_idempotency_key uuid default null)
returns jsonb
language sql volatile
return private.place_bid(p_auction_id, p_amount_cents, p_is_max, p_idempotency_key);
comment on function public.place_bid is
  'Bids up to p_amount_cents (cents of the auction''s currency). p_is_max false is a jump bid: the price goes straight there. On a scheduled auction it is a pre-bid (outcome pending), resolved at the opening. Returns {outcome: leading|outbid|pending|refused, code, detail, seq, version, price_cents, min_bid_cents, your_max_cents, bid_count, leader, ends_at, reserve_met, head, server_time}. Refusals: LOWBD {min_cents}, LATEB, NLIVE, OWNLT, NOCRD {setup}, KBANN, UNVER, XPOSE {limit_cents, committed_cents}, PAUSD, RTLIM {retry_after_ms}. Raises 42501, INVAL {field}, NOFND, IDMPT.';

grant execute on function private.place_bid(uuid, bigint, boolean, uuid), public.place_bid(uuid, bigint, boolean, uuid) to authenticated;
