-- Combined orders: what a buyer wins in one show is one order, until the show has been over for a quarter of an hour or they check out.

create function private.joinable_order(p_show_id uuid, p_buyer_id uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  -- Two lots that close at once wait for each other here, not at the unique index.
  perform pg_advisory_xact_lock(hashtextextended('bundle:' || p_show_id || ':' || p_buyer_id, 0));
  select o.* into v_order from public.orders o
  where o.show_id = p_show_id and o.buyer_id = p_buyer_id and o.sealed_at is null and o.status = 'pending' for no key update;
  if v_order.joinable_until <= clock_timestamp() then
    -- Its time is over, and no worker has come by.
    if (private.seal_order(v_order.id)).sealed_at is null then
      perform private.await_buyer(v_order.id, 'no_address');
    end if;
    return null;
  end if;
  return v_order.id;
end $$;
comment on function private.joinable_order is 'The buyer''s open order in a show, or null; the caller''s transaction is then the only one that may open or extend it.';

create function private.create_order(
  p_auction public.auctions, p_buyer_id uuid, p_seq int, p_price_cents bigint, p_quantity int default 1, p_joins boolean default true
) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_joins boolean := p_joins and exists (select 1 from public.shows s where s.id = p_auction.show_id and s.status = 'live');
  v_order uuid := case when v_joins then private.joinable_order(p_auction.show_id, p_buyer_id) end;
  -- end_show brings it forward; no show that somebody forgot to end keeps an order open for longer.
  v_until timestamptz := case when v_joins then clock_timestamp() + interval '12 hours' end;
begin
  if v_order is null then
    insert into public.orders (buyer_id, seller_id, show_id, currency, items_cents, joinable_until, payment_due_at)
    values (p_buyer_id, p_auction.seller_id, case when v_joins then p_auction.show_id end, p_auction.currency, p_price_cents * p_quantity,
      v_until, coalesce(v_until, clock_timestamp()) + interval '48 hours')
    returning id into v_order;
    perform private.enqueue('settle_order', 'settle:' || v_order, jsonb_build_object('order_id', v_order), v_until);
  else
    update public.orders o set items_cents = o.items_cents + p_price_cents * p_quantity where o.id = v_order;
  end if;
  insert into public.order_items (order_id, auction_id, seq, product_id, title, quantity, price_cents, single_winner)
  values (v_order, p_auction.id, p_seq, p_auction.product_id, p_auction.title, p_quantity, p_price_cents, p_auction.format <> 'fixed');
  return v_order;
end $$;
comment on function private.create_order is
  'The order of a sale (p_seq in the ledger; price per unit) with its outbox row, or one more item of the buyer''s open order in the show; the unique keys on order_items make a second one impossible.';

create function private.close_bundles(p_show_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  with closing as (
    update public.orders o
    set joinable_until = clock_timestamp() + interval '15 minutes', payment_due_at = clock_timestamp() + interval '48 hours 15 minutes'
    where o.show_id = p_show_id and o.sealed_at is null and o.joinable_until > clock_timestamp() + interval '15 minutes'
    returning o.id, o.joinable_until)
  update private.outbox b set run_at = c.joinable_until from closing c where b.key = 'settle:' || c.id
$$;
comment on function private.close_bundles is 'The show has ended: its open orders are charged a quarter of an hour later, unless the buyer checks out before.';
