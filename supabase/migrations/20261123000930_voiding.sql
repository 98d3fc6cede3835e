-- Taking bids back: retraction by the bidder, voiding by an admin. Nothing is deleted: an event is appended whose state is what
-- the remaining maxima lead to. It is the only way in which a price falls.

create function private.standing_maxima(p_auction_id uuid)
returns table (seq int, raise_id bigint, bidder_id uuid, max_cents bigint, is_max boolean)
language sql stable security definer set search_path = '' as $$
  select e.seq, null, e.bidder_id, e.max_cents, e.is_max
  from private.auction_events e
  where e.auction_id = p_auction_id and e.kind = 'bid'
    and not exists (select 1 from private.voided_maxima v where v.auction_id = e.auction_id and v.seq = e.seq and v.max_bid_id is null)
  union all
  select m.seq, m.id, m.bidder_id, m.max_cents, true
  from private.max_bids m
  where m.auction_id = p_auction_id and m.seq > 0
    and not exists (select 1 from private.voided_maxima v where v.auction_id = m.auction_id and v.max_bid_id = m.id)
  -- A raise carries the seq of the event it came after.
  order by 1, 2 nulls first
$$;
comment on function private.standing_maxima is 'Every maximum that an opened auction has accepted and that still counts, in the order of arrival.';

/* A winner who is gone could not be given the order, and the auction could not be closed. */
create function private.tg_profiles__keep_bidders() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- A bid under way holds this row until it has committed, and none is taken for as long as a token of theirs may live.
  insert into private.bid_allowances (user_id, whole_at) values (old.id, clock_timestamp() + interval '1 hour')
  on conflict (user_id) do update set whole_at = excluded.whole_at;
  if exists (
      select from (select distinct e.auction_id from private.auction_events e where e.bidder_id = old.id) b
      join public.auctions a on a.id = b.auction_id and a.status = 'live'
      cross join lateral private.standing_maxima(a.id) m where m.bidder_id = old.id) then
    perform private.fail('STATE', 'This user has bids in auctions that still run.', null, 'Void the bids, or wait for the end.');
  end if;
  return old;
end $$;
create trigger tg_profiles__keep_bidders before delete on public.profiles
  for each row execute function private.tg_profiles__keep_bidders();

create function private.fold_maxima(p_auction_id uuid)
returns table (step int, bidder_id uuid, amount_cents bigint, price_cents bigint, leader_id uuid, leader_max_cents bigint, reserve_met boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  a public.auctions;
  v_reserve bigint;
  m record;
  r private.bid_result;
begin
  select au.* into a from public.auctions au where au.id = p_auction_id;
  select s.reserve_cents into v_reserve from private.auction_secrets s where s.auction_id = p_auction_id;
  step := 0;
  price_cents := a.starting_price_cents;
  for m in select * from private.standing_maxima(p_auction_id) loop
    select x.* into r from private.resolve_bid(m.max_cents, m.is_max, coalesce(leader_id = m.bidder_id, false), price_cents, leader_max_cents,
      a.starting_price_cents, v_reserve, a.increment_from, a.increment_step) x;
    continue when r.refused_below is not null;
    if r.auto_before then
      step := step + 1;
      bidder_id := leader_id;
      amount_cents := leader_max_cents;
      return next;
    end if;
    if r.leads then
      leader_id := m.bidder_id;
      reserve_met := r.reserve_met;
    end if;
    leader_max_cents := r.leader_max_cents;
    price_cents := r.price_cents;
    if r.leads then
      bidder_id := m.bidder_id;
      amount_cents := r.price_cents;
    else
      bidder_id := m.bidder_id;
      amount_cents := m.max_cents;
      step := step + 1;
      return next;
      bidder_id := leader_id;
      amount_cents := r.price_cents;
    end if;
    step := step + 1;
    return next;
  end loop;
end $$;
comment on function private.fold_maxima is
  'state = fold(maxima): what each standing maximum does, one row per public amount; the last row is the state of the bidding. Knows nothing of the states that the ledger has stored.';

create function private.strike_out_bid(
  p_auction public.auctions, p_last private.auction_events, p_bid private.auction_events, p_kind public.event_kind, p_reason text
) returns private.auction_events
language plpgsql volatile security definer set search_path = '' as $$
declare
  n private.auction_events := p_last;
  f record;
begin
  insert into private.voided_maxima (auction_id, seq) values (p_bid.auction_id, p_bid.seq);
  -- A silent raise is a change of the bid it stands on: of the bidder's last one before it.
  insert into private.voided_maxima (auction_id, seq, max_bid_id)
  select p_bid.auction_id, p_bid.seq, m.max_id from (
    select s.raise_id as max_id,
      (select max(b.seq) from private.standing_maxima(p_bid.auction_id) b where b.raise_id is null and b.bidder_id = s.bidder_id and b.seq <= s.seq) as stands_on
    from private.standing_maxima(p_bid.auction_id) s
    where s.raise_id is not null and s.bidder_id = p_bid.bidder_id and s.seq >= p_bid.seq) m
  where m.stands_on is null or m.stands_on < p_bid.seq;
  select * into f from private.fold_maxima(p_bid.auction_id) order by step desc limit 1;
  n.kind := p_kind;
  n.bidder := p_bid.bidder;
  n.bidder_id := null;
  n.max_cents := null;
  n.is_max := null;
  n.idempotency_key := null;
  n.amount_cents := p_bid.amount_cents;
  n.price_cents := coalesce(f.price_cents, p_auction.starting_price_cents);
  n.bid_count := p_last.bid_count - 1;
  n.leader_id := f.leader_id;
  n.leader_max_cents := f.leader_max_cents;
  -- As the ledger has named them: their account may be gone.
  n.leader := (select e.bidder from private.auction_events e where e.auction_id = p_auction.id and e.bidder_id = f.leader_id limit 1);
  n.reserve_met := coalesce(f.reserve_met, not p_auction.has_reserve);
  n.placed_at := greatest(date_trunc('milliseconds', clock_timestamp()), p_last.placed_at);
  n.announced_at := n.placed_at;
  n.received_at := null;
  n.detail := jsonb_build_object('seq', p_bid.seq, 'reason', p_reason)::text;
  n := private.seal_event(n);
  perform private.project_auction(p_auction.id);
  perform private.announce_auction(p_auction, n);
  return n;
end $$;
comment on function private.strike_out_bid is
  'RULES: Retraction and voiding. Takes a bid and the silent raises on it out of the fold and appends the state without them. The caller holds the lock and has asked whether it may.';

create function private.bid_to_strike(p_auction_id uuid, p_seq int, p_bidder uuid) returns private.auction_events
language plpgsql stable security definer set search_path = '' as $$
declare
  v_bid private.auction_events;
begin
  select e.* into v_bid from private.auction_events e
  where e.auction_id = p_auction_id and e.seq = p_seq and e.kind = 'bid' and (p_bidder is null or e.bidder_id = p_bidder);
  if v_bid.seq is null then
    perform private.fail('NOFND', 'No such bid.');
  elsif exists (select 1 from private.voided_maxima v where v.auction_id = p_auction_id and v.seq = p_seq and v.max_bid_id is null) then
    perform private.fail('STATE', 'This bid has been taken back already.');
  end if;
  return v_bid;
end $$;

-- ── retraction by the bidder ──────────────────────────────────────────────────────────────────────────────────────

create function private.may_retract(p_placed_at timestamptz, p_ends_at timestamptz, p_now timestamptz) returns boolean
language sql immutable set search_path = '' as $$
  select p_ends_at - p_now > interval '12 hours'
    or (p_now - p_placed_at <= interval '1 hour' and p_ends_at - p_now > interval '15 minutes')
$$;
comment on function private.may_retract is 'RULES: with more than 12 h left at any time, later only within 1 h of placing and not in the last 15 min.';

create function private.retract_bid(p_auction_id uuid, p_seq int, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row public.auctions;
  v_bid private.auction_events;
  v_last private.auction_events;
begin
  if p_reason is null or p_reason not in ('typo', 'description_changed') then
    perform private.invalid('p_reason', 'A bid is retracted for a typo or a description_changed.');
  end if;
  perform private.limit_rate('retract_bid', v_user, 10, 0.01);
  v_row := private.lock_auction(p_auction_id);
  if p_seq = 0 and v_row.status = 'scheduled' and private.max_of(p_auction_id, v_user) is not null then
    insert into private.voided_maxima (auction_id, seq, max_bid_id)
    select m.auction_id, 0, m.id from private.max_bids m where m.auction_id = p_auction_id and m.bidder_id = v_user and m.seq = 0
    on conflict do nothing;
    return;
  end if;
  v_bid := private.bid_to_strike(p_auction_id, p_seq, v_user);
  v_last := private.last_event(p_auction_id);
  if v_row.show_id is not null then
    perform private.fail('STATE', 'Bids in a live show are final.');
  elsif v_row.status <> 'live' or not private.may_retract(v_bid.placed_at, v_last.ends_at, clock_timestamp()) then
    perform private.fail('STATE', 'This bid can no longer be retracted.', jsonb_build_object('ends_at', v_last.ends_at));
  elsif private.is_paused() then
    perform private.fail('PAUSD', 'The platform is paused.');
  end if;
  perform private.strike_out_bid(v_row, v_last, v_bid, 'retracted', p_reason);
end $$;
create function public.retract_bid(p_auction_id uuid, p_seq int, p_reason text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform private.retract_bid(p_auction_id, p_seq, p_reason);
  return private.auction_snapshot(p_auction_id);
end $$;
comment on function public.retract_bid is
  'Takes back an own bid in a timed auction, for a typo or description_changed: with more than 12 h left at any time, later only within 1 h of placing and not in the last 15 min. p_seq 0 withdraws the own pre-bids. Returns the snapshot. Errors: 42501, INVAL, NOFND, STATE {ends_at}, PAUSD, RTLIM.';

-- ── voiding by an admin ───────────────────────────────────────────────────────────────────────────────────────────

create function private.lock_live_auction(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_auction(p_auction_id);
begin
  if v_row.id is null then
    perform private.fail('NOFND', 'No such auction.');
  end if;
  perform private.assert_auction_status(v_row, 'live');
  return v_row;
end $$;
comment on function private.lock_live_auction is 'A live auction, locked, for an admin''s command; NOFND or STATE otherwise.';

create function private.void_bid(p_auction_id uuid, p_seq int, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_reason text := private.clean_text('p_reason', p_reason, 200);
  v_row public.auctions;
begin
  perform private.require_admin();
  v_row := private.lock_live_auction(p_auction_id);
  perform private.strike_out_bid(v_row, private.last_event(p_auction_id), private.bid_to_strike(p_auction_id, p_seq, null), 'voided', v_reason);
end $$;
create function public.void_bid(p_auction_id uuid, p_seq int, p_reason text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform private.void_bid(p_auction_id, p_seq, p_reason);
  return private.auction_snapshot(p_auction_id);
end $$;
comment on function public.void_bid is
  'Admin (aal2): strikes a bid out of a running auction, for a reason (1-200 characters) that the ledger shows. Returns the snapshot. Errors: 42501, MFAAL, INVAL, NOFND, STATE.';

create function private.void_auction(p_auction_id uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_reason text := private.clean_text('p_reason', p_reason, 200);
begin
  perform private.require_admin();
  perform private.finish_auction(private.lock_live_auction(p_auction_id), private.last_event(p_auction_id), 'cancelled',
    jsonb_build_object('reason', v_reason)::text);
end $$;
create function public.void_auction(p_auction_id uuid, p_reason text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform private.void_auction(p_auction_id, p_reason);
  return private.auction_snapshot(p_auction_id);
end $$;
comment on function public.void_auction is
  'Admin (aal2): calls off a running auction, bids or not, for a reason (1-200 characters) that the ledger shows. Returns the snapshot. Errors: 42501, MFAAL, INVAL, NOFND, STATE.';

grant execute on function private.retract_bid(uuid, int, text), public.retract_bid(uuid, int, text) to authenticated;
grant execute on function private.void_bid(uuid, int, text), public.void_bid(uuid, int, text),
  private.void_auction(uuid, text), public.void_auction(uuid, text) to authenticated, service_role;
