-- Operators: finding an order by whatever they were told, and all that has happened to its money in the order of time.

create function private.orders_like(p_query text) returns setof uuid
language plpgsql stable security definer set search_path = '' rows 20 as $$
declare
  v_number bigint := case when p_query ~* '^(bl-)?[0-9]{1,15}$' then regexp_replace(p_query, '\D', '', 'g')::bigint end;
  v_id uuid := case when p_query ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then p_query::uuid end;
  v_people uuid[] := array(
    select p.id from public.profiles p where p.username = lower(ltrim(p_query, '@'))
    union select u.id from auth.users u where u.email = lower(p_query));
begin
  return query
    select o.id from public.orders o where o.number = v_number or o.id = v_id
    union select o.id from public.orders o where o.buyer_id = any (v_people) or o.seller_id = any (v_people)
    union select p.order_id from public.payments p where p.intent_id = p_query or p.session_id = p_query
    union select r.order_id from public.refunds r where r.stripe_id = p_query
    union select d.order_id from public.disputes d where d.stripe_id = p_query;
end $$;
comment on function private.orders_like is 'Orders that somebody may mean by this text.';

create function private.find_orders(p_query text, p_limit int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_operator();
  v_query text := private.clean_text('p_query', p_query, 200, false);
begin
  if p_limit is null or p_limit not between 1 and 50 then
    perform private.invalid('p_limit', 'Between 1 and 50 orders.');
  end if;
  perform private.limit_rate('find_orders', v_user, 60, 1);
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', f.id, 'number', f.number, 'status', f.status, 'currency', f.currency,
        'cents', coalesce(f.total_cents, f.items_cents), 'created_at', f.created_at, 'buyer', b.username, 'shop', s.shop_name)
      order by f.created_at desc, f.number desc)
    from (
      select o.id, o.number, o.status, o.currency, o.total_cents, o.items_cents, o.created_at, o.buyer_id, o.seller_id
      from public.orders o where v_query is null or o.id in (select private.orders_like(v_query))
      order by o.created_at desc limit p_limit) f
    join public.profiles b on b.id = f.buyer_id
    join public.sellers s on s.id = f.seller_id), '[]');
end $$;
create function public.find_orders(p_query text default null, p_limit int default 20) returns jsonb
language sql volatile set search_path = '' as $$ select private.find_orders(p_query, p_limit) $$;
comment on function public.find_orders is
  'Admin: orders by number, id, Stripe''s id of a payment, refund or dispute, or the exact username or e-mail of buyer or shop; without a query the latest: [{id, number, status, currency, cents, created_at, buyer, shop}]. Errors: 42501, INVAL {field}, RTLIM.';

create function private.money_events(p_order_id uuid) returns table (at timestamptz, what text, cents bigint, detail jsonb)
language sql stable security definer set search_path = '' as $$
  select o.created_at, 'won', o.items_cents, '{}'::jsonb from public.orders o where o.id = p_order_id
  union all
  select o.sealed_at, 'sealed', o.total_cents, '{}' from public.orders o where o.id = p_order_id and o.sealed_at is not null
  union all
  select a.started_at, 'charge_begun', p.amount_cents,
    jsonb_build_object('call', a.request ->> 'call', 'number', a.number, 'outcome', a.outcome)
  from private.payment_attempts a join public.payments p on p.id = a.payment_id where a.order_id = p_order_id
  union all
  select p.succeeded_at, 'paid', p.amount_cents, jsonb_build_object('stripe_id', p.intent_id, 'card', p.card_last4)
  from public.payments p where p.order_id = p_order_id and p.succeeded_at is not null
  union all
  select p.booked_at, 'booked', p.amount_cents - p.fee_cents, jsonb_build_object('account', p.destination)
  from public.payments p where p.order_id = p_order_id and p.booked_at is not null
  union all
  select r.created_at, 'refund_asked', r.amount_cents, jsonb_build_object('reason', r.reason, 'by', u.username)
  from public.refunds r left join public.profiles u on u.id = r.requested_by where r.order_id = p_order_id
  union all
  select r.ended_at, 'refund_' || r.status, r.amount_cents, jsonb_build_object('stripe_id', r.stripe_id, 'failure', r.failure_code)
  from public.refunds r where r.order_id = p_order_id and r.ended_at is not null
  union all
  select d.opened_at, 'inquiry_opened', d.amount_cents, jsonb_build_object('stripe_id', d.stripe_id, 'reason', d.reason)
  from public.disputes d where d.order_id = p_order_id and d.withdrawn_at is distinct from d.opened_at
  union all
  select d.withdrawn_at, 'dispute_opened', d.amount_cents, jsonb_build_object('stripe_id', d.stripe_id, 'reason', d.reason)
  from public.disputes d where d.order_id = p_order_id and d.withdrawn_at is not null
  union all
  select d.closed_at, case d.status when 'closed' then 'inquiry_closed' else 'dispute_' || d.status end, d.amount_cents, jsonb_build_object('stripe_id', d.stripe_id)
  from public.disputes d where d.order_id = p_order_id and d.closed_at is not null
  union all
  select s.shipped_at, 'shipped', null, '{}' from public.shipments s where s.order_id = p_order_id
  union all
  select s.delivered_at, 'delivered', null, '{}' from public.shipments s where s.order_id = p_order_id and s.delivered_at is not null
  union all
  select o.cancelled_at, 'cancelled', null, jsonb_build_object('reason', o.cancel_reason)
  from public.orders o where o.id = p_order_id and o.cancelled_at is not null
$$;
comment on function private.money_events is 'What has happened to an order''s money, in no order.';

create function private.order_money(p_order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  perform private.require_operator();
  select o.* into v_order from public.orders o where o.id = p_order_id;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order.');
  end if;
  return jsonb_build_object(
    'id', v_order.id, 'number', v_order.number, 'status', v_order.status, 'reason', coalesce(v_order.action_reason, v_order.cancel_reason),
    'currency', v_order.currency, 'total_cents', v_order.total_cents, 'payment_due_at', v_order.payment_due_at,
    'buyer', (select p.username from public.profiles p where p.id = v_order.buyer_id),
    'shop', (select s.shop_name from public.sellers s where s.id = v_order.seller_id),
    'items', (select jsonb_agg(jsonb_build_object('title', i.title, 'quantity', i.quantity, 'price_cents', i.price_cents) order by i.title, i.id)
      from public.order_items i where i.order_id = p_order_id),
    'left_cents', coalesce((select p.amount_cents - p.returned_cents from public.payments p
      where p.order_id = p_order_id and p.status = 'succeeded'
        and not exists (select 1 from public.disputes d where d.payment_id = p.id and d.withdrawn_at is not null)), 0),
    'disputed', exists (select 1 from public.disputes d where d.order_id = p_order_id and d.withdrawn_at is not null),
    'events', (select jsonb_agg(jsonb_build_object('at', e.at, 'what', e.what, 'cents', e.cents, 'detail', jsonb_strip_nulls(e.detail))
      order by e.at, e.what) from private.money_events(p_order_id) e),
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('account', b.account, 'cents', b.cents) order by b.account) from (
      select e.account, sum(e.amount_cents)::bigint as cents from private.ledger_entries e
      where e.order_id = p_order_id group by e.account having sum(e.amount_cents) <> 0) b), '[]'));
end $$;
create function public.order_money(p_order_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.order_money(p_order_id) $$;
comment on function public.order_money is
  'Admin: an order''s money: {id, number, status, reason, currency, total_cents, payment_due_at, buyer, shop, items, left_cents: can still go back, disputed, events [{at, what, cents, detail}] oldest first, accounts [{account, cents}] of the books}. Errors: 42501, NOFND.';

grant execute on function private.find_orders(text, int), public.find_orders(text, int),
  private.order_money(uuid), public.order_money(uuid) to authenticated;
