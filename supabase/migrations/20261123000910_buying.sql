-- Buying at a price that stands: buy now, a descending price, units of a fixed-price sale. All wait in the auction's queue, as bids do.

-- ── what all three share ──────────────────────────────────────────────────────────────────────────────────────────

create function private.buyer_refusal(p_auction public.auctions, p_user uuid) returns text
language sql volatile security definer set search_path = '' as $$
  select case when b.struck_out or b.banned_by_sellers and private.banned_by(p_auction.seller_id, p_user) then 'KBANN' else
    private.bidder_refusal(p_auction.seller_id = p_user, b.banned_until, b.email_confirmed, p_auction.requires_card, b.has_card, s.paused_at) end
  from public.platform_status s left join private.bidders b on b.user_id = p_user
$$;
comment on function private.buyer_refusal is 'RULES: Who may bid, asked for a purchase: the code that keeps the user out, or null.';

create function private.purchase_reply(
  p_auction public.auctions, p_outcome text, p_event private.auction_events, p_code text default null, p_detail jsonb default null
) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.bid_reply(p_outcome, e, private.min_bid(p_auction, e), null, p_code, private.refusal_detail(p_code, p_detail)) || jsonb_build_object('order_id',
    case when p_outcome = 'bought' then (select i.order_id from public.order_items i where i.auction_id = e.auction_id and i.seq = e.seq
      order by i.released_at nulls first limit 1) end)
  from private.shown(p_auction, p_event) e
$$;
comment on function private.purchase_reply is 'The reply of the buying commands: as a bid''s, with the order.';

create function private.enter_purchase(p_auction_id uuid, p_format public.auction_format) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions;
begin
  perform private.require_user();
  select a.* into v_row from public.auctions a where a.id = p_auction_id and a.status <> 'draft';
  if v_row.id is null then
    perform private.fail('NOFND', 'No such auction.');
  elsif v_row.format <> p_format then
    perform private.fail('STATE', format('This is a %s auction.', v_row.format), jsonb_build_object('format', v_row.format));
  end if;
  if v_row.closed_at is not null then
    -- Nothing to wait for: an end is final.
    return v_row;
  end if;
  -- Before the queue, as in place_bid.
  perform private.lock_exposure(auth.uid());
  v_row := private.lock_auction(p_auction_id);
  return case when v_row.status = 'scheduled' then private.open_auction(p_auction_id, null) else v_row end;
end $$;
comment on function private.enter_purchase is 'The auction behind its queue lock, opened if it was due; raises 42501, NOFND, and STATE for another format.';

create function private.earlier_purchase(
  p_auction public.auctions, p_user uuid, p_key uuid, p_amount_cents bigint, p_detail jsonb
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_event private.auction_events;
begin
  select e.* into v_event from private.auction_events e where e.bidder_id = p_user and e.idempotency_key = p_key;
  if v_event.seq is null then
    if exists (select 1 from private.max_bids m where m.bidder_id = p_user and m.idempotency_key = p_key) then
      perform private.fail('IDMPT', 'This idempotency key was used for a bid.', null, 'Make a new key for a purchase.');
    end if;
    return null;
  end if;
  if v_event.auction_id <> p_auction.id or v_event.kind not in ('sold', 'bought') or v_event.amount_cents <> p_amount_cents
      or v_event.detail::jsonb is distinct from p_detail then
    perform private.fail('IDMPT', 'This idempotency key was used for something else.', null, 'Make a new key for a new purchase.');
  end if;
  return private.purchase_reply(p_auction, 'bought', v_event);
end $$;
comment on function private.earlier_purchase is 'The reply that a purchase with this key got, or null; IDMPT when the key came with other arguments.';

create function private.purchase_refusal(
  p_auction public.auctions, p_last private.auction_events, p_user uuid, p_at timestamptz, p_cost_cents bigint
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_code text := private.buyer_refusal(p_auction, p_user);
  v_wait int;
begin
  if v_code is not null then
    return private.purchase_reply(p_auction, 'refused', p_last, v_code);
  elsif p_last.kind = 'sold' then
    return private.purchase_reply(p_auction, 'refused', p_last, 'SOLDX', jsonb_build_object('available', 0));
  elsif p_last.kind is null then
    return private.purchase_reply(p_auction, 'refused', p_last, 'NLIVE', jsonb_build_object('starts_at', p_auction.starts_at));
  elsif p_last.kind in ('unsold', 'cancelled') or p_at >= p_last.ends_at then
    return private.purchase_reply(p_auction, 'refused', p_last, 'LATEB', jsonb_build_object('ends_at', p_last.ends_at));
  end if;
  if private.exceeds_exposure(p_auction.id, p_user, p_cost_cents) then
    return private.purchase_reply(p_auction, 'refused', p_last, 'XPOSE', private.exposure_detail(p_auction.id, p_user));
  end if;
  v_wait := private.take_token('buy:' || p_user, 20, 5);
  if v_wait > 0 then
    return private.purchase_reply(p_auction, 'refused', p_last, 'RTLIM', jsonb_build_object('retry_after_ms', v_wait));
  end if;
  return null;
end $$;
comment on function private.purchase_refusal is 'What refuses a purchase in any format, as a reply, or null. Asked under the queue lock.';

create function private.purchase_time(p_last private.auction_events) returns timestamptz
language sql volatile set search_path = '' as $$
  select greatest(date_trunc('milliseconds', clock_timestamp()), p_last.placed_at)
$$;
comment on function private.purchase_time is 'The instant of a purchase, read under the queue lock; it never runs back within an auction.';

create function private.buy_and_finish(
  p_auction public.auctions, p_last private.auction_events, p_user uuid, p_price_cents bigint, p_key uuid, p_detail text, p_at timestamptz
) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_outbid uuid := nullif(p_last.leader_id, p_user);
begin
  p_last.leader := private.alias_in(p_auction.id, p_user);
  p_last.leader_id := p_user;
  p_last.leader_max_cents := p_price_cents;
  p_last.price_cents := p_price_cents;
  p_last.reserve_met := true;
  p_auction := private.finish_auction(p_auction, p_last, 'sold', p_detail, p_user, p_key, p_at);
  if v_outbid is not null then
    perform private.broadcast('user:' || v_outbid, 'outbid', jsonb_build_object(
      'auction_id', p_auction.id, 'show_id', p_auction.show_id, 'title', p_auction.title, 'price_cents', p_price_cents));
  end if;
  return private.purchase_reply(p_auction, 'bought', private.last_event(p_auction.id));
end $$;
comment on function private.buy_and_finish is 'The purchase that ends an auction: the closing event carries the buyer and the price.';

-- ── buy now (english) ─────────────────────────────────────────────────────────────────────────────────────────────

create function private.buy_now_open(p_auction public.auctions, p_last private.auction_events) returns boolean
language sql immutable
return p_auction.buy_now_cents is not null and coalesce(p_last.kind not in ('sold', 'unsold', 'cancelled'), true)
    and (p_last.leader is null or not p_last.reserve_met);
comment on function private.buy_now_open is 'RULES: Buy now is available until the first accepted bid, or until the reserve is met where there is one.';

create function private.buy_now(p_auction_id uuid, p_idempotency_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.enter_purchase(p_auction_id, 'english');
  v_last private.auction_events := private.state_of(v_row);
  v_at timestamptz := private.purchase_time(v_last);
  v_user uuid := auth.uid();
  v_reply jsonb := coalesce(private.earlier_purchase(v_row, v_user, p_idempotency_key, v_row.buy_now_cents, '{"buy_now":true}'),
    private.purchase_refusal(v_row, v_last, v_user, v_at, v_row.buy_now_cents));
begin
  if v_reply is null and not private.buy_now_open(v_row, v_last) then
    v_reply := private.purchase_reply(v_row, 'refused', v_last, 'SOLDX', jsonb_build_object('available', 0));
  end if;
  return coalesce(v_reply, private.buy_and_finish(v_row, v_last, v_user, v_row.buy_now_cents, p_idempotency_key, '{"buy_now":true}', v_at));
end $$;
create function public.buy_now(p_auction_id uuid, p_idempotency_key uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.buy_now(p_auction_id, p_idempotency_key) $$;
comment on function public.buy_now is
  'Buys an english auction''s lot at its buy-now price, which ends it. Returns {outcome: bought|refused, code, detail, order_id, …} with the rest as place_bid. Refusals: SOLDX (gone, or a bid came first), LATEB, NLIVE, OWNLT, NOCRD, KBANN, UNVER, XPOSE, PAUSD, RTLIM. Raises 42501, NOFND, STATE (another format), IDMPT.';

-- ── descending price ──────────────────────────────────────────────────────────────────────────────────────────────

create function private.accept_price(p_auction_id uuid, p_price_cents bigint, p_idempotency_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.enter_purchase(p_auction_id, 'descending');
  v_last private.auction_events := private.state_of(v_row);
  v_at timestamptz := private.purchase_time(v_last);
  v_user uuid := auth.uid();
  v_price bigint;
  v_reply jsonb;
begin
  if p_price_cents is null or p_price_cents not between 1 and 9999999999 then
    perform private.invalid('p_price_cents', 'A price is between 1 and 9,999,999,999 cents.');
  end if;
  v_reply := coalesce(private.earlier_purchase(v_row, v_user, p_idempotency_key, p_price_cents, '{"accepted":true}'),
    private.purchase_refusal(v_row, v_last, v_user, v_at, p_price_cents));
  if v_reply is not null then
    return v_reply;
  end if;
  v_price := private.price_at(v_row, v_last, v_at);
  if p_price_cents <> v_price then
    return private.purchase_reply(v_row, 'refused', v_last, 'STATE', jsonb_build_object('price_cents', v_price));
  end if;
  return private.buy_and_finish(v_row, v_last, v_user, v_price, p_idempotency_key, '{"accepted":true}', v_at);
end $$;
create function public.accept_price(p_auction_id uuid, p_price_cents bigint, p_idempotency_key uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.accept_price(p_auction_id, p_price_cents, p_idempotency_key) $$;
comment on function public.accept_price is
  'Takes a descending auction''s lot at the current price; the first to accept wins. Replies as buy_now; also refused STATE {price_cents} when p_price_cents is not the price of this moment. Raises 42501, INVAL, NOFND, STATE (another format), IDMPT.';

create function private.project_descending() returns int
language sql volatile security definer set search_path = '' as $$
  with moved as (
    update public.auctions a set price_cents = e.price_cents, min_bid_cents = e.price_cents
    from public.auctions o, private.last_event(o.id) l, private.shown(o, l) e
    -- Asked of a, too: when the row was waited for, only a is read again, and it may have been sold meanwhile.
    where o.status = 'live' and o.format = 'descending' and a.id = o.id and a.status = 'live' and e.price_cents <> a.price_cents
    returning 1)
  select count(*)::int from moved
$$;
comment on function private.project_descending is 'Brings the catalogue''s prices of descending auctions up to the moment. Viewers compute theirs from the snapshot.';

-- ── fixed price ───────────────────────────────────────────────────────────────────────────────────────────────────

create function private.units_of(p_auction_id uuid, p_user uuid) returns int
language sql stable security definer set search_path = '' as $$
  select coalesce(sum((e.detail::jsonb ->> 'quantity')::int), 0)::int
  from private.auction_events e where e.bidder_id = p_user and e.auction_id = p_auction_id and e.kind = 'bought'
$$;
comment on function private.units_of is 'How many units of a fixed-price sale a user has bought.';

create function private.buy_units(p_auction_id uuid, p_quantity int, p_idempotency_key uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.enter_purchase(p_auction_id, 'fixed');
  v_last private.auction_events := private.state_of(v_row);
  v_at timestamptz := private.purchase_time(v_last);
  v_user uuid := auth.uid();
  v_detail text := jsonb_build_object('quantity', p_quantity)::text;
  v_available int := least(v_row.quantity - v_last.bid_count, v_row.per_buyer - private.units_of(p_auction_id, v_user));
  v_new private.auction_events;
  v_order uuid;
  v_reply jsonb;
begin
  if p_quantity is null or p_quantity not between 1 and 100000 then
    perform private.invalid('p_quantity', 'The quantity is between 1 and 100,000.');
  end if;
  v_reply := coalesce(private.earlier_purchase(v_row, v_user, p_idempotency_key, p_quantity * v_row.starting_price_cents, v_detail::jsonb),
    private.purchase_refusal(v_row, v_last, v_user, v_at, p_quantity * v_row.starting_price_cents));
  if v_reply is null and p_quantity > v_available then
    v_reply := private.purchase_reply(v_row, 'refused', v_last, 'SOLDX', jsonb_build_object('available', v_available));
  end if;
  if v_reply is not null then
    return v_reply;
  end if;
  v_new := v_last;
  v_new.kind := 'bought';
  v_new.bidder := private.alias_in(p_auction_id, v_user);
  v_new.bidder_id := v_user;
  v_new.idempotency_key := p_idempotency_key;
  v_new.amount_cents := p_quantity * v_row.starting_price_cents;
  v_new.bid_count := v_last.bid_count + p_quantity;
  v_new.placed_at := v_at;
  v_new.announced_at := v_at;
  v_new.received_at := statement_timestamp();
  v_new.detail := v_detail;
  v_new := private.seal_event(v_new);
  v_order := private.create_order(v_row, v_user, v_new.seq, v_row.starting_price_cents, p_quantity);
  perform private.broadcast('user:' || v_user, 'won', jsonb_build_object(
    'auction_id', p_auction_id, 'order_id', v_order, 'title', v_row.title, 'price_cents', v_new.amount_cents));
  if v_new.bid_count = v_row.quantity then
    perform private.finish_auction(v_row, v_new, 'sold');
  else
    perform private.announce_auction(v_row, v_new);
  end if;
  return private.purchase_reply(v_row, 'bought', v_new);
end $$;
create function public.buy_units(p_auction_id uuid, p_quantity int default 1, p_idempotency_key uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.buy_units(p_auction_id, p_quantity, p_idempotency_key) $$;
comment on function public.buy_units is
  'Buys units of a fixed-price sale, first come first served; the last unit closes it. Replies as buy_now; bid_count counts the units sold; SOLDX {available} tells how many this buyer can still have. Raises 42501, INVAL, NOFND, STATE (another format), IDMPT.';

grant execute on function private.buy_now(uuid, uuid), public.buy_now(uuid, uuid),
  private.accept_price(uuid, bigint, uuid), public.accept_price(uuid, bigint, uuid),
  private.buy_units(uuid, int, uuid), public.buy_units(uuid, int, uuid) to authenticated;
