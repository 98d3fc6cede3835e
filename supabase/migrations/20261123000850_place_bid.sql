-- The hot path: one bid, under the auction's queue lock. Measured by `npm run bench -- bids`; each line here was paid for:
-- a statement costs at least 25,000 instructions, an expression 3,000, and half as much again for each of its branches,
-- since PL/pgSQL prepares all of them anew in every transaction. So: look-ups by key and no joins, few and plain expressions,
-- and all that is not the usual case behind one condition.

-- enable_seqscan: a plan made while the tables were nearly empty would read them whole, and a connection keeps its plans.
-- plan_cache_mode: else each connection plans each statement six times before it keeps a plan, 3 ms a time, mostly in the queue:
-- what is seldom done (announcing, refusing) was still being planned by 32 connections after thousands of bids.
create function private.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean, p_idempotency_key uuid) returns json
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off
set plan_cache_mode = force_generic_plan as $$
declare
  v_user uuid := auth.uid();
  v_paused_at timestamptz;
  v_welcome boolean;
  v_seq int;
  v_price bigint;
  v_next bigint;
  v_at timestamptz;
  v_ends_at timestamptz;
  v_told_at timestamptz;
  v_alias text;
  v_hash bytea;
  v_wait int;
  v_reply jsonb;
  v_refusal json;
  v_locked boolean;
  a record;
  l record;
  u record;
  e record;
begin
  -- 1. The usual bid, by the committed state and without a lock: by somebody who may, in time, at least the minimum.
  select au.seller_id, au.show_id, au.hard_ends_at, au.soft_close_seconds, au.requires_card, au.increment_from, au.increment_step
  into a from public.auctions au where au.id = p_auction_id and au.status <> 'draft' and au.format = 'english';
  if not found then
    perform private.check_bid(p_amount_cents, p_is_max), private.no_bids_on(p_auction_id);
  end if;
  select ev.kind, ev.price_cents, ev.ends_at, ev.leader_id into l
  from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  select b.in_good_standing, b.has_card, b.alias_key into u from private.bidders b where b.user_id = v_user;
  select p.paused_at into v_paused_at from public.platform_status p;
  v_welcome := u.in_good_standing and (u.has_card or not a.requires_card) and a.seller_id <> v_user and v_paused_at is null;
  if (v_welcome and clock_timestamp() < l.ends_at and l.kind not in ('sold', 'unsold', 'cancelled')
      and p_amount_cents >= l.price_cents + private.step_above(l.price_cents, a.increment_from, a.increment_step)
      and p_amount_cents <= 9999999999 and p_is_max is not null) is not true then
    -- Any other: too low, or is there anything against it?
    if v_welcome and p_is_max is not null then
      v_refusal := private.refuse_low_bid(p_auction_id, v_user, p_amount_cents, p_idempotency_key, a.increment_from, a.increment_step);
      if v_refusal is not null then
        return v_refusal;
      end if;
    end if;
    v_reply := private.answer_unqueued(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key, v_welcome);
    if v_reply is not null then
      return v_reply;
    end if;
  end if;

  -- 2. private.take_bid, its usual case in place.
  update private.bid_allowances b set whole_at = greatest(b.whole_at, clock_timestamp()) + interval '200 milliseconds'
  where b.user_id = v_user and b.whole_at <= clock_timestamp() + interval '3.8 seconds';
  if not found then
    v_wait := private.take_bid(v_user);
    if v_wait > 0 then
      return coalesce(private.earlier_reply(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key),
        private.refuse_bid(p_auction_id, v_user, p_amount_cents, 'RTLIM', jsonb_build_object('retry_after_ms', v_wait)));
    end if;
  end if;

  -- 3. The auction's queue, first come first served. The ledger's primary key is the proof behind it.
  --    The shared lock tells whoever is ahead that somebody stands behind them. As an expression: a statement costs thrice as much.
  v_locked := pg_advisory_xact_lock_shared(uuid_hash_extended(p_auction_id, 1)) is not null
    and pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0)) is not null;
  select ev.seq, ev.hash, ev.kind, ev.price_cents, ev.bid_count, ev.leader_id, ev.leader_max_cents, ev.reserve_met, ev.ends_at, ev.placed_at,
    ev.announced_at
  into e from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  -- The clock is read after the lock and never runs back within an auction.
  v_at := greatest(date_trunc('milliseconds', clock_timestamp()), e.placed_at);
  v_price := e.price_cents + private.step_above(e.price_cents, a.increment_from, a.increment_step);
  if (p_amount_cents >= v_price and e.leader_max_cents = e.price_cents and e.reserve_met and v_at < e.ends_at
      and e.kind not in ('sold', 'unsold', 'cancelled') and v_user is distinct from e.leader_id and v_user is distinct from l.leader_id) is not true then
    if v_welcome and p_amount_cents < v_price then
      -- Somebody ahead in the queue has bid as much.
      v_refusal := private.refuse_low_bid(p_auction_id, v_user, p_amount_cents, p_idempotency_key, a.increment_from, a.increment_step, clock_timestamp());
      if v_refusal is not null then
        return v_refusal;
      end if;
    end if;
    return private.bid_in_queue(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key);
  end if;

  -- 4. The usual bid in a show: the leader has nothing left above the price, so the bid leads, one step up. What
  --    private.bid_in_queue and private.seal_event would write, in place; the property tests hold the two together.
  if not p_is_max then
    v_price := p_amount_cents;
  end if;
  v_next := v_price + private.step_above(v_price, a.increment_from, a.increment_step);
  v_told_at := private.told_at(e.announced_at, v_at, p_auction_id, a.show_id);
  v_ends_at := private.extended_end(e.ends_at, v_at, a.soft_close_seconds, a.hard_ends_at);
  v_alias := private.alias_of(u.alias_key, p_auction_id);
  v_seq := e.seq + 1;
  v_hash := private.event_hash(e.hash, p_auction_id, v_seq, 'bid', v_alias, v_price, v_price, e.bid_count + 1, v_alias, true, v_ends_at, v_at, '');
  insert into private.auction_events values (p_auction_id, v_seq, 'bid', v_alias, v_price, v_price, e.bid_count + 1, v_alias, true, v_ends_at, v_at, '',
    e.hash, v_hash, v_user, p_amount_cents, p_is_max, v_user, p_amount_cents, p_idempotency_key, v_told_at, statement_timestamp())
  on conflict on constraint auction_events_one_per_key do nothing;
  if not found then
    return private.earlier_reply(p_auction_id, v_user, p_amount_cents, p_is_max, p_idempotency_key);
  end if;
  if v_told_at = v_at then
    perform realtime.send(private.auction_payload(ev, v_next), 'auction',
      case when a.show_id is null then 'auction:' || p_auction_id else 'show:' || a.show_id end, true)
    from private.auction_events ev where ev.auction_id = p_auction_id and ev.seq = v_seq;
  end if;
  -- private.bid_reply, written out: as text it costs two thirds. Nothing in it needs escaping.
  return format('{"outcome":"leading","code":null,"detail":null,"seq":%s,"version":%s,"price_cents":%s,"min_bid_cents":%s,"your_max_cents":%s,'
    '"bid_count":%s,"leader":"%s","ends_at":%s,"reserve_met":true,"head":"%s","server_time":%s}', v_seq, v_seq, v_price, v_next, p_amount_cents,
    e.bid_count + 1, v_alias, to_json(v_ends_at), encode(v_hash, 'hex'), to_json(clock_timestamp()));
end $$;
comment on function private.place_bid is 'The hot path. See public.place_bid for its contract and ARCHITECTURE in supabase/README.md for its shape.';

create function public.place_bid(p_auction_id uuid, p_amount_cents bigint, p_is_max boolean default true, p_idempotency_key uuid default null)
returns json
language sql volatile
return private.place_bid(p_auction_id, p_amount_cents, p_is_max, p_idempotency_key);
comment on function public.place_bid is
  'Bids up to p_amount_cents (cents of the auction''s currency). p_is_max false is a jump bid: the price goes straight there. On a scheduled auction it is a pre-bid (outcome pending), resolved at the opening. Returns {outcome: leading|outbid|pending|refused, code, detail, seq, version, price_cents, min_bid_cents, your_max_cents, bid_count, leader, ends_at, reserve_met, head, server_time}. Refusals: LOWBD {min_cents}, LATEB, NLIVE, OWNLT, NOCRD {setup}, KBANN, UNVER, XPOSE {limit_cents, committed_cents}, PAUSD, RTLIM {retry_after_ms}. Raises 42501, INVAL {field}, NOFND, IDMPT.';

grant execute on function private.place_bid(uuid, bigint, boolean, uuid), public.place_bid(uuid, bigint, boolean, uuid) to authenticated;
