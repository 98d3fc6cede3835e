-- Bidding: the rule as a pure function, and the command that applies it under the auction's lock.

create type private.bid_result as (
  refused_below bigint,
  leads boolean,
  price_cents bigint,
  leader_max_cents bigint,
  reserve_met boolean,
  auto_before boolean,
  auto_after boolean,
  silent boolean
);
comment on type private.bid_result is
  'refused_below: the minimum when the bid is too low, else null. auto_before/auto_after: the old leader''s automatic event before/after the bid. silent: nothing public changed.';

create function private.resolve_bid(
  p_amount bigint, p_is_max boolean, p_is_leader boolean, p_price bigint, p_leader_max bigint,
  p_start bigint, p_reserve bigint, p_from bigint[], p_step bigint[]
) returns private.bid_result
language plpgsql immutable set search_path = '' as $$
declare
  v_min bigint := case when p_leader_max is null then p_start else p_price + private.step_above(p_price, p_from, p_step) end;
  r private.bid_result;
begin
  if p_is_leader then
    -- Raising one's own maximum is exempt from the ladder; raising the public price by a jump is not.
    v_min := case when p_is_max then p_leader_max + 1 else greatest(p_leader_max + 1, v_min) end;
  end if;
  if p_amount < v_min then
    r.refused_below := v_min;
    return r;
  end if;
  r.leads := p_is_leader or p_leader_max is null or p_amount > p_leader_max;
  r.leader_max_cents := case when r.leads then p_amount else p_leader_max end;
  r.auto_before := r.leads and not p_is_leader and p_price < p_leader_max;
  r.auto_after := not r.leads;
  r.price_cents := case
    when not r.leads then least(p_leader_max, p_amount + private.step_above(p_amount, p_from, p_step))
    when not p_is_max then p_amount
    when p_is_leader then p_price
    when p_leader_max is null then p_start
    else least(p_amount, p_leader_max + private.step_above(p_leader_max, p_from, p_step)) end;
  r.reserve_met := p_reserve is null or r.leader_max_cents >= p_reserve;
  if p_reserve is not null then
    r.price_cents := case when r.reserve_met then greatest(r.price_cents, p_reserve) else r.leader_max_cents end;
  end if;
  r.auto_before := coalesce(r.auto_before, false);
  r.silent := p_is_leader and r.price_cents = p_price;
  return r;
end $$;
comment on function private.resolve_bid is
  'RULES: Proxy bidding, rules 1-7, as a pure function. p_leader_max is null while nobody leads. The TypeScript model in supabase/tests/model is its twin.';

create function private.bid_reply(
  p_outcome text, p_event private.auction_events, p_next_cents bigint, p_max_cents bigint, p_code text default null, p_detail jsonb default null
) returns jsonb
language sql stable
return jsonb_build_object(
  'outcome', p_outcome, 'code', p_code, 'detail', p_detail, 'seq', (p_event).seq, 'version', (p_event).seq,
  'price_cents', (p_event).price_cents, 'min_bid_cents', p_next_cents, 'your_max_cents', p_max_cents, 'bid_count', (p_event).bid_count,
  'leader', (p_event).leader, 'ends_at', (p_event).ends_at, 'reserve_met', (p_event).reserve_met,
  'head', encode((p_event).hash, 'hex'), 'server_time', clock_timestamp());
comment on function private.bid_reply is 'The reply of place_bid: the outcome and the public state after it.';

create function private.max_of(p_auction_id uuid, p_user uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  select max(m.max_cents) from (
    select e.max_cents from private.auction_events e where e.bidder_id = p_user and e.auction_id = p_auction_id
    union all
    select b.max_cents from private.max_bids b where b.bidder_id = p_user and b.auction_id = p_auction_id) m
$$;
comment on function private.max_of is 'The highest maximum that a user has given in an auction, or null.';

create function private.earlier_reply(p_auction_id uuid, p_user uuid, p_amount bigint, p_is_max boolean, p_key uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_bid record;
  v_event private.auction_events;
  v_auction public.auctions;
begin
  select e.auction_id, e.max_cents, e.is_max, e.seq + case when e.leader_id = e.bidder_id then 0 else 1 end as seq into v_bid
  from private.auction_events e where e.bidder_id = p_user and e.idempotency_key = p_key;
  if not found then
    select m.auction_id, m.max_cents, true as is_max, m.seq into v_bid
    from private.max_bids m where m.bidder_id = p_user and m.idempotency_key = p_key;
    if not found then
      return null;
    end if;
  end if;
  if (v_bid.auction_id, v_bid.max_cents, v_bid.is_max) is distinct from (p_auction_id, p_amount, p_is_max) then
    perform private.fail('IDMPT', 'This idempotency key was used for another bid.', null, 'Make a new key for a new bid.');
  end if;
  select e.* into v_event from private.auction_events e where e.auction_id = p_auction_id and e.seq = v_bid.seq;
  select a.* into v_auction from public.auctions a where a.id = p_auction_id;
  return private.bid_reply(case when v_event.leader_id = p_user then 'leading' else 'outbid' end, v_event,
    private.min_bid(v_auction, v_event), v_bid.max_cents);
end $$;
comment on function private.earlier_reply is
  'The reply an accepted bid with this key got, or null; IDMPT when the key came with other arguments. Asked only when a bid is about to be refused: an accepted bid can never be accepted twice, because price and maximum only rise.';

create function private.refuse_bid(
  p_auction_id uuid, p_user uuid, p_amount bigint, p_is_max boolean, p_key uuid, p_code text, p_detail jsonb default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_auction public.auctions;
  v_event private.auction_events;
  v_reply jsonb;
begin
  if p_key is not null then
    v_reply := private.earlier_reply(p_auction_id, p_user, p_amount, p_is_max, p_key);
    if v_reply is not null then
      return v_reply;
    end if;
  end if;
  select a.* into v_auction from public.auctions a where a.id = p_auction_id;
  v_event := private.state_of(v_auction);
  return private.bid_reply('refused', v_event, private.min_bid(v_auction, v_event), private.max_of(p_auction_id, p_user), p_code, p_detail);
end $$;
comment on function private.refuse_bid is 'A refusal is an answer, not an exception: raising would cost more, flood the log and roll back what explain_bid needs.';

create function private.auto_bid(
  p_on private.auction_events, p_before private.auction_events, p_price_cents bigint, p_leader_max_cents bigint
) returns private.auction_events
language plpgsql immutable set search_path = '' as $$
declare
  v_new private.auction_events := p_on;
begin
  v_new.kind := 'auto_bid';
  v_new.bidder := p_before.leader;
  v_new.bidder_id := p_before.leader_id;
  v_new.max_cents := null;
  v_new.is_max := null;
  v_new.idempotency_key := null;
  v_new.amount_cents := p_price_cents;
  v_new.price_cents := p_price_cents;
  v_new.leader_max_cents := p_leader_max_cents;
  return v_new;
end $$;
comment on function private.auto_bid is 'The automatic event of the leader before the bid (p_before) that brings the price to p_price_cents.';

create function private.bidder_refusal(p_user uuid, p_seller_id uuid, p_requires_card boolean) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_bidder private.bidders;
begin
  select b.* into v_bidder from private.bidders b where b.user_id = p_user;
  return case
    when p_user = p_seller_id then 'OWNLT'
    when v_bidder.banned_until > clock_timestamp() then 'KBANN'
    when exists (select 1 from private.seller_bans s where s.seller_id = p_seller_id and s.user_id = p_user and s.until > clock_timestamp()) then 'KBANN'
    when v_bidder.email_confirmed is not true then 'UNVER'
    when p_requires_card and not v_bidder.has_card then 'NOCRD'
    when (select s.paused_at is not null from public.platform_status s) then 'PAUSD' end;
end $$;
comment on function private.bidder_refusal is 'RULES: Who may bid. The code that keeps the user from bidding, or null.';

create function private.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean, p_idempotency_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  v_code text;
  v_now timestamptz;
  v_wait int;
  v_max bigint;
  v_next bigint;
  a record;
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

  -- 1. Cheap refusals from the committed state, without a lock.
  select au.seller_id, au.show_id, au.status, au.starts_at, au.hard_ends_at, au.starting_price_cents, au.requires_card, au.soft_close_seconds,
    au.increment_from, au.increment_step, s.reserve_cents, s.alias_salt,
    l.kind, l.price_cents, l.ends_at, l.leader_id
  into a
  from public.auctions au
  join private.auction_secrets s on s.auction_id = au.id
  left join lateral (
    select ev.kind, ev.price_cents, ev.ends_at, ev.leader_id from private.auction_events ev
    where ev.auction_id = au.id order by ev.seq desc limit 1) l on true
  where au.id = p_auction_id and au.status <> 'draft';
  if not found then
    perform private.fail('NOFND', 'No such auction.');
  end if;
  v_code := private.bidder_refusal(v_user, a.seller_id, a.requires_card);
  if v_code is not null then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, v_code);
  end if;
  if a.kind is null then
    if a.status <> 'scheduled' or a.starts_at is null or a.starts_at > clock_timestamp() then
      return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'NLIVE',
        jsonb_build_object('starts_at', a.starts_at));
    end if;
    perform private.open_auction(p_auction_id, null);
  elsif a.kind in ('sold', 'unsold', 'cancelled')
    -- Not before five seconds after the end: an extension may be on its way to commit. Only the check under the lock decides.
    or clock_timestamp() > a.ends_at + interval '5 seconds' then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LATEB', jsonb_build_object('ends_at', a.ends_at));
  elsif a.leader_id is distinct from v_user then
    v_next := case when a.leader_id is null then a.starting_price_cents
      else a.price_cents + private.step_above(a.price_cents, a.increment_from, a.increment_step) end;
    if p_amount_cents < v_next then
      return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LOWBD', jsonb_build_object('min_cents', v_next));
    end if;
  end if;
  v_wait := private.take_token('place_bid:' || v_user, 20, 5);
  if v_wait > 0 then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'RTLIM', jsonb_build_object('retry_after_ms', v_wait));
  end if;

  -- 2. The auction's queue, first come first served. The ledger's primary key is the proof behind it.
  perform pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0));
  select ev.* into e from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  -- The clock is read after the lock and never runs back within an auction.
  v_now := greatest(date_trunc('milliseconds', clock_timestamp()), e.placed_at);
  if e.kind in ('sold', 'unsold', 'cancelled') or v_now >= e.ends_at then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LATEB', jsonb_build_object('ends_at', e.ends_at));
  end if;
  if e.leader_id is not null then
    v_max := greatest(e.leader_max_cents,
      (select max(m.max_cents) from private.max_bids m where m.auction_id = p_auction_id and m.bidder_id = e.leader_id));
  end if;
  r := private.resolve_bid(p_amount_cents, p_is_max, coalesce(e.leader_id = v_user, false), e.price_cents, v_max,
    a.starting_price_cents, a.reserve_cents, a.increment_from, a.increment_step);
  if r.refused_below is not null then
    return private.refuse_bid(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, 'LOWBD',
      jsonb_build_object('min_cents', r.refused_below));
  end if;
  v_next := r.price_cents + private.step_above(r.price_cents, a.increment_from, a.increment_step);
  if r.silent then
    insert into private.max_bids (auction_id, bidder_id, max_cents, seq, placed_at, idempotency_key)
    values (p_auction_id, v_user, p_amount_cents, e.seq, v_now, p_idempotency_key)
    on conflict on constraint max_bids_one_per_key do nothing;
    if not found then
      perform private.fail('IDMPT', 'This idempotency key was used for another bid.', null, 'Make a new key for a new bid.');
    end if;
    return private.bid_reply('leading', e, v_next, p_amount_cents);
  end if;

  -- 3. The events: the old leader's automatic bid, the bid, the leader's automatic answer.
  n := e;
  n.placed_at := v_now;
  n.detail := '';
  if r.auto_before then
    n := private.seal_event(private.auto_bid(n, e, v_max, v_max));
  end if;
  n.kind := 'bid';
  n.bidder := private.alias_of(a.alias_salt, v_user);
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
  if e.ends_at - v_now <= make_interval(secs => a.soft_close_seconds) then
    n.ends_at := least(coalesce(a.hard_ends_at, 'infinity'), greatest(e.ends_at, v_now + make_interval(secs => a.soft_close_seconds)));
  end if;
  n := private.seal_event(n);
  if r.auto_after then
    n := private.seal_event(private.auto_bid(n, e, r.price_cents, r.leader_max_cents));
  end if;
  perform realtime.send(private.auction_payload(n, v_next), 'auction',
    case when a.show_id is null then 'auction:' || p_auction_id else 'show:' || a.show_id end, true);
  return private.bid_reply(case when r.leads then 'leading' else 'outbid' end, n, v_next, p_amount_cents);
end $$;
comment on function private.place_bid is 'The hot path. See public.place_bid for its contract and ARCHITECTURE in supabase/README.md for its shape.';

create function public.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean default true, p_idempotency_key uuid default null)
returns jsonb
language sql volatile
return private.place_bid(p_auction_id, p_amount_cents, p_is_max, p_idempotency_key);
comment on function public.place_bid is
  'Bids up to p_amount_cents (cents of the auction''s currency). p_is_max false is a jump bid: the price goes straight there. Returns {outcome: leading|outbid|refused, code, detail, seq, version, price_cents, min_bid_cents, your_max_cents, bid_count, leader, ends_at, reserve_met, head, server_time}. Refusals: LOWBD {min_cents}, LATEB, NLIVE, OWNLT, NOCRD, KBANN, UNVER, PAUSD, RTLIM {retry_after_ms}. Raises 42501, INVAL {field}, NOFND, IDMPT.';

grant execute on function private.place_bid(uuid, bigint, boolean, uuid), public.place_bid(uuid, bigint, boolean, uuid) to authenticated;
