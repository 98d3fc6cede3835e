-- The rules of bidding: who may bid, what a bid does, what is answered. The command that applies them is in the next file.

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

/* In SQL and returning a set of one, so that the planner puts it into the statement that asks: in PL/pgSQL it cost 40,000
   instructions more a bid, a call and a dozen expressions that are prepared anew in every transaction. */
create function private.resolve_bid(
  p_amount bigint, p_is_max boolean, p_is_leader boolean, p_price bigint, p_leader_max bigint,
  p_start bigint, p_reserve bigint, p_from bigint[], p_step bigint[]
) returns setof private.bid_result
language sql immutable rows 1
begin atomic
  select
    case when p_amount < m.min_cents then m.min_cents end,
    m.leads,
    -- greatest() passes over null: without a reserve the price stands.
    case when p_reserve > t.top_cents then t.top_cents else greatest(case
      when not m.leads then least(p_leader_max, p_amount + private.step_above(p_amount, p_from, p_step))
      when not p_is_max then p_amount
      when p_is_leader then p_price
      when p_leader_max is null then p_start
      else least(p_amount, p_leader_max + private.step_above(p_leader_max, p_from, p_step)) end, p_reserve) end,
    t.top_cents,
    p_reserve is null or t.top_cents >= p_reserve,
    m.leads and not p_is_leader and coalesce(p_price < p_leader_max, false),
    not m.leads,
    p_is_leader and p_is_max and (p_reserve is null or p_reserve <= p_price)
  from (select
      -- Raising one's own maximum is exempt from the ladder; raising the public price by a jump is not.
      case when p_is_leader and p_is_max then p_leader_max + 1
        when p_leader_max is null then p_start
        when p_is_leader then greatest(p_leader_max + 1, p_price + private.step_above(p_price, p_from, p_step))
        else p_price + private.step_above(p_price, p_from, p_step) end as min_cents,
      p_is_leader or p_leader_max is null or p_amount > p_leader_max as leads) m
    cross join lateral (select case when m.leads then p_amount else p_leader_max end as top_cents) t;
end;
comment on function private.resolve_bid is
  'RULES: Proxy bidding, rules 1-7, as a pure function. p_leader_max is null while nobody leads. The TypeScript model in supabase/tests/model is its twin.';

create function private.bid_reply(
  p_outcome text, p_event private.auction_events, p_next_cents bigint, p_max_cents bigint, p_code text default null, p_detail jsonb default null
) returns jsonb
language sql volatile
return jsonb_build_object(
  'outcome', p_outcome, 'code', p_code, 'detail', p_detail, 'seq', (p_event).seq, 'version', (p_event).seq,
  'price_cents', (p_event).price_cents, 'min_bid_cents', p_next_cents, 'your_max_cents', p_max_cents, 'bid_count', (p_event).bid_count,
  'leader', (p_event).leader, 'ends_at', (p_event).ends_at, 'reserve_met', (p_event).reserve_met,
  'head', encode((p_event).hash, 'hex'), 'server_time', clock_timestamp());
comment on function private.bid_reply is 'The reply of place_bid: the outcome and the public state after it.';

create function private.refusal_detail(p_code text, p_detail jsonb) returns jsonb
language sql stable
return coalesce(p_detail, case p_code when 'NOCRD' then jsonb_build_object('setup', '/account/payment') end);
comment on function private.refusal_detail is 'What goes with a refusal''s code: its own detail, or the way to what is missing.';

create function private.max_of(p_auction_id uuid, p_user uuid) returns bigint
language plpgsql stable security definer set search_path = '' set enable_seqscan = off as $$
begin
  return (
    select max(m.max_cents) from (
      select e.max_cents from private.auction_events e
      where e.bidder_id = p_user and e.auction_id = p_auction_id
        and not exists (select 1 from private.voided_maxima v where v.auction_id = e.auction_id and v.seq = e.seq and v.max_bid_id is null)
      union all
      select b.max_cents from private.max_bids b
      where b.bidder_id = p_user and b.auction_id = p_auction_id
        and not exists (select 1 from private.voided_maxima v where v.max_bid_id = b.id and v.auction_id = b.auction_id)
        -- A pre-bid has become a bid, or has been passed over, when the auction opens.
        and (b.seq > 0 or not exists (select 1 from private.auction_events o where o.auction_id = b.auction_id))) m);
end $$;
comment on function private.max_of is 'The highest maximum of a user that counts in an auction, or null.';

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
  select a.* into v_auction from public.auctions a where a.id = p_auction_id;
  if v_bid.seq = 0 then
    return private.pre_bid_reply(v_auction, v_bid.max_cents);
  end if;
  select e.* into v_event from private.auction_events e where e.auction_id = p_auction_id and e.seq = v_bid.seq;
  return private.bid_reply(case when v_event.leader_id = p_user then 'leading' else 'outbid' end, v_event,
    private.min_bid(v_auction, v_event), v_bid.max_cents);
end $$;
comment on function private.earlier_reply is
  'The reply that an accepted bid with this key got, or null; IDMPT when the key came with other arguments.';

create function private.refuse(
  p_auction public.auctions, p_event private.auction_events, p_user uuid, p_amount_cents bigint, p_code text, p_detail jsonb default null,
  p_locked_at timestamptz default null
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_min bigint := private.min_bid(p_auction, p_event);
begin
  perform private.record_attempt(p_event, v_min, p_user, p_amount_cents, p_code, p_detail, p_locked_at);
  return private.bid_reply('refused', p_event, v_min, private.max_of(p_auction.id, p_user), p_code, private.refusal_detail(p_code, p_detail));
end $$;
comment on function private.refuse is
  'A refusal is an answer, not an exception: raising would cost more, flood the log and roll back what explain_bid needs. p_event: private.state_of the auction.';

create function private.refuse_bid(p_auction_id uuid, p_user uuid, p_amount_cents bigint, p_code text, p_detail jsonb default null) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_auction public.auctions;
begin
  select a.* into v_auction from public.auctions a where a.id = p_auction_id;
  return private.refuse(v_auction, private.state_of(v_auction), p_user, p_amount_cents, p_code, p_detail);
end $$;
comment on function private.refuse_bid is 'private.refuse for whoever does not have the auction''s state at hand.';

-- ── how fast one may bid ──────────────────────────────────────────────────────────────────────────────────────────

/* Unlogged, as private.rate_buckets: losing it in a crash gives everybody a fresh allowance. */
create unlogged table private.bid_allowances (
  user_id uuid primary key,
  whole_at timestamptz not null
) with (fillfactor = 50);
comment on table private.bid_allowances is 'How fast a user may bid: 20 at once, then 5 a second. Each bid puts off by 200 ms the instant at which the allowance is whole again, never to more than 4 s ahead.';
alter table private.bid_allowances enable row level security;

create function private.take_bid(p_user uuid) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_whole_at timestamptz;
begin
  insert into private.bid_allowances as b (user_id, whole_at) values (p_user, clock_timestamp() + interval '200 milliseconds')
  on conflict (user_id) do update set whole_at = greatest(b.whole_at, clock_timestamp()) + interval '200 milliseconds'
    where b.whole_at <= clock_timestamp() + interval '3.8 seconds';
  if found then
    return 0;
  end if;
  select b.whole_at into v_whole_at from private.bid_allowances b where b.user_id = p_user;
  return greatest(1, ceil(1000 * date_part('epoch', v_whole_at - interval '3.8 seconds' - clock_timestamp())));
end $$;
comment on function private.take_bid is 'Takes one bid of the user''s allowance; returns 0, or the milliseconds until there is one. Asking too soon costs nothing.';

-- ── the queue ─────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.extended_end(p_ends_at timestamptz, p_at timestamptz, p_soft_close_seconds int, p_hard_ends_at timestamptz) returns timestamptz
language sql stable parallel safe
return least(p_hard_ends_at, greatest(p_ends_at, p_at + p_soft_close_seconds * interval '1 second'));
comment on function private.extended_end is 'RULES: Soft close. The end after a bid at p_at; a hard end (null for none) is never passed.';

/* In a queue the last one announces for all before it, and nobody keeps viewers waiting longer than the pause. A crowd hears
   four times a second, and of the last bid of a burst by the tick: every delivery to every viewer is metered. */
create function private.told_at(p_last_told_at timestamptz, p_at timestamptz, p_auction_id uuid, p_show_id uuid) returns timestamptz
language sql volatile
return case
  when p_last_told_at > p_at - interval '100 milliseconds' and not pg_try_advisory_xact_lock(uuid_hash_extended(p_auction_id, 1)) then p_last_told_at
  when p_show_id is not null and p_last_told_at > p_at - interval '250 milliseconds' and private.is_crowded(p_show_id) then p_last_told_at
  else p_at end;
comment on function private.told_at is 'When viewers will last have been told of an auction after a bid at p_at; p_at when this very bid is to be announced.';

create function private.announce_for_queue(p_event private.auction_events) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_event.announced_at < p_event.placed_at and pg_try_advisory_xact_lock(uuid_hash_extended(p_event.auction_id, 1)) then
    perform private.announce_auction(a, p_event) from public.auctions a where a.id = p_event.auction_id and not private.is_crowded(a.show_id);
  end if;
end $$;
comment on function private.announce_for_queue is
  'Who stands last in an auction''s queue and changes nothing public announces what the bids before left unannounced (see place_bid). A crowd waits for the tick.';

create function private.raise_silently(
  p_event private.auction_events, p_user uuid, p_amount bigint, p_key uuid, p_at timestamptz, p_next_cents bigint
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.max_bids (auction_id, bidder_id, max_cents, seq, placed_at, idempotency_key)
  values (p_event.auction_id, p_user, p_amount, p_event.seq, p_at, p_key);
  update private.auction_events e set leader_max_cents = p_amount where e.auction_id = p_event.auction_id and e.seq = p_event.seq;
  perform private.announce_for_queue(p_event);
  return private.bid_reply('leading', p_event, p_next_cents, p_amount);
end $$;
comment on function private.raise_silently is 'RULES 2: the leader''s own raise changes nothing public, so it makes no event.';

/* As seal_event: internal to definer functions whose search_path is empty already, on the path of every bid. */
create function private.auto_bid(
  p_on private.auction_events, p_before private.auction_events, p_price_cents bigint, p_leader_max_cents bigint
) returns private.auction_events
language plpgsql immutable as $$
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

create function private.no_bids_on(p_auction_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_format public.auction_format;
begin
  select a.format into v_format from public.auctions a where a.id = p_auction_id and a.status <> 'draft';
  if v_format is null then
    perform private.fail('NOFND', 'No such auction.');
  end if;
  perform private.fail('STATE', format('A %s auction takes no bids.', v_format), jsonb_build_object('format', v_format), 'Use accept_price or buy_units.');
end $$;
comment on function private.no_bids_on is 'Raises what place_bid says to an auction that it does not know as one to bid in: NOFND, or STATE {format}.';

create function private.check_bid(p_amount_cents bigint, p_is_max boolean) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if p_amount_cents is null or p_amount_cents not between 1 and 9999999999 then
    perform private.invalid('p_amount_cents', 'A bid is between 1 and 9,999,999,999 cents.');
  end if;
  if p_is_max is null then
    perform private.invalid('p_is_max', 'p_is_max must be true or false.');
  end if;
end $$;
comment on function private.check_bid is 'Raises what place_bid says to a malformed call: 42501, INVAL {field}.';

create function private.banned_by(p_seller_id uuid, p_user uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select 1 from private.seller_bans s where s.seller_id = p_seller_id and s.user_id = p_user and s.until > clock_timestamp())
$$;

create function private.bidder_refusal(
  p_is_seller boolean, p_banned_until timestamptz, p_email_confirmed boolean, p_requires_card boolean, p_has_card boolean, p_paused_at timestamptz
) returns text
language sql volatile
return case
  when p_is_seller then 'OWNLT'
  when p_banned_until > clock_timestamp() then 'KBANN'
  when p_email_confirmed is not true then 'UNVER'
  when p_requires_card and p_has_card is not true then 'NOCRD'
  when p_paused_at is not null then 'PAUSD' end;
comment on function private.bidder_refusal is 'RULES: Who may bid. The code that keeps the user from bidding, or null. A seller''s own ban is asked beside it (banned_by).';
