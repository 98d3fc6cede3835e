-- Settlement: what happens when a winner does not pay. The order is cancelled, a strike recorded, and the next
-- bidder gets a second chance at their own highest public amount; one offer at a time, one winning order at a time.

create table private.strikes (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  order_id uuid unique references public.orders (id),
  reason text not null check (reason ~ '^[a-z_]{3,40}$'),
  created_at timestamptz not null default clock_timestamp(),
  cleared_at timestamptz
);
comment on table private.strikes is 'Unpaid orders of a user. private.bidders.strikes counts those that have not been cleared.';
create index strikes_user on private.strikes (user_id) where cleared_at is null;
alter table private.strikes enable row level security;

create type public.offer_status as enum ('open', 'accepted', 'declined', 'expired');

create table public.second_chance_offers (
  id uuid primary key default gen_random_uuid(),
  auction_id uuid not null references public.auctions (id),
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  title text not null,
  price_cents bigint not null check (price_cents > 0),
  currency char(3) not null,
  status public.offer_status not null default 'open',
  expires_at timestamptz not null,
  decided_at timestamptz,
  order_id uuid references public.orders (id),
  created_at timestamptz not null default clock_timestamp(),
  constraint second_chance_offers_once unique (auction_id, buyer_id),
  constraint second_chance_offers_decided check ((status = 'open') = (decided_at is null)),
  constraint second_chance_offers_order check ((status = 'accepted') = (order_id is not null))
);
comment on table public.second_chance_offers is 'Offers to the next bidder after a winner has not paid; seen by that bidder and the seller.';
create unique index second_chance_offers_one_open on public.second_chance_offers (auction_id) where status = 'open';
create index second_chance_offers_buyer on public.second_chance_offers (buyer_id, created_at desc);
create index second_chance_offers_seller on public.second_chance_offers (seller_id, created_at desc);
create index second_chance_offers_due on public.second_chance_offers (expires_at) where status = 'open';
create index second_chance_offers_order on public.second_chance_offers (order_id);
alter table public.second_chance_offers enable row level security;
create policy second_chance_offers_select_parties on public.second_chance_offers for select to authenticated
  using (buyer_id = (select auth.uid()) or seller_id = (select auth.uid()));
grant select on public.second_chance_offers to authenticated, service_role;

-- ── the next bidder ───────────────────────────────────────────────────────────────────────────────────────────────

create function private.next_in_line(p_auction public.auctions) returns table (buyer_id uuid, price_cents bigint)
language sql volatile security definer set search_path = '' as $$
  select b.bidder_id, b.amount_cents
  from (
    select distinct on (f.bidder_id) f.bidder_id, f.amount_cents, f.step
    from private.fold_maxima(p_auction.id) f order by f.bidder_id, f.amount_cents desc, f.step) b
  join private.auction_secrets x on x.auction_id = p_auction.id
  where b.amount_cents >= coalesce(x.reserve_cents, 0)
    and not exists (select 1 from public.second_chance_offers o where o.auction_id = p_auction.id and o.buyer_id = b.bidder_id)
    and not exists (select 1 from public.order_items i join public.orders o on o.id = i.order_id
      where i.auction_id = p_auction.id and o.buyer_id = b.bidder_id)
    and coalesce(private.buyer_refusal(p_auction, b.bidder_id), 'PAUSD') = 'PAUSD'
  order by b.amount_cents desc, b.step limit 1
$$;
comment on function private.next_in_line is
  'RULES: End. Who comes next at their own highest public amount: withdrawn bids do not count, nor amounts below the reserve, nor who has had an order or an offer, nor who may not buy.';

create function private.offer_second_chance(p_auction public.auctions) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_last private.auction_events := private.last_event(p_auction.id);
  v_buyer uuid;
  v_price bigint;
  v_offer public.second_chance_offers;
begin
  if p_auction.format = 'fixed' then
    return;
  end if;
  -- Only the highest bidder of an auction has others behind them; a purchase has not.
  if p_auction.format = 'english' and v_last.bidder_id is null then
    select n.buyer_id, n.price_cents into v_buyer, v_price from private.next_in_line(p_auction) n;
  end if;
  if v_buyer is null then
    update public.products p set status = 'draft' where p.id = p_auction.product_id and p.status = 'sold';
    return;
  end if;
  insert into public.second_chance_offers (auction_id, buyer_id, seller_id, title, price_cents, currency, expires_at)
  values (p_auction.id, v_buyer, p_auction.seller_id, p_auction.title, v_price, p_auction.currency,
    clock_timestamp() + interval '24 hours')
  returning * into v_offer;
  perform private.broadcast('user:' || v_offer.buyer_id, 'second_chance', jsonb_build_object('offer_id', v_offer.id,
    'auction_id', v_offer.auction_id, 'title', v_offer.title, 'price_cents', v_offer.price_cents, 'expires_at', v_offer.expires_at));
end $$;
comment on function private.offer_second_chance is
  'Offers a lot to the next bidder for 24 hours; when there is none the product returns to its seller''s drafts. The caller holds the auction''s lock.';

-- ── deadlines ─────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.cancel_unpaid(p_order_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  select o.* into v_order from public.orders o
  where o.id = p_order_id and o.status in ('pending', 'action_required') and o.payment_due_at <= clock_timestamp() for no key update;
  if v_order.id is null or private.stop_payment(p_order_id) then
    return false;
  end if;
  update public.orders o
  set status = 'cancelled', action_reason = null, cancelled_at = clock_timestamp(),
      cancel_reason = case when private.was_refused(p_order_id) then 'not_chargeable' else 'unpaid' end
  where o.id = p_order_id returning * into v_order;
  update public.order_items i set released_at = v_order.cancelled_at where i.order_id = p_order_id;
  if v_order.cancel_reason = 'unpaid' then
    insert into private.strikes (user_id, order_id, reason) values (v_order.buyer_id, p_order_id, 'unpaid');
    update private.bidders b set strikes = b.strikes + 1 where b.user_id = v_order.buyer_id;
  end if;
  perform private.broadcast('user:' || v_order.buyer_id, 'order', jsonb_build_object('order_id', p_order_id, 'status', v_order.status));
  return true;
end $$;
comment on function private.cancel_unpaid is
  'RULES: End. Cancels an order whose payment deadline has passed and records the strike, unless Stripe would take no card for it (not_chargeable); false when it is paid or has time, and while a payment that may still succeed is being stopped.';

create function private.settle_order(p_order_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not private.cancel_unpaid(p_order_id) then
    return false;
  end if;
  if private.was_refused(p_order_id) then
    -- It was not the buyer: the next one's charge would be refused, too. The seller decides.
    update public.products p set status = 'draft'
    from public.order_items i where i.order_id = p_order_id and i.single_winner and p.id = i.product_id and p.status = 'sold';
  else
    perform private.offer_second_chance(a)
    from public.auctions a where a.id in (select i.auction_id from public.order_items i where i.order_id = p_order_id);
  end if;
  return true;
end $$;
comment on function private.settle_order is 'Lets an order''s deadline take effect. The caller holds the queues of its lots.';

create function private.expire_offer(p_offer_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_auction uuid;
begin
  update public.second_chance_offers f set status = 'expired', decided_at = clock_timestamp()
  where f.id = p_offer_id and f.status = 'open' and f.expires_at <= clock_timestamp() returning f.auction_id into v_auction;
  perform private.offer_second_chance(a) from public.auctions a where a.id = v_auction;
  return v_auction is not null;
end $$;
comment on function private.expire_offer is 'Ends an offer whose time is over and makes the next one. The caller holds the auction''s queue.';

create function private.settle_due() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_orders uuid[];
  v_offers uuid[];
  v_id uuid;
  v_count int := 0;
begin
  if not pg_try_advisory_xact_lock(hashtext('blytz.settle')) then
    return 0;
  end if;
  select array_agg(d.id) into v_orders from (
    select o.id from public.orders o
    where o.status in ('pending', 'action_required') and o.payment_due_at <= clock_timestamp() and not private.payment_is_stopping(o.id)
    order by o.payment_due_at limit 100) d;
  select array_agg(d.id) into v_offers from (
    select f.id from public.second_chance_offers f
    where f.status = 'open' and f.expires_at <= clock_timestamp() order by f.expires_at limit 100) d;
  /* All queues first, in the order of ids as everything that takes several. No show is locked: nothing here changes one, and the tick
     takes them in an order of its own. */
  for v_id in
    select i.auction_id from public.order_items i where i.order_id = any (v_orders)
    union select f.auction_id from public.second_chance_offers f where f.id = any (v_offers)
    order by 1
  loop
    perform pg_advisory_xact_lock(uuid_hash_extended(v_id, 0));
  end loop;
  -- Then all orders, before any strike: whoever brings back what became of a charge holds its order and goes on to its buyer.
  perform from public.orders o where o.id = any (v_orders) order by o.id for no key update;
  foreach v_id in array coalesce(v_orders, '{}') loop
    v_count := v_count + private.settle_order(v_id)::int;
  end loop;
  foreach v_id in array coalesce(v_offers, '{}') loop
    v_count := v_count + private.expire_offer(v_id)::int;
  end loop;
  return v_count;
end $$;
comment on function private.settle_due is 'Every ten seconds: cancels unpaid orders, ends offers, and makes the next ones.';

-- ── the offer's commands ──────────────────────────────────────────────────────────────────────────────────────────

create function private.lock_own_offer(p_offer_id uuid) returns public.second_chance_offers
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_offer public.second_chance_offers;
begin
  select f.* into v_offer from public.second_chance_offers f where f.id = p_offer_id and f.buyer_id = v_user;
  if v_offer.id is null then
    perform private.fail('NOFND', 'No such offer to you.');
  end if;
  perform private.lock_auction(v_offer.auction_id);
  select f.* into v_offer from public.second_chance_offers f where f.id = p_offer_id;
  return v_offer;
end $$;

create function private.assert_offer_open(p_offer public.second_chance_offers) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if p_offer.status <> 'open' then
    perform private.fail('STATE', format('The offer is %s.', p_offer.status), jsonb_build_object('status', p_offer.status));
  elsif p_offer.expires_at <= clock_timestamp() then
    perform private.fail('STATE', 'The offer has expired.', jsonb_build_object('status', 'expired'));
  end if;
end $$;

create function private.accept_second_chance(p_offer_id uuid) returns public.second_chance_offers
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_offer public.second_chance_offers := private.lock_own_offer(p_offer_id);
  v_row public.auctions;
  v_code text;
begin
  if v_offer.status = 'accepted' then
    return v_offer;
  end if;
  perform private.assert_offer_open(v_offer);
  select a.* into v_row from public.auctions a where a.id = v_offer.auction_id;
  v_code := private.buyer_refusal(v_row, v_offer.buyer_id);
  if v_code <> 'PAUSD' then
    perform private.fail(v_code, 'You cannot buy at the moment.');
  end if;
  update public.second_chance_offers f
  set status = 'accepted', decided_at = clock_timestamp(),
      order_id = private.create_order(v_row, v_offer.buyer_id, (private.last_event(v_row.id)).seq, v_offer.price_cents, 1, false)
  where f.id = p_offer_id returning f.* into v_offer;
  return v_offer;
end $$;
create function public.accept_second_chance(p_offer_id uuid) returns public.second_chance_offers
language sql volatile set search_path = '' as $$ select * from private.accept_second_chance(p_offer_id) $$;
comment on function public.accept_second_chance is
  'Takes a second-chance offer: an order at its price. Again is harmless. Returns the offer with its order_id. Errors: 42501, NOFND, STATE {status}, KBANN, NOCRD, UNVER.';

create function private.decline_second_chance(p_offer_id uuid) returns public.second_chance_offers
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_offer public.second_chance_offers := private.lock_own_offer(p_offer_id);
  v_row public.auctions;
begin
  if v_offer.status = 'declined' then
    return v_offer;
  end if;
  perform private.assert_offer_open(v_offer);
  update public.second_chance_offers f set status = 'declined', decided_at = clock_timestamp() where f.id = p_offer_id returning f.* into v_offer;
  select a.* into v_row from public.auctions a where a.id = v_offer.auction_id;
  perform private.offer_second_chance(v_row);
  return v_offer;
end $$;
create function public.decline_second_chance(p_offer_id uuid) returns public.second_chance_offers
language sql volatile set search_path = '' as $$ select * from private.decline_second_chance(p_offer_id) $$;
comment on function public.decline_second_chance is
  'Declines a second-chance offer; the next bidder gets theirs at once. Again is harmless. Returns the offer. Errors: 42501, NOFND, STATE {status}.';

create function private.clear_strikes(p_user_id uuid) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  perform private.require_admin();
  update private.bidders b set strikes = 0 where b.user_id = p_user_id;
  if not found then
    perform private.fail('NOFND', 'No such user.');
  end if;
  update private.strikes s set cleared_at = clock_timestamp() where s.user_id = p_user_id and s.cleared_at is null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
create function public.clear_strikes(p_user_id uuid) returns int
language sql volatile set search_path = '' as $$ select private.clear_strikes(p_user_id) $$;
comment on function public.clear_strikes is 'Admin (aal2): forgives a user''s strikes; three of them keep a user from bidding. Returns how many. Errors: 42501, MFAAL, NOFND.';

grant execute on function private.accept_second_chance(uuid), public.accept_second_chance(uuid),
  private.decline_second_chance(uuid), public.decline_second_chance(uuid) to authenticated;
grant execute on function private.clear_strikes(uuid), public.clear_strikes(uuid) to authenticated, service_role;
