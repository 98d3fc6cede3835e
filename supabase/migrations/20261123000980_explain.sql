-- Explaining: what the server knew when it took or refused a bid. Accepted bids stand in the ledger; refused ones are kept for
-- 30 days, the last 1,000 or so of each user, and only the refusal pays for that.

/* Unlogged, as what it numbers: an explanation that is lost in a crash costs nobody a bid. */
create unlogged sequence private.attempt_numbers;

create unlogged table private.bid_attempts (
  user_id uuid not null,
  attempt bigint not null default nextval('private.attempt_numbers'),
  auction_id uuid not null,
  amount_cents bigint not null,
  code text not null,
  detail jsonb,
  price_cents bigint not null,
  min_bid_cents bigint not null,
  version int not null,
  ends_at timestamptz,
  received_at timestamptz not null,
  locked_at timestamptz,
  decided_at timestamptz not null,
  rtt_ms int,
  primary key (user_id, attempt)
);
comment on column private.bid_attempts.rtt_ms is 'The round trip that the bidder''s device measured, as it says.';
comment on table private.bid_attempts is 'Refused bids. locked_at is null when no turn in the queue was needed to refuse.';
alter table private.bid_attempts enable row level security;

create function private.tg_bid_attempts__prune() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.bid_attempts b where b.user_id = new.user_id and b.attempt <= (
    select o.attempt from private.bid_attempts o where o.user_id = new.user_id order by o.attempt desc offset 1000 limit 1);
  return null;
end $$;
comment on function private.tg_bid_attempts__prune is 'Keeps the last 1,000 refused bids of a user.';
/* One in a hundred clears up for all of them: a ring that is overwritten in place cost two upserts a refusal. */
create trigger tg_bid_attempts__prune after insert on private.bid_attempts
  for each row when (new.attempt % 100 = 0) execute function private.tg_bid_attempts__prune();

/* PL/pgSQL, whose plans are kept from call to call: a storm of losing bids comes through here. */
create function private.record_attempt(
  p_state private.auction_events, p_min_bid_cents bigint, p_user uuid, p_amount_cents bigint, p_code text, p_detail jsonb, p_locked_at timestamptz
) returns void
language plpgsql volatile as $$
begin
  insert into private.bid_attempts (user_id, auction_id, amount_cents, code, detail, price_cents, min_bid_cents, version, ends_at, received_at,
    locked_at, decided_at)
  values (p_user, p_state.auction_id, p_amount_cents, p_code, p_detail, p_state.price_cents, p_min_bid_cents, p_state.seq, p_state.ends_at,
    statement_timestamp(), p_locked_at, clock_timestamp());
end $$;
comment on function private.record_attempt is
  'Remembers a refused bid for its bidder. Internal to definer functions whose search_path is empty already, as seal_event.';

create table private.bid_round_trips (
  auction_id uuid not null,
  seq int not null,
  rtt_ms int not null check (rtt_ms between 0 and 60000),
  primary key (auction_id, seq)
);
comment on table private.bid_round_trips is 'The round trip of an accepted bid as its bidder''s device measured it: beside the ledger, since it is only what a client says.';
alter table private.bid_round_trips enable row level security;

create function private.milliseconds(p_span interval) returns bigint
language sql immutable set search_path = '' as $$ select round(extract(epoch from p_span) * 1000)::bigint $$;

create function private.my_attempts(p_auction_id uuid, p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'auction_id', b.auction_id, 'amount_cents', b.amount_cents, 'code', b.code, 'detail', b.detail, 'version', b.version,
      'price_cents', b.price_cents, 'min_bid_cents', b.min_bid_cents, 'ends_at', b.ends_at, 'received_at', b.received_at,
      'locked_at', b.locked_at, 'decided_at', b.decided_at, 'rtt_ms', b.rtt_ms,
      'ms_before_end', private.milliseconds(b.ends_at - coalesce(b.locked_at, b.decided_at))) order by b.attempt desc)
    from (
      select t.* from private.bid_attempts t
      where t.user_id = v_user and (p_auction_id is null or t.auction_id = p_auction_id) and t.decided_at > clock_timestamp() - interval '30 days'
      order by t.attempt desc limit least(greatest(p_limit, 1), 1000)) b), '[]');
end $$;
create function public.my_attempts(p_auction_id uuid default null, p_limit int default 100) returns jsonb
language sql stable set search_path = '' as $$ select private.my_attempts(p_auction_id, p_limit) $$;
comment on function public.my_attempts is
  'The caller''s refused bids of the last 30 days, latest first (all auctions when p_auction_id is null): [{auction_id, amount_cents, code, detail, version, price_cents, min_bid_cents, ends_at, received_at, locked_at, decided_at, rtt_ms, ms_before_end}], each as the server saw it, but for rtt_ms (report_round_trip). ms_before_end is negative after the end. Errors: 42501.';

create function private.explain_bid(p_auction_id uuid, p_seq int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  a public.auctions;
  e private.auction_events;
  b private.auction_events;
  n private.auction_events;
  v_leads boolean;
  v_own boolean;
begin
  select au.* into a from public.auctions au where au.id = p_auction_id;
  select ev.* into e from private.auction_events ev
  where ev.auction_id = p_auction_id and ev.seq = p_seq and ev.kind = 'bid' and ev.bidder_id = v_user;
  if e.seq is null then
    perform private.fail('NOFND', 'No such bid of yours.');
  end if;
  -- The state before the bid: the event before it, or before the beaten leader's maximum that was shown first.
  select ev.* into b from private.auction_events ev where ev.auction_id = p_auction_id and ev.seq = p_seq - 1;
  if b.kind = 'auto_bid' then
    select ev.* into n from private.auction_events ev where ev.auction_id = p_auction_id and ev.seq = p_seq - 2;
    if n.kind <> 'bid' or n.leader_id = n.bidder_id then
      b := n;
    end if;
  end if;
  v_leads := e.leader_id = v_user;
  v_own := coalesce(b.leader_id = v_user, false);
  n := e;
  if not v_leads then
    select ev.* into n from private.auction_events ev where ev.auction_id = p_auction_id and ev.seq = p_seq + 1;
  end if;
  return jsonb_build_object(
    'seq', e.seq, 'outcome', case when v_leads then 'leading' else 'outbid' end,
    'rule', case when v_own then 'raised_own' when b.leader_id is null then 'first_bid' when v_leads then 'outbid_leader'
      when e.max_cents = n.price_cents then 'tie_to_the_earlier' else 'beaten_by_maximum' end,
    'amount_cents', e.max_cents, 'is_max', e.is_max,
    'price_before_cents', b.price_cents, 'price_after_cents', n.price_cents, 'reserve_met', n.reserve_met,
    'min_bid_cents', case when not v_own then private.min_bid(a, b) when e.is_max then b.leader_max_cents + 1
      else greatest(b.leader_max_cents + 1, private.min_bid(a, b)) end,
    'received_at', e.received_at, 'locked_at', e.placed_at, 'ends_at', b.ends_at,
    'rtt_ms', (select t.rtt_ms from private.bid_round_trips t where t.auction_id = p_auction_id and t.seq = p_seq),
    'ms_before_end', private.milliseconds(b.ends_at - e.placed_at), 'extended_ms', private.milliseconds(n.ends_at - b.ends_at),
    'withdrawn', exists (select 1 from private.voided_maxima v where v.auction_id = p_auction_id and v.seq = p_seq and v.max_bid_id is null));
end $$;
create function public.explain_bid(p_auction_id uuid, p_seq int) returns jsonb
language sql stable set search_path = '' as $$ select private.explain_bid(p_auction_id, p_seq) $$;
comment on function public.explain_bid is
  'What the server knew when it took an own bid: {seq, outcome, rule: first_bid|raised_own|outbid_leader|beaten_by_maximum|tie_to_the_earlier, amount_cents, is_max, price_before_cents, price_after_cents, reserve_met, min_bid_cents, received_at, locked_at, ends_at, rtt_ms, ms_before_end, extended_ms, withdrawn}. received_at is null for a pre-bid, which nobody sent at that moment. Refused bids: my_attempts. Errors: 42501, NOFND.';

/* After the bid, in a call of its own: what a device has measured must not slow down the bid that it measures. */
create function private.report_round_trip(p_auction_id uuid, p_amount_cents bigint, p_server_time timestamptz, p_rtt_ms int) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_attempt bigint;
  v_seq int;
  v_decided_at timestamptz;
  v_placed_at timestamptz;
begin
  if p_rtt_ms is null or p_rtt_ms not between 0 and 60000 then
    perform private.invalid('p_rtt_ms', 'A round trip takes between 0 and 60,000 ms.');
  elsif p_server_time is null then
    perform private.invalid('p_server_time', 'The server_time of the reply that came back.');
  end if;
  perform private.limit_rate('report_round_trip', v_user, 20, 1);
  -- The last one of this amount before its reply was written, in the last minute before it. A client may have cut the reply's
  -- time to the millisecond, as JavaScript's Date does.
  select t.attempt, t.decided_at into v_attempt, v_decided_at from private.bid_attempts t
  where t.user_id = v_user and t.auction_id = p_auction_id and t.amount_cents = p_amount_cents
    and t.decided_at between p_server_time - interval '1 minute' and p_server_time + interval '1 millisecond'
  order by t.attempt desc limit 1;
  select e.seq, e.placed_at into v_seq, v_placed_at from private.auction_events e
  where e.bidder_id = v_user and e.auction_id = p_auction_id and e.kind = 'bid' and e.max_cents = p_amount_cents
    and e.placed_at between p_server_time - interval '1 minute' and p_server_time
  order by e.seq desc limit 1;
  if v_seq is not null and (v_attempt is null or v_placed_at > v_decided_at) then
    insert into private.bid_round_trips (auction_id, seq, rtt_ms) values (p_auction_id, v_seq, p_rtt_ms) on conflict do nothing;
    return true;
  end if;
  update private.bid_attempts t set rtt_ms = p_rtt_ms where t.user_id = v_user and t.attempt = v_attempt and t.rtt_ms is null;
  return v_attempt is not null;
end $$;
create function public.report_round_trip(p_auction_id uuid, p_amount_cents bigint, p_server_time timestamptz, p_rtt_ms int) returns boolean
language sql volatile set search_path = '' as $$ select private.report_round_trip(p_auction_id, p_amount_cents, p_server_time, p_rtt_ms) $$;
comment on function public.report_round_trip is
  'Notes how long an own bid took there and back, as the caller''s device measured it (ms); p_server_time is that of the reply. Once a bid; shown by explain_bid and my_attempts to the caller alone. Returns whether the bid was found. Errors: 42501, INVAL {field}, RTLIM.';
grant execute on function private.report_round_trip(uuid, bigint, timestamptz, int), public.report_round_trip(uuid, bigint, timestamptz, int) to authenticated;

create function private.forget_attempts() returns int
language sql volatile security definer set search_path = '' as $$
  with gone as (delete from private.bid_attempts b where b.decided_at < clock_timestamp() - interval '30 days' returning 1)
  select count(*)::int from gone
$$;
comment on function private.forget_attempts is 'Nightly: refused bids are kept for 30 days.';

grant execute on function private.my_attempts(uuid, int), public.my_attempts(uuid, int),
  private.explain_bid(uuid, int), public.explain_bid(uuid, int) to authenticated;
