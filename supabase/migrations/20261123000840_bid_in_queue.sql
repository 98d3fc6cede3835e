-- A bid by every rule: before the queue and in it. place_bid, in the next file, decides the plainest ones itself.

create function private.answer_unqueued(
  p_auction_id uuid, p_user uuid, p_amount_cents bigint, p_is_max boolean, p_key uuid, p_welcome boolean
) returns jsonb
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off as $$
declare
  v_refusal text;
  v_reply jsonb;
  a public.auctions;
  e private.auction_events;
  u private.bidders;
begin
  if p_user is null or p_amount_cents is null or p_amount_cents not between 1 and 9999999999 or p_is_max is null then
    perform private.check_bid(p_amount_cents, p_is_max);
  end if;
  select au.* into a from public.auctions au where au.id = p_auction_id;
  -- The state before the key: who sees what a bid has done must see that it was this very bid, sent twice.
  e := private.state_of(a);
  v_reply := private.earlier_reply(p_auction_id, p_user, p_amount_cents, p_is_max, p_key);
  if v_reply is not null then
    return v_reply;
  end if;
  if p_welcome is not true then
    select b.* into u from private.bidders b where b.user_id = p_user;
    v_refusal := private.bidder_refusal(a.seller_id = p_user, case when u.struck_out then 'infinity' else u.banned_until end, u.email_confirmed,
      a.requires_card, u.has_card, (select p.paused_at from public.platform_status p));
    if u.banned_by_sellers and private.banned_by(a.seller_id, p_user) then
      v_refusal := 'KBANN';
    end if;
    if v_refusal is not null then
      return private.refuse(a, e, p_user, p_amount_cents, v_refusal);
    end if;
    if u.exposure_limit_cents is not null then
      v_reply := private.exposure_refusal(p_auction_id, p_user, p_amount_cents);
      if v_reply is not null then
        return v_reply;
      end if;
    end if;
  end if;
  if e.kind is null then
    if a.status <> 'scheduled' or a.starts_at is null or a.starts_at > clock_timestamp() then
      return private.pre_bid(p_auction_id, p_user, p_amount_cents, p_is_max, p_key);
    end if;
  elsif e.kind in ('sold', 'unsold', 'cancelled')
    -- Not before five seconds after the end: an extension may be on its way to commit. Only the check under the lock decides.
    or (clock_timestamp() > e.ends_at + interval '5 seconds' and a.close_group_id is null) then
    return private.refuse(a, e, p_user, p_amount_cents, 'LATEB', jsonb_build_object('ends_at', e.ends_at));
  elsif e.leader_id is distinct from p_user and p_amount_cents < private.min_bid(a, e) then
    return private.refuse(a, e, p_user, p_amount_cents, 'LOWBD', jsonb_build_object('min_cents', private.min_bid(a, e)));
  end if;
  return null;
end $$;
comment on function private.answer_unqueued is
  'What the committed state answers to a bid without its waiting in the queue: the reply that it has had before, a refusal, a pre-bid''s reply; null when only the queue can tell. p_welcome: nothing about bidder, card and platform to look into.';

create function private.refuse_low_bid(
  p_auction_id uuid, p_user uuid, p_amount_cents bigint, p_key uuid, p_from bigint[], p_step bigint[], p_locked_at timestamptz default null
) returns json
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off as $$
declare
  v_min bigint;
  v_max bigint;
  e private.auction_events;
begin
  select ev.* into e from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  v_min := e.price_cents + private.step_above(e.price_cents, p_from, p_step);
  if (p_amount_cents between 1 and least(v_min - 1, 9999999999) and e.leader_id <> p_user and e.kind not in ('sold', 'unsold', 'cancelled')
      and clock_timestamp() < e.ends_at) is not true then
    return null;
  end if;
  -- The state before the key, as in private.answer_unqueued.
  if p_key is not null then
    perform from private.auction_events ev where ev.bidder_id = p_user and ev.idempotency_key = p_key;
    if found then
      return null;
    end if;
  end if;
  if p_locked_at is not null then
    perform private.announce_for_queue(e);
  end if;
  v_max := (select max(ev.max_cents) from private.auction_events ev where ev.bidder_id = p_user and ev.auction_id = p_auction_id);
  perform private.record_attempt(e, v_min, p_user, p_amount_cents, 'LOWBD', jsonb_build_object('min_cents', v_min), p_locked_at);
  -- private.bid_reply, written out, as in place_bid.
  return format('{"outcome":"refused","code":"LOWBD","detail":{"min_cents":%s},"seq":%s,"version":%s,"price_cents":%s,"min_bid_cents":%s,'
    '"your_max_cents":%s,"bid_count":%s,"leader":"%s","ends_at":%s,"reserve_met":%s,"head":"%s","server_time":%s}', v_min, e.seq, e.seq,
    e.price_cents, v_min, coalesce(v_max::text, 'null'), e.bid_count, e.leader, to_json(e.ends_at), e.reserve_met::text, encode(e.hash, 'hex'),
    to_json(clock_timestamp()));
end $$;
comment on function private.refuse_low_bid is
  'The usual refusal, the only one that storms are made of: of a bid below the minimum, in time, by somebody against whom there is nothing and whose maxima all stand in the ledger. p_locked_at: of a caller that holds the queue. null for any other bid: private.answer_unqueued knows every rule.';

create function private.seal_bid(
  p_last private.auction_events, p_auction public.auctions, p_bidder uuid, p_amount bigint, p_is_max boolean, p_key uuid, p_result private.bid_result
) returns private.auction_events
language plpgsql volatile security definer set search_path = '' as $$
declare
  n private.auction_events := p_last;
begin
  n.detail := '';
  if p_result.auto_before then
    n := private.seal_event(private.auto_bid(n, p_last, p_last.leader_max_cents, p_last.leader_max_cents));
  end if;
  n.kind := 'bid';
  n.bidder := private.alias_in(p_auction.id, p_bidder);
  n.bidder_id := p_bidder;
  n.max_cents := p_amount;
  n.is_max := p_is_max;
  n.idempotency_key := p_key;
  n.bid_count := p_last.bid_count + 1;
  n.amount_cents := case when p_result.leads then p_result.price_cents else p_amount end;
  n.price_cents := n.amount_cents;
  n.leader_max_cents := p_result.leader_max_cents;
  if p_result.leads then
    n.leader := n.bidder;
    n.leader_id := p_bidder;
    n.reserve_met := p_result.reserve_met;
  end if;
  n.ends_at := private.extended_end(p_last.ends_at, n.placed_at, p_auction.soft_close_seconds, p_auction.hard_ends_at);
  n := private.seal_event(n);
  return case when p_result.auto_after then private.seal_event(private.auto_bid(n, p_last, p_result.price_cents, p_result.leader_max_cents)) else n end;
end $$;
comment on function private.seal_bid is
  'The events of one bid: the old leader''s automatic bid, the bid, the leader''s automatic answer. p_last is the last event with the instants of the new ones.';

create function private.bid_in_queue(p_auction_id uuid, p_user uuid, p_amount_cents bigint, p_is_max boolean, p_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' set enable_seqscan = off as $$
declare
  v_at timestamptz;
  v_next bigint;
  v_reply jsonb;
  v_reserve bigint;
  a public.auctions;
  e private.auction_events;
  n private.auction_events;
  r private.bid_result;
begin
  select au.* into a from public.auctions au where au.id = p_auction_id;
  select ev.* into e from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq desc limit 1;
  v_reply := private.earlier_reply(p_auction_id, p_user, p_amount_cents, p_is_max, p_key);
  if v_reply is not null then
    perform private.announce_for_queue(e);
    return v_reply;
  end if;
  if e.seq is null then
    -- The first bid of a timed auction opens it, if the tick has not.
    a := private.open_auction(p_auction_id, null);
    e := private.state_of(a);
  end if;
  if e.seq = 0 then
    -- Withdrawn, or the platform paused, between the first look and the lock.
    return private.refuse(a, e, p_user, p_amount_cents, 'NLIVE');
  end if;
  if a.close_group_id is not null and clock_timestamp() >= e.ends_at then
    e := private.follow_group(e, a.close_group_id);
  end if;
  -- The clock is read after the lock and never runs back within an auction.
  v_at := greatest(date_trunc('milliseconds', clock_timestamp()), e.placed_at);
  if e.kind in ('sold', 'unsold', 'cancelled') or v_at >= e.ends_at then
    perform private.announce_for_queue(e);
    return private.refuse(a, e, p_user, p_amount_cents, 'LATEB', jsonb_build_object('ends_at', e.ends_at), clock_timestamp());
  end if;
  select s.reserve_cents into v_reserve from private.auction_secrets s where s.auction_id = p_auction_id;
  select o.* into r from private.resolve_bid(p_amount_cents, p_is_max, coalesce(e.leader_id = p_user, false), e.price_cents, e.leader_max_cents,
    a.starting_price_cents, v_reserve, a.increment_from, a.increment_step) o;
  if r.refused_below is not null then
    perform private.announce_for_queue(e);
    return private.refuse(a, e, p_user, p_amount_cents, 'LOWBD', jsonb_build_object('min_cents', r.refused_below), clock_timestamp());
  end if;
  v_next := r.price_cents + private.step_above(r.price_cents, a.increment_from, a.increment_step);
  if r.silent then
    return private.raise_silently(e, p_user, p_amount_cents, p_key, v_at, v_next);
  end if;
  n := e;
  n.placed_at := v_at;
  n.received_at := statement_timestamp();
  n.announced_at := private.told_at(e.announced_at, v_at, p_auction_id, a.show_id);
  n := private.seal_bid(n, a, p_user, p_amount_cents, p_is_max, p_key, r);
  if n.announced_at = n.placed_at then
    perform realtime.send(private.auction_payload(n, v_next), 'auction',
      case when a.show_id is null then 'auction:' || p_auction_id else 'show:' || a.show_id end, true);
  end if;
  return private.bid_reply(case when r.leads then 'leading' else 'outbid' end, n, v_next, p_amount_cents);
end $$;
comment on function private.bid_in_queue is
  'Decides a bid under the auction''s queue lock, which the caller holds, by every rule. An accepted bid can never be accepted again, so the same bid sent twice at once meets itself here and gets its first reply.';
