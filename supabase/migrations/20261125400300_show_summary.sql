-- What a show has brought: from the ledgers and, beside it, from the orders, so that one can be held against the other.

create function private.lot_result(p_lot public.auctions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', p_lot.id, 'lot_number', p_lot.lot_number, 'title', p_lot.title, 'format', p_lot.format, 'status', p_lot.status,
    'starting_price_cents', p_lot.starting_price_cents, 'has_reserve', p_lot.has_reserve,
    'opened_at', e.opened_at, 'closed_at', p_lot.closed_at,
    -- How much longer it ran than it was opened for: late bids, and what the host has added.
    'overtime_ms', (extract(epoch from e.last_end - e.first_end) * 1000)::bigint,
    'bids', case when p_lot.format = 'fixed' then 0 else p_lot.bid_count end,
    'units', case when p_lot.format = 'fixed' then p_lot.bid_count end, 'bidders', e.bidders, 'winner', e.winner,
    'hammer_cents', e.hammer_cents, 'ordered_cents', o.ordered_cents, 'orders', o.numbers)
  from (
    select min(ev.placed_at) filter (where ev.kind = 'opened') as opened_at,
      min(ev.ends_at) filter (where ev.kind = 'opened') as first_end, max(ev.ends_at) as last_end,
      count(distinct ev.bidder_id) filter (where ev.kind in ('bid', 'auto_bid', 'bought', 'sold')) as bidders,
      max(ev.bidder) filter (where ev.kind = 'sold') as winner,
      coalesce(sum(ev.amount_cents) filter (where ev.kind in ('bought', 'sold')), 0) as hammer_cents
    from private.auction_events ev where ev.auction_id = p_lot.id) e,
  (
    select coalesce(sum(i.price_cents * i.quantity), 0) as ordered_cents, coalesce(jsonb_agg(r.number order by r.number), '[]') as numbers
    from public.order_items i join public.orders r on r.id = i.order_id
    where i.auction_id = p_lot.id and i.released_at is null) o
$$;
comment on function private.lot_result is
  'One lot in its show''s summary. units: of a fixed-price sale, those sold, none of which is a bid. hammer_cents: what the ledger says it was sold for. ordered_cents: what its standing orders come to; less when one was cancelled.';

create function private.show_summary(p_show_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  s public.shows;
  v_lots jsonb;
begin
  select sh.* into s from public.shows sh where sh.id = p_show_id and sh.seller_id = v_user;
  if s.id is null then
    perform private.fail('NOFND', 'No such show of yours.');
  end if;
  select coalesce(jsonb_agg(private.lot_result(a) order by a.lot_number), '[]') into v_lots from public.auctions a where a.show_id = s.id;
  return jsonb_build_object(
    'show', jsonb_build_object('id', s.id, 'title', s.title, 'status', s.status, 'started_at', s.started_at, 'ended_at', s.ended_at,
      'peak_viewers', s.peak_viewers),
    'totals', (
      select jsonb_build_object(
        'sold', count(*) filter (where l.status = 'sold'), 'unsold', count(*) filter (where l.status = 'unsold'),
        'passed', count(*) filter (where l.status = 'cancelled' and l.opened_at is not null),
        'withdrawn', count(*) filter (where l.status = 'cancelled' and l.opened_at is null),
        'waiting', count(*) filter (where l.status in ('draft', 'scheduled', 'live')),
        'bids', coalesce(sum(l.bids), 0), 'hammer_cents', coalesce(sum(l.hammer_cents), 0), 'ordered_cents', coalesce(sum(l.ordered_cents), 0),
        'bidders', (select count(distinct ev.bidder_id) from private.auction_events ev join public.auctions a on a.id = ev.auction_id
          where a.show_id = s.id and ev.kind in ('bid', 'auto_bid', 'bought', 'sold')))
      from jsonb_to_recordset(v_lots) l (status text, opened_at timestamptz, bids int, hammer_cents bigint, ordered_cents bigint)),
    'currency', coalesce((select a.currency from public.auctions a where a.show_id = s.id limit 1), 'USD'),
    'lots', v_lots, 'server_time', clock_timestamp());
end $$;
create function public.show_summary(p_show_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.show_summary(p_show_id) $$;
comment on function public.show_summary is 'Host: what a show has brought so far or in the end: {show, totals, currency, lots}. Errors: 42501, NOFND.';

grant execute on function private.show_summary(uuid), public.show_summary(uuid) to authenticated;
