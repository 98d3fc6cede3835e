-- Payouts: a shop's account at Stripe, what Stripe says of it, and what the shop has earned. The account's own pages are Stripe's;
-- identity documents and bank accounts never come here.

create function private.store_account(p_seller_id uuid, p_account_id text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id text;
begin
  if not exists (select 1 from public.sellers s where s.id = p_seller_id and s.status = 'approved') then
    perform private.fail('NOFND', 'No such shop.');
  end if;
  if p_account_id is null then
    perform private.limit_rate('stripe_account', p_seller_id, 20, 0.1);
  else
    insert into private.stripe_accounts (seller_id, account_id) values (p_seller_id, p_account_id) on conflict (seller_id) do nothing;
  end if;
  select a.account_id into v_id from private.stripe_accounts a where a.seller_id = p_seller_id;
  return v_id;
end $$;
create function public.store_account(p_seller_id uuid, p_account_id text default null) returns text
language sql volatile set search_path = '' as $$ select private.store_account(p_seller_id, p_account_id) $$;
comment on function public.store_account is
  'Secret key only: keeps an open shop''s account at Stripe unless there is one, and returns the one that counts; without p_account_id only asks, which is limited per shop: what follows costs calls to Stripe. Errors: NOFND, RTLIM.';

create function private.sync_account(p_seen jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seller uuid;
begin
  update private.stripe_accounts a
  set can_receive = (p_seen ->> 'can_receive')::boolean, payouts_enabled = (p_seen ->> 'payouts_enabled')::boolean,
      details_submitted = (p_seen ->> 'details_submitted')::boolean, disabled_reason = p_seen ->> 'disabled_reason',
      due = array(select jsonb_array_elements_text(p_seen -> 'due')), observed_at = (p_seen ->> 'observed_at')::timestamptz,
      updated_at = clock_timestamp()
  where a.account_id = p_seen ->> 'account_id' and coalesce(a.observed_at <= (p_seen ->> 'observed_at')::timestamptz, true)
  returning a.seller_id into v_seller;
  if v_seller is null then
    return false;
  end if;
  perform private.broadcast('user:' || v_seller, 'payouts', jsonb_build_object('can_receive', (p_seen ->> 'can_receive')::boolean));
  return true;
end $$;
create function public.sync_account(p_seen jsonb) returns boolean
language sql volatile set search_path = '' as $$ select private.sync_account(p_seen) $$;
comment on function public.sync_account is
  'Secret key only: a connected account as seen at Stripe: {account_id, observed_at, can_receive, payouts_enabled, details_submitted, disabled_reason, due: […]}. False when it is none of ours, or was looked at since.';

create function private.my_payouts() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_account private.stripe_accounts;
begin
  if not exists (select 1 from public.sellers s where s.id = v_user) then
    perform private.fail('NOFND', 'You have no shop.');
  end if;
  select a.* into v_account from private.stripe_accounts a where a.seller_id = v_user;
  return jsonb_build_object(
    'state', case when v_account.account_id is null then 'none' when not v_account.details_submitted then 'incomplete'
      when v_account.can_receive and v_account.payouts_enabled then 'active'
      when v_account.disabled_reason = 'requirements.pending_verification' then 'pending' else 'restricted' end,
    'can_receive', coalesce(v_account.can_receive, false), 'payouts_enabled', coalesce(v_account.payouts_enabled, false),
    'disabled_reason', v_account.disabled_reason, 'due', to_jsonb(coalesce(v_account.due, '{}')),
    'fee_ppm', (select f.rate_ppm from public.seller_fees f where f.valid_from <= clock_timestamp() order by f.valid_from desc limit 1),
    -- What is owed and lies with the platform; the rest is in the account, and Stripe pays it out.
    'held', coalesce((
      select jsonb_agg(jsonb_build_object('currency', h.currency, 'cents', h.cents) order by h.currency) from (
        select e.currency, -sum(e.amount_cents)::bigint as cents
        from private.ledger_entries e join public.payments p on p.order_id = e.order_id and p.status = 'succeeded'
        where e.account = 'seller:' || v_user and p.destination is null group by e.currency having sum(e.amount_cents) <> 0) h), '[]'));
end $$;
create function public.my_payouts() returns jsonb
language sql stable set search_path = '' as $$ select private.my_payouts() $$;
comment on function public.my_payouts is
  'Seller: {state: none, incomplete, pending, restricted or active, can_receive, payouts_enabled, disabled_reason, due: what Stripe asks for, fee_ppm: the commission, held: [{currency, cents}] that the platform keeps because there was no account when it was earned}. Errors: 42501, NOFND.';

create function private.my_earnings(p_before timestamptz, p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  if p_limit is null or p_limit not between 1 and 100 then
    perform private.invalid('p_limit', 'Between 1 and 100 orders at a time.');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('order_id', r.id, 'number', r.number, 'status', r.status, 'paid_at', r.paid_at, 'currency', r.currency,
      'sold_cents', r.sold, 'fee_cents', r.sold - r.earned, 'returned_cents', r.earned - r.net, 'net_cents', r.net,
      'with', case when r.destination is null then 'platform' else 'account' end, 'disputed', r.disputed) order by r.paid_at desc)
    from (
      select o.id, o.number, o.status, o.paid_at, o.currency, o.items_cents + o.shipping_cents as sold, p.destination,
        p.amount_cents - p.fee_cents as earned,
        -(select coalesce(sum(e.amount_cents), 0)::bigint from private.ledger_entries e
          where e.order_id = o.id and e.account = 'seller:' || v_user) as net,
        exists (select 1 from public.disputes d where d.payment_id = p.id and d.status = 'open') as disputed
      from public.orders o join public.payments p on p.order_id = o.id and p.status = 'succeeded'
      where o.seller_id = v_user and o.paid_at is not null and o.paid_at < coalesce(p_before, 'infinity')
      order by o.paid_at desc limit p_limit) r), '[]');
end $$;
create function public.my_earnings(p_before timestamptz default null, p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.my_earnings(p_before, p_limit) $$;
comment on function public.my_earnings is
  'Seller: what each paid order has brought, latest first, from the books: [{order_id, number, status, paid_at, currency, sold_cents: items and shipping, fee_cents: the commission, returned_cents: refunded or lost in a dispute, net_cents, with: account or platform, disputed}]. Errors: 42501, INVAL {field}.';

grant execute on function private.store_account(uuid, text), public.store_account(uuid, text),
  private.sync_account(jsonb), public.sync_account(jsonb) to service_role;
grant execute on function private.my_payouts(), public.my_payouts(),
  private.my_earnings(timestamptz, int), public.my_earnings(timestamptz, int) to authenticated;
