-- Payments: what was tried to collect an order's total. One payment is one PaymentIntent (or the Checkout Session that makes one), and an
-- order has one open payment at a time: the next begins when Stripe has confirmed that the last can no longer succeed.

create type public.payment_status as enum ('processing', 'action_required', 'declined', 'succeeded', 'canceled');

create table public.payments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  via text not null check (via in ('card', 'checkout')),
  status public.payment_status not null default 'processing',
  currency char(3) not null,
  amount_cents bigint not null check (amount_cents > 0),
  fee_cents bigint not null check (fee_cents >= 0),
  returned_cents bigint not null default 0 check (returned_cents >= 0),
  destination text check (destination ~ '^acct_'),
  intent_id text unique check (intent_id ~ '^pi_'),
  session_id text unique check (session_id ~ '^cs_'),
  failure_code text check (failure_code ~ '^[a-z0-9_]{3,60}$'),
  card_brand text,
  card_last4 text check (card_last4 ~ '^[0-9]{4}$'),
  created_at timestamptz not null default clock_timestamp(),
  observed_at timestamptz,
  succeeded_at timestamptz,
  booked_at timestamptz,
  constraint payments_fee_within_amount check (fee_cents <= amount_cents),
  constraint payments_returned_within_amount check (returned_cents <= case when succeeded_at is null then 0 else amount_cents end),
  constraint payments_success_has_time check ((status = 'succeeded') = (succeeded_at is not null)),
  constraint payments_booked_has_succeeded check (booked_at is null or succeeded_at is not null)
);
comment on table public.payments is 'Attempts to collect an order, one row per PaymentIntent; seen by the buyer and admins. Card numbers never come here.';
comment on column public.payments.fee_cents is 'The platform''s part (application_fee_amount).';
comment on column public.payments.returned_cents is
  'Refunded, or about to be: what refunds have taken of the payment. That it never exceeds the payment is the proof, whatever the code does.';
comment on column public.payments.destination is 'The seller''s connected account; null while they have none: then the platform holds their money.';
comment on column public.payments.observed_at is 'When the state at Stripe was last looked at; what was seen before that changes nothing any more.';
comment on column public.payments.booked_at is 'When the charge''s fee and transfer were known and entered the books.';
-- At most one charge for an order: these two are the proof, whatever the code does.
create unique index payments_one_success on public.payments (order_id) where status = 'succeeded';
create unique index payments_one_open on public.payments (order_id) where status in ('processing', 'action_required', 'declined');
create index payments_order on public.payments (order_id);
create index payments_buyer on public.payments (buyer_id, created_at desc);
create index payments_seller on public.payments (seller_id, created_at desc);
alter table public.payments enable row level security;
create policy payments_select_buyer on public.payments for select to authenticated
  using (buyer_id = (select auth.uid()) or (select private.has_role('admin')));
grant select (id, order_id, buyer_id, via, status, currency, amount_cents, failure_code, card_brand, card_last4, created_at, succeeded_at)
  on public.payments to authenticated;
grant select on public.payments to service_role;

create table private.payment_attempts (
  order_id uuid not null references public.orders (id),
  number int not null check (number > 0),
  payment_id uuid not null references public.payments (id),
  key text not null unique generated always as ('settle:' || order_id || ':' || number) stored,
  request jsonb not null,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  outcome text,
  primary key (order_id, number)
);
comment on table private.payment_attempts is
  'Each call to Stripe that can move money, stored before it is made: the idempotency key and all that the request is made of, so that whoever repeats it repeats exactly it.';
comment on column private.payment_attempts.request is '{call: create|confirm|session, session: on|off, payment_method_id, customer_id, expires_at}';
create unique index payment_attempts_one_running on private.payment_attempts (payment_id) where ended_at is null;
create index payment_attempts_payment on private.payment_attempts (payment_id);
alter table private.payment_attempts enable row level security;

create function private.open_payment(p_order_id uuid) returns public.payments
language sql volatile security definer set search_path = '' as $$
  select p.* from public.payments p where p.order_id = p_order_id and p.status in ('processing', 'action_required', 'declined')
$$;
comment on function private.open_payment is 'The order''s payment that may still succeed, or null.';

create function private.payment_is_stopping(p_order_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from public.payments p join private.outbox b on b.key = 'stop:' || p.id
    where p.order_id = p_order_id and p.status in ('processing', 'action_required', 'declined'))
$$;

create function private.stop_payment(p_order_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_payment public.payments := private.open_payment(p_order_id);
begin
  if v_payment.id is null then
    return false;
  end if;
  perform private.enqueue('stop_payment', 'stop:' || v_payment.id, jsonb_build_object('payment_id', v_payment.id, 'order_id', p_order_id));
  return true;
end $$;
comment on function private.stop_payment is
  'Asks the worker to cancel the order''s open payment at Stripe; false when there is none. An order is called unpaid only after Stripe has said that nobody can pay it any more.';

create function private.was_refused(p_order_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select a.outcome in ('refused', 'page_refused') from private.payment_attempts a
    where a.order_id = p_order_id order by a.number desc limit 1), false)
$$;
comment on function private.was_refused is
  'Stripe has refused the last call for an order itself, not its card: the buyer could not have paid.';

create function private.announce_order(p_order public.orders) returns void
language sql volatile security definer set search_path = '' as $$
  select private.broadcast('user:' || p_order.buyer_id, 'order', jsonb_build_object('order_id', p_order.id, 'status', p_order.status,
    'reason', p_order.action_reason)),
    private.broadcast('user:' || p_order.seller_id, 'order', jsonb_build_object('order_id', p_order.id, 'status', p_order.status))
$$;
comment on function private.announce_order is 'Tells buyer and seller what became of an order; why the buyer must act is the buyer''s alone.';

create function private.await_buyer(p_order_id uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  update public.orders o set status = 'action_required', action_reason = p_reason
  where o.id = p_order_id and o.status in ('pending', 'action_required') and o.action_reason is distinct from p_reason returning * into v_order;
  if v_order.id is not null then
    perform private.announce_order(v_order);
  end if;
end $$;
comment on function private.await_buyer is 'Only the buyer can bring the order further, before payment_due_at: another card, their bank''s question, a first card.';

-- ── checking out ──────────────────────────────────────────────────────────────────────────────────────────────────

create function private.checkout_order(p_order_id uuid, p_card text) returns public.orders
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_order public.orders;
begin
  if p_card is null or p_card not in ('saved', 'other') then
    perform private.invalid('p_card', 'The card is the saved one or another one.');
  end if;
  select o.* into v_order from public.orders o where o.id = p_order_id and o.buyer_id = v_user for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of yours.');
  elsif v_order.status not in ('pending', 'action_required') then
    perform private.fail('STATE', format('The order is %s.', v_order.status), jsonb_build_object('status', v_order.status));
  elsif v_order.payment_due_at <= clock_timestamp() then
    perform private.fail('STATE', 'The time to pay is over.', jsonb_build_object('status', 'overdue'));
  end if;
  perform private.limit_rate('checkout_order', v_user, 10, 0.2);
  v_order := private.seal_order(p_order_id);
  if v_order.sealed_at is null then
    perform private.fail('STATE', 'Where the order goes is not known yet.', jsonb_build_object('status', 'no_address'), 'Give an address first.');
  end if;
  if (private.open_payment(p_order_id)).id is null then
    -- Who wants another card charged is on the way to the hosted page. Should they not get there, the saved one is charged after all.
    perform private.ask_again('settle:' || p_order_id, case p_card when 'other' then 60 else 0 end);
  end if;
  return v_order;
end $$;
create function public.checkout_order(p_order_id uuid, p_card text default 'saved') returns public.orders
language sql volatile set search_path = '' as $$ select * from private.checkout_order(p_order_id, p_card) $$;
comment on function public.checkout_order is
  'Buyer: closes an open order, so that no further win joins it, and lets the card on file be charged now, or in a minute when p_card is other: until then the hosted page can be opened (stripe-checkout). Again is harmless. Returns the order with its total_cents. Errors: 42501, NOFND, STATE {status: its own, overdue or no_address}, INVAL {field}, RTLIM.';
grant execute on function private.checkout_order(uuid, text), public.checkout_order(uuid, text) to authenticated;
