-- Refunds: money that goes back to the buyer, asked for by the shop within its limits, by an administrator, or because a payment came
-- for an order that could not be paid any more. The command reserves the amount and writes an outbox row; the worker asks Stripe.

create table private.settings (
  name text primary key check (name ~ '^[a-z_]{3,60}$'),
  value bigint not null,
  description text not null
);
comment on table private.settings is 'Numbers that the platform may change without a migration.';
insert into private.settings values
  ('seller_refund_days', 90, 'How long after the payment a shop may refund by itself; afterwards an administrator does.'),
  ('seller_refund_daily_cents', 200000, 'What a shop may refund by itself within 24 hours, over all its orders, in minor units of each currency.');
alter table private.settings enable row level security;

create function private.setting(p_name text) returns bigint
language sql stable security definer set search_path = '' as $$ select s.value from private.settings s where s.name = p_name $$;

create type public.refund_status as enum ('pending', 'succeeded', 'failed');

create table public.refunds (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  payment_id uuid not null references public.payments (id),
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  requested_by uuid references public.profiles (id) on delete set null,
  idempotency_key uuid,
  reason text not null check (reason ~ '^[a-z_]{3,40}$'),
  status public.refund_status not null default 'pending',
  currency char(3) not null,
  amount_cents bigint not null check (amount_cents > 0),
  transfer_back_cents bigint not null default 0 check (transfer_back_cents >= 0),
  fee_back_cents bigint not null default 0 check (fee_back_cents >= 0),
  resent_cents bigint not null default 0,
  rest_of uuid references public.refunds (id),
  attempt int not null default 1 check (attempt > 0),
  stripe_id text unique check (stripe_id ~ '^(re|pyr)_'),
  failure_code text check (failure_code ~ '^[a-z0-9_]{3,60}$'),
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz,
  constraint refunds_once unique (requested_by, idempotency_key),
  constraint refunds_ended check ((status = 'pending') = (ended_at is null)),
  constraint refunds_resent_within check (resent_cents between 0 and amount_cents),
  constraint refunds_failed_says_why check ((status = 'failed') = (failure_code is not null))
);
comment on table public.refunds is 'Money going back to a buyer, one row per refund at Stripe; seen by the buyer, the shop and admins.';
comment on column public.refunds.requested_by is 'Null: the platform itself, or somebody in Stripe''s dashboard.';
comment on column public.refunds.transfer_back_cents is 'What came back from the seller''s account, as Stripe has booked it.';
comment on column public.refunds.fee_back_cents is 'What the platform gave back of its fee.';
comment on column public.refunds.resent_cents is
  'What of it is paid out of refunds that a bank had sent back: their money lies with the platform, so nothing is asked of the seller for it again.';
comment on column public.refunds.rest_of is 'It was asked for together with this one, which is all resent.';
comment on column public.refunds.attempt is 'Part of the key of the call. It rises only when Stripe is known to have done nothing under the last one.';
comment on column public.refunds.started_at is 'Before the first call to Stripe.';
create index refunds_order on public.refunds (order_id, created_at);
create index refunds_rest_of on public.refunds (rest_of) where rest_of is not null;
create index refunds_payment on public.refunds (payment_id, created_at);
create index refunds_buyer on public.refunds (buyer_id, created_at desc);
create index refunds_seller on public.refunds (seller_id, created_at desc);
alter table public.refunds enable row level security;
create policy refunds_select_parties on public.refunds for select to authenticated
  using (buyer_id = (select auth.uid()) or seller_id = (select auth.uid()) or (select private.has_role('admin')));
grant select (id, order_id, buyer_id, seller_id, reason, status, currency, amount_cents, failure_code, created_at, ended_at)
  on public.refunds to authenticated;
grant select on public.refunds to service_role;

create function private.count_returned(p_payment_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update public.payments p
  set returned_cents = (select coalesce(sum(r.amount_cents), 0) from public.refunds r where r.payment_id = p.id and r.status <> 'failed')
  where p.id = p_payment_id
$$;
comment on function private.count_returned is 'Every refund that was added or has failed passes here; the payment''s CHECK refuses one too many.';

create function private.next_refund(p_payment_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  select private.ask_again('refund:' || n.id) from (
    select r.id from public.refunds r where r.payment_id = p_payment_id and r.status = 'pending' order by r.created_at, r.id limit 1) n
$$;
comment on function private.next_refund is 'A payment''s refunds go one at a time: now the oldest one that waits.';

create function private.add_refund(p_payment_id uuid, p_amount_cents bigint, p_reason text, p_by uuid, p_key uuid) returns public.refunds
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.refunds;
begin
  insert into public.refunds (order_id, payment_id, buyer_id, seller_id, requested_by, idempotency_key, reason, currency, amount_cents)
  select p.order_id, p.id, p.buyer_id, p.seller_id, p_by, p_key, p_reason, p.currency, p_amount_cents
  from public.payments p where p.id = p_payment_id
  on conflict (requested_by, idempotency_key) do nothing returning * into v_row;
  if v_row.id is null then
    perform private.fail('IDMPT', 'This key was used for another refund.');
  end if;
  perform private.count_returned(p_payment_id);
  perform private.enqueue('refund_payment', 'refund:' || v_row.id, jsonb_build_object('refund_id', v_row.id));
  perform private.wake_jobs();
  return v_row;
end $$;
comment on function private.add_refund is 'Reserves an amount of a payment and has it sent back. The caller holds the order''s row.';

create function private.assert_seller_may_refund(p_payment public.payments, p_amount_cents bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_used bigint;
  v_limit bigint := private.setting('seller_refund_daily_cents');
begin
  if p_payment.succeeded_at < clock_timestamp() - make_interval(days => private.setting('seller_refund_days')::int) then
    perform private.fail('STATE', 'This order is too old for a refund by the shop.', jsonb_build_object('status', 'too_old'), 'Ask the platform.');
  end if;
  -- Two orders of one shop refunded at once must see each other.
  perform pg_advisory_xact_lock(hashtextextended('refunds:' || p_payment.seller_id, 0));
  select coalesce(sum(r.amount_cents), 0) into v_used from public.refunds r
  where r.seller_id = p_payment.seller_id and r.requested_by = r.seller_id and r.currency = p_payment.currency and r.status <> 'failed'
    and r.created_at > clock_timestamp() - interval '24 hours';
  if v_used + p_amount_cents > v_limit then
    perform private.fail('STATE', 'This is more than the shop may refund in a day.',
      jsonb_build_object('status', 'daily_limit', 'limit_cents', v_limit, 'left_cents', greatest(0, v_limit - v_used)), 'Ask the platform.');
  end if;
end $$;
comment on function private.assert_seller_may_refund is 'SECURITY: a shop whose session was stolen empties no more than a day''s limit.';

create function private.refund_order(p_order_id uuid, p_amount_cents bigint, p_reason text, p_idempotency_key uuid) returns public.refunds
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_is_admin boolean := private.has_role('admin');
  v_order public.orders;
  v_payment public.payments;
  v_row public.refunds;
  v_left bigint;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id and (o.seller_id = v_user or v_is_admin) for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of your shop.');
  elsif v_order.seller_id is distinct from v_user then
    perform private.require_admin();
  end if;
  if p_reason is null or p_reason not in ('requested', 'damaged', 'not_as_described', 'not_received', 'cannot_send', 'goodwill') then
    perform private.invalid('p_reason', 'The reason is requested, damaged, not_as_described, not_received, cannot_send or goodwill.');
  elsif p_idempotency_key is null then
    perform private.invalid('p_idempotency_key', 'A refund needs a key, so that it is made once.');
  elsif p_amount_cents < 1 then
    perform private.invalid('p_amount_cents', 'A refund is at least one cent.');
  end if;
  select r.* into v_row from public.refunds r where r.requested_by = v_user and r.idempotency_key = p_idempotency_key;
  if v_row.id is not null then
    v_left := v_row.amount_cents + coalesce((select sum(r.amount_cents) from public.refunds r where r.rest_of = v_row.id), 0);
    if (v_row.order_id, v_row.reason) <> (p_order_id, p_reason) or p_amount_cents <> v_left then
      perform private.fail('IDMPT', 'This key was used for another refund.');
    end if;
    return v_row;
  end if;
  perform private.limit_rate('refund_order', v_user, 20, 0.1);
  select p.* into v_payment from public.payments p where p.order_id = p_order_id and p.status = 'succeeded' for no key update;
  if v_payment.id is null then
    perform private.fail('STATE', 'The order has not been paid.', jsonb_build_object('status', v_order.status));
  end if;
  if exists (select 1 from public.disputes d where d.payment_id = v_payment.id and d.withdrawn_at is not null) then
    -- What the bank has taken, or given back, is between it and the shop; one payment is not returned twice. Where it has only
    -- asked, a refund is how the question ends.
    perform private.fail('STATE', 'The buyer''s bank has a case about this payment.', jsonb_build_object('status', 'disputed'));
  end if;
  v_left := v_payment.amount_cents - v_payment.returned_cents;
  if coalesce(p_amount_cents, 1) > v_left then
    perform private.fail('STATE', 'More than is left of what the buyer has paid.', jsonb_build_object('status', 'refunded', 'left_cents', v_left));
  end if;
  if not (v_is_admin and coalesce(auth.jwt() ->> 'aal', '') = 'aal2') then
    perform private.assert_seller_may_refund(v_payment, coalesce(p_amount_cents, v_left));
  end if;
  v_row := private.add_refund(v_payment.id, coalesce(p_amount_cents, v_left), p_reason, v_user, p_idempotency_key);
  perform private.announce_order(v_order);
  return v_row;
end $$;
create function public.refund_order(p_order_id uuid, p_amount_cents bigint, p_reason text, p_idempotency_key uuid) returns public.refunds
language sql volatile set search_path = '' as $$
  select * from private.refund_order(p_order_id, p_amount_cents, p_reason, p_idempotency_key)
$$;
comment on function public.refund_order is
  'Seller (up to a day''s limit), admin (aal2): sends money of a paid order back; without p_amount_cents all that is left. Reasons: requested, damaged, not_as_described, not_received, cannot_send, goodwill. The same key again returns the same refund. Refunded in full before it was shipped, the order is cancelled. Errors: 42501, MFAAL, NOFND, INVAL {field}, IDMPT, STATE {status: its own, refunded with left_cents, disputed, too_old, or daily_limit with limit_cents and left_cents}, RTLIM.';
grant execute on function private.refund_order(uuid, bigint, text, uuid), public.refund_order(uuid, bigint, text, uuid) to authenticated;
