-- The audit: every ledger replayed and compared with what is stored. Runs nightly and after every test that breaks things.

create type private.replayed as (
  price_cents bigint,
  leader_id uuid,
  leader_max_cents bigint,
  bid_count int,
  reserve_met boolean,
  ends_at timestamptz
);

create function private.replay_end(p_auction_id uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
declare
  e record;
  v_end timestamptz;
  v_hard timestamptz;
  v_window interval;
begin
  for e in
    select ev.kind, ev.placed_at, ev.ends_at, ev.detail from private.auction_events ev where ev.auction_id = p_auction_id order by ev.seq
  loop
    if e.kind = 'opened' then
      v_end := e.ends_at;
      v_hard := coalesce((e.detail::jsonb ->> 'hard_ends_at')::timestamptz, 'infinity');
      v_window := make_interval(secs => (e.detail::jsonb ->> 'soft_close_seconds')::int);
    elsif e.kind = 'bid' and v_end - e.placed_at <= v_window then
      v_end := least(v_hard, greatest(v_end, e.placed_at + v_window));
    elsif e.kind = 'extended' then
      -- A host, a pause or the sale it belongs to has decided this; a pause moves the last possible end, too.
      v_end := e.ends_at;
      v_hard := v_hard + make_interval(secs => coalesce((nullif(e.detail, '')::jsonb ->> 'pause_ms')::numeric / 1000, 0)::double precision);
    end if;
  end loop;
  return v_end;
end $$;
comment on function private.replay_end is 'The end to which the terms in the first event and the times of the bids lead.';

create function private.replay(p_auction_id uuid) returns private.replayed
language plpgsql stable security definer set search_path = '' as $$
declare
  a public.auctions;
  f record;
  v_last private.auction_events := private.last_event(p_auction_id);
  v_before private.auction_events;
  r private.replayed;
begin
  select au.* into a from public.auctions au where au.id = p_auction_id;
  select * into f from private.fold_maxima(p_auction_id) order by step desc limit 1;
  r.price_cents := coalesce(f.price_cents, a.starting_price_cents);
  r.leader_id := f.leader_id;
  r.leader_max_cents := f.leader_max_cents;
  r.reserve_met := coalesce(f.reserve_met, not a.has_reserve);
  r.ends_at := private.replay_end(p_auction_id);
  select coalesce(sum(case e.kind when 'bid' then 1 when 'voided' then -1 when 'retracted' then -1 when 'bought' then (e.detail::jsonb ->> 'quantity')::int else 0 end), 0)
  into r.bid_count from private.auction_events e where e.auction_id = p_auction_id;
  select e.* into v_before from private.auction_events e where e.auction_id = p_auction_id and e.seq = v_last.seq - 1;
  if a.format = 'descending' and v_last.kind in ('sold', 'unsold', 'cancelled') then
    r.price_cents := private.price_at(a, v_before, v_last.placed_at);
  end if;
  if v_last.kind = 'sold' and v_last.bidder_id is not null then
    -- A purchase ended it.
    r.price_cents := case a.format when 'english' then a.buy_now_cents else r.price_cents end;
    r.leader_id := v_last.bidder_id;
    r.leader_max_cents := r.price_cents;
    r.reserve_met := true;
  end if;
  return r;
end $$;
comment on function private.replay is 'state = fold(events): the state of an auction from its terms, its maxima and its purchases, without a look at the states that the ledger has stored.';

create function private.check_events(p_auction_id uuid) returns setof text
language sql stable security definer set search_path = '' as $$
  select format('event %s: %s', e.seq, p.problem)
  from (
    select ev.*, row_number() over w as place, lag(ev.hash) over w as last_hash, lag(ev.kind) over w as last_kind, lag(ev.price_cents) over w as last_price,
      lag(ev.ends_at) over w as last_ends_at, lag(ev.placed_at) over w as last_placed_at, a.format
    from private.auction_events ev join public.auctions a on a.id = ev.auction_id
    where ev.auction_id = p_auction_id
    window w as (order by ev.seq)) e
  cross join lateral (values
    (e.seq <> e.place, 'is not the next one'),
    (e.prev_hash <> coalesce(e.last_hash, private.genesis_hash(p_auction_id)), 'does not continue the chain'),
    (e.hash <> private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents, e.bid_count, e.leader,
      e.reserve_met, e.ends_at, e.placed_at, e.detail), 'was changed after it was sealed'),
    ((e.seq = 1) <> (e.kind = 'opened'), 'opens, or does not'),
    (e.last_kind in ('sold', 'unsold', 'cancelled'), 'follows the end'),
    (e.placed_at < e.last_placed_at, 'runs back in time'),
    (e.ends_at < e.last_ends_at, 'brings the end forward'),
    (e.placed_at >= e.last_ends_at and (e.kind in ('bid', 'auto_bid', 'bought') or (e.kind = 'sold' and e.bidder_id is not null)), 'comes after the end'),
    (e.placed_at < e.last_ends_at and ((e.kind = 'sold' and e.leader is not null and e.bidder_id is null) or e.kind = 'unsold'), 'closes before the end'),
    (e.price_cents < e.last_price and e.kind not in ('voided', 'retracted') and e.format <> 'descending', 'lowers the price'),
    ((e.leader is null) <> (e.leader_id is null) or (e.leader_id is null) <> (e.leader_max_cents is null), 'has half a leader'),
    (e.leader_max_cents < e.price_cents, 'has a price above the leader''s maximum')
  ) p (broken, problem)
  where p.broken
$$;
comment on function private.check_events is 'What is wrong with an auction''s ledger by itself: gaps, chain, times, prices.';

create function private.check_orders(p_auction_id uuid) returns setof text
language sql stable security definer set search_path = '' as $$
  with sales as (
    select e.seq, coalesce(e.bidder_id, e.leader_id) as buyer_id, e.amount_cents
    from private.auction_events e
    where e.auction_id = p_auction_id and (e.kind = 'bought' or (e.kind = 'sold' and e.leader_id is not null)))
  select format('event %s was sold, but the first order is not its buyer''s for its amount', s.seq)
  from sales s
  where (s.buyer_id, s.amount_cents) is distinct from (
    select (o.buyer_id, i.price_cents * i.quantity) from public.order_items i join public.orders o on o.id = i.order_id
    where i.auction_id = p_auction_id and i.seq = s.seq order by o.number limit 1)
  union all
  select format('event %s has %s orders at once', i.seq, count(*))
  from public.order_items i where i.auction_id = p_auction_id and i.released_at is null group by i.seq having count(*) > 1
  union all
  select 'a second chance is offered while an order stands'
  from public.second_chance_offers f join public.order_items i on i.auction_id = f.auction_id and i.released_at is null
  where f.auction_id = p_auction_id and f.status = 'open'
  union all
  select format('an order for event %s, which sold nothing', i.seq)
  from public.order_items i where i.auction_id = p_auction_id and i.seq not in (select s.seq from sales s)
$$;
comment on function private.check_orders is 'What is wrong with the orders of an auction: each sale has its order, nothing else has, never two at once.';

create function private.check_ledger(p_auction_id uuid) returns setof text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_last private.auction_events := private.last_event(p_auction_id);
  r private.replayed := private.replay(p_auction_id);
  v_status public.auction_status;
begin
  return query select * from private.check_events(p_auction_id);
  return query select * from private.check_orders(p_auction_id);
  if (v_last.price_cents, v_last.leader_id, v_last.leader_max_cents, v_last.bid_count, v_last.reserve_met, v_last.ends_at)
      is distinct from (r.price_cents, r.leader_id, r.leader_max_cents, r.bid_count, r.reserve_met, r.ends_at) then
    return next format('the state is not the replay: %s',
      jsonb_build_object('price', array[v_last.price_cents, r.price_cents], 'leader', array[v_last.leader_id, r.leader_id],
        'maximum', array[v_last.leader_max_cents, r.leader_max_cents], 'bids', array[v_last.bid_count, r.bid_count],
        'reserve_met', array[v_last.reserve_met, r.reserve_met], 'ends_at', array[v_last.ends_at, r.ends_at]));
  end if;
  select a.status into v_status from public.auctions a where a.id = p_auction_id;
  if v_status::text <> (case when v_last.kind in ('sold', 'unsold', 'cancelled') then v_last.kind::text else 'live' end) then
    return next format('the auction is %s, its ledger ends with %s', v_status, v_last.kind);
  end if;
end $$;
comment on function private.check_ledger is 'All violations of an opened auction: its events, its orders, its state against the replay. Empty when it is sound.';

create function private.check_ledgers(p_since timestamptz default '-infinity') returns table (auction_id uuid, problem text)
language sql stable security definer set search_path = '' as $$
  select a.id, c from public.auctions a cross join lateral private.check_ledger(a.id) c
  where coalesce(a.closed_at, 'infinity') >= p_since
    and exists (select 1 from private.auction_events e where e.auction_id = a.id)
$$;
comment on function private.check_ledgers is 'check_ledger for every auction that was still open at the instant.';

create table private.ledger_findings (
  auction_id uuid not null,
  problem text not null,
  found_at timestamptz not null default clock_timestamp(),
  primary key (auction_id, problem)
);
comment on table private.ledger_findings is 'Violations that the nightly audit has found. Empty, or somebody must be woken.';
alter table private.ledger_findings enable row level security;

create function private.audit_ledgers() returns int
language sql volatile security definer set search_path = '' as $$
  with found as (
    insert into private.ledger_findings (auction_id, problem)
    select c.auction_id, c.problem from private.check_ledgers(clock_timestamp() - interval '2 days') c
    on conflict do nothing returning 1)
  select count(*)::int from found
$$;
comment on function private.audit_ledgers is 'Nightly: replays every auction of the last two days and records what does not agree.';

create view ops.ledger_findings with (security_invoker = true) as
  select f.found_at, f.auction_id, a.title, f.problem from private.ledger_findings f left join public.auctions a on a.id = f.auction_id;
comment on view ops.ledger_findings is 'What the nightly audit of the ledgers has found.';

select cron.schedule('audit-ledgers', '17 3 * * *', 'select private.audit_ledgers()');
