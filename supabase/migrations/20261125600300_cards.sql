-- Cards on file: who is who at Stripe, and the one card that wins are charged to. Numbers never come here; the hosted page takes them.

create table private.stripe_customers (
  user_id uuid primary key references auth.users (id) on delete cascade,
  customer_id text not null unique check (customer_id ~ '^cus_'),
  payment_method_id text unique check (payment_method_id ~ '^pm_'),
  brand text,
  last4 text check (last4 ~ '^[0-9]{4}$'),
  exp_month int check (exp_month between 1 and 12),
  exp_year int check (exp_year between 2000 and 2200),
  fingerprint text,
  saved_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  constraint stripe_customers_card_is_whole check ((payment_method_id is null) = (last4 is null) and (payment_method_id is null) = (saved_at is null))
);
comment on table private.stripe_customers is 'A user''s customer at Stripe and the card on file.';
comment on column private.stripe_customers.fingerprint is 'Of the card''s number: two users with one card are a shill signal. Never leaves this table.';
comment on column private.stripe_customers.saved_at is 'Stripe''s time of the saving: an older card never replaces a newer one.';
create index stripe_customers_fingerprint on private.stripe_customers (fingerprint) where fingerprint is not null;
alter table private.stripe_customers enable row level security;

create table private.stripe_accounts (
  seller_id uuid primary key references public.sellers (id) on delete cascade,
  account_id text not null unique check (account_id ~ '^acct_'),
  can_receive boolean not null default false,
  payouts_enabled boolean not null default false,
  details_submitted boolean not null default false,
  disabled_reason text,
  due text[] not null default '{}',
  observed_at timestamptz,
  updated_at timestamptz not null default clock_timestamp()
);
comment on table private.stripe_accounts is 'A seller''s connected account at Stripe; money of their orders goes there while can_receive.';
comment on column private.stripe_accounts.can_receive is 'Stripe accepts transfers to it.';
comment on column private.stripe_accounts.due is 'What Stripe still has to be told, in its own words.';
comment on column private.stripe_accounts.observed_at is 'When it was looked at; an older look changes nothing.';
alter table private.stripe_accounts enable row level security;

create function private.store_customer(p_user_id uuid, p_customer_id text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id text;
begin
  if not exists (select 1 from private.bidders b where b.user_id = p_user_id) then
    perform private.fail('NOFND', 'No such user.');
  end if;
  if p_customer_id is null then
    perform private.limit_rate('stripe_customer', p_user_id, 30, 0.2);
  else
    insert into private.stripe_customers (user_id, customer_id) values (p_user_id, p_customer_id) on conflict (user_id) do nothing;
  end if;
  select c.customer_id into v_id from private.stripe_customers c where c.user_id = p_user_id;
  return v_id;
end $$;
create function public.store_customer(p_user_id uuid, p_customer_id text default null) returns text
language sql volatile set search_path = '' as $$ select private.store_customer(p_user_id, p_customer_id) $$;
comment on function public.store_customer is
  'Secret key only: keeps the user''s customer at Stripe unless there is one, and returns the one that counts; without p_customer_id only asks, which is limited per user: what follows costs calls to Stripe. Errors: NOFND, RTLIM.';

create function private.store_card(p_card jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid;
  v_order record;
begin
  update private.stripe_customers c
  set payment_method_id = p_card ->> 'payment_method_id', brand = p_card ->> 'brand', last4 = p_card ->> 'last4',
      exp_month = (p_card ->> 'exp_month')::int, exp_year = (p_card ->> 'exp_year')::int, fingerprint = p_card ->> 'fingerprint',
      saved_at = (p_card ->> 'saved_at')::timestamptz
  where c.customer_id = p_card ->> 'customer_id'
    and (c.saved_at is null or c.saved_at <= (p_card ->> 'saved_at')::timestamptz)
    and c.payment_method_id is distinct from p_card ->> 'payment_method_id'
  returning c.user_id into v_user;
  if v_user is null then
    return false;
  end if;
  update private.bidders b set has_card = true where b.user_id = v_user;
  -- What waits for another card is tried again with it.
  for v_order in
    select o.id from public.orders o where o.buyer_id = v_user and o.status = 'action_required' and o.payment_due_at > clock_timestamp()
  loop
    perform private.ask_again('settle:' || v_order.id);
  end loop;
  perform private.broadcast('user:' || v_user, 'card', jsonb_build_object('last4', p_card ->> 'last4'));
  return true;
end $$;
create function public.store_card(p_card jsonb) returns boolean
language sql volatile set search_path = '' as $$ select private.store_card(p_card) $$;
comment on function public.store_card is
  'Secret key only: puts a card that the hosted page has saved on file ({customer_id, payment_method_id, brand, last4, exp_month, exp_year, fingerprint, saved_at}), and tries with it what waits for a card. False when it is known, older than the one on file, or nobody''s.';

create function private.drop_card(p_payment_method_id text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid;
begin
  update private.stripe_customers c
  set payment_method_id = null, brand = null, last4 = null, exp_month = null, exp_year = null, fingerprint = null, saved_at = null
  where c.payment_method_id = p_payment_method_id returning c.user_id into v_user;
  if v_user is null then
    return false;
  end if;
  update private.bidders b set has_card = false where b.user_id = v_user;
  perform private.broadcast('user:' || v_user, 'card', jsonb_build_object('last4', null));
  return true;
end $$;
comment on function private.drop_card is 'The card is gone at Stripe: it is no longer on file, and its owner bids no more where a card is asked for.';

create function private.forget_card(p_user_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.drop_card(c.payment_method_id) from private.stripe_customers c where c.user_id = p_user_id and c.payment_method_id is not null;
end $$;
create function public.forget_card(p_user_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.forget_card(p_user_id) $$;
comment on function public.forget_card is 'Secret key only: takes the user''s card from the file, at their wish. Again is harmless.';

create function private.my_card() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  return (
    select jsonb_build_object('brand', c.brand, 'last4', c.last4, 'exp_month', c.exp_month, 'exp_year', c.exp_year)
    from private.stripe_customers c where c.user_id = v_user and c.payment_method_id is not null);
end $$;
create function public.my_card() returns jsonb
language sql stable set search_path = '' as $$ select private.my_card() $$;
comment on function public.my_card is 'The caller''s card on file: {brand, last4, exp_month, exp_year}, or null. Errors: 42501.';

grant execute on function private.store_customer(uuid, text), public.store_customer(uuid, text),
  private.store_card(jsonb), public.store_card(jsonb), private.forget_card(uuid), public.forget_card(uuid) to service_role;
grant execute on function private.my_card(), public.my_card() to authenticated;
