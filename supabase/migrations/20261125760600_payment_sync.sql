-- What Stripe says becomes what we say. Whoever has looked at a payment there (worker, webhook, return from the hosted page) brings the
-- object here; looking twice, late, or in the wrong order changes nothing: an end is final, and an older look never beats a newer one.

create function private.book_payment(p_payment public.payments) returns void
language sql volatile security definer set search_path = '' as $$
  select private.book('payment', p_payment.id::text, p_payment.order_id, p_payment.currency, jsonb_build_object(
    'stripe:clearing', p_payment.amount_cents,
    'seller:' || p_payment.seller_id, p_payment.fee_cents - p_payment.amount_cents,
    'platform:tax', -o.tax_cents,
    'platform:revenue', o.tax_cents - p_payment.fee_cents))
  from public.orders o where o.id = p_payment.order_id
$$;
comment on function private.book_payment is 'The buyer has paid: the seller is owed their part, the tax is owed to the state, the platform has earned its own.';

create function private.book_charge(p_payment public.payments, p_charge jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_fee bigint := (p_charge ->> 'fee_cents')::bigint;
  v_moved bigint := coalesce((p_charge ->> 'transferred_cents')::bigint, 0);
  v_back bigint := coalesce((p_charge ->> 'application_fee_cents')::bigint, 0);
begin
  if p_payment.status <> 'succeeded' or p_payment.booked_at is not null or v_fee is null then
    return;
  end if;
  perform private.book('settlement', p_payment.id::text, p_payment.order_id, p_payment.currency,
    jsonb_build_object('stripe:clearing', -p_payment.amount_cents, 'stripe:fees', v_fee,
      'stripe:platform', p_payment.amount_cents - v_fee - v_moved + v_back)
    || case when p_payment.destination is null then '{}' else jsonb_build_object('stripe:' || p_payment.destination, v_moved - v_back) end);
  update public.payments p set booked_at = clock_timestamp() where p.id = p_payment.id;
  perform private.next_refund(p_payment.id);
end $$;
comment on function private.book_charge is
  'Where the money lies now: {fee_cents, transferred_cents, application_fee_cents} as in Stripe''s balance transactions. Once; null while Stripe has not booked it.';

create function private.pay_order(p_payment public.payments) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  update public.orders o set status = 'paid', action_reason = null, paid_at = p_payment.succeeded_at
  where o.id = p_payment.order_id and o.status in ('pending', 'action_required') returning * into v_order;
  if v_order.id is null then
    -- Cannot be while payments are stopped before orders are cancelled; if it is, the money goes back.
    perform private.add_refund(p_payment.id, p_payment.amount_cents, 'order_not_payable', null, null);
    return;
  end if;
  perform private.announce_order(v_order);
end $$;

create function private.payment_status_of(p_intent jsonb, p_session jsonb) returns public.payment_status
language sql immutable set search_path = '' as $$
  select case
    when p_intent ->> 'status' in ('succeeded', 'canceled', 'processing') then p_intent ->> 'status'
    when p_session ->> 'status' = 'expired' and p_intent is null then 'canceled'
    when p_intent ->> 'status' = 'requires_payment_method' and p_intent ->> 'failure_code' <> 'authentication_required' then 'declined'
    else 'action_required' end::public.payment_status
$$;
comment on function private.payment_status_of is 'Our word for what a PaymentIntent and its Checkout Session say together.';

create function private.end_payment(p_payment public.payments, p_was public.payment_status) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_payment.status = 'succeeded' then
    perform private.book_payment(p_payment);
    perform private.pay_order(p_payment);
    -- The webhook mostly comes first; this is for the one that does not.
    perform private.enqueue('book_charge', 'book:' || p_payment.id, jsonb_build_object('payment_id', p_payment.id),
      clock_timestamp() + interval '2 minutes');
  elsif p_payment.via = 'checkout' then
    -- The page was left: the card on file, if there is one that was not refused, is next.
    perform private.ask_again('settle:' || p_payment.order_id);
  end if;
end $$;

create function private.sync_payment(p_payment_id uuid, p_seen jsonb, p_attempt int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_intent jsonb := nullif(p_seen -> 'intent', 'null');
  v_session jsonb := nullif(p_seen -> 'session', 'null');
  v_seen_at timestamptz := (p_seen ->> 'observed_at')::timestamptz;
  v_status public.payment_status := private.payment_status_of(v_intent, v_session);
  v_was public.payments;
  v_payment public.payments;
begin
  perform from public.orders o where o.id = (select p.order_id from public.payments p where p.id = p_payment_id) for no key update;
  select p.* into v_was from public.payments p where p.id = p_payment_id for no key update;
  if v_was.id is null then
    perform private.fail('NOFND', 'No such payment.');
  elsif v_intent is not null and ((v_intent ->> 'amount_cents')::bigint <> v_was.amount_cents or upper(v_intent ->> 'currency') <> v_was.currency
      or v_was.intent_id <> v_intent ->> 'id' or v_status = 'succeeded' and (v_intent ->> 'received_cents')::bigint <> v_was.amount_cents) then
    perform private.fail('STATE', 'This is not what was asked of Stripe.', jsonb_build_object('status', v_was.status));
  end if;
  v_payment := v_was;
  if v_was.status not in ('succeeded', 'canceled')
      and (v_status in ('succeeded', 'canceled') or v_was.observed_at is null or v_was.observed_at <= v_seen_at) then
    update public.payments p
    set status = v_status, intent_id = coalesce(p.intent_id, v_intent ->> 'id'), session_id = coalesce(p.session_id, v_session ->> 'id'),
        failure_code = case when v_status in ('declined', 'action_required') then v_intent ->> 'failure_code' end,
        card_brand = coalesce(v_intent ->> 'card_brand', p.card_brand), card_last4 = coalesce(v_intent ->> 'card_last4', p.card_last4),
        observed_at = v_seen_at, succeeded_at = case when v_status = 'succeeded' then clock_timestamp() end
    where p.id = p_payment_id returning * into v_payment;
    if v_status in ('succeeded', 'canceled') then
      perform private.end_payment(v_payment, v_was.status);
    elsif v_status <> 'processing' and not (v_payment.via = 'checkout' and v_payment.failure_code is null) then
      perform private.await_buyer(v_payment.order_id, coalesce(v_payment.failure_code, 'authentication_required'));
    end if;
  end if;
  update private.payment_attempts a set ended_at = clock_timestamp(), outcome = v_payment.status
  where a.payment_id = p_payment_id and a.ended_at is null and (a.number = p_attempt or v_payment.status in ('succeeded', 'canceled'));
  perform private.book_charge(v_payment, v_intent -> 'charge');
  return (select jsonb_build_object('order_id', o.id, 'order_status', o.status, 'reason', o.action_reason, 'payment_status', v_payment.status,
    'booked', exists (select 1 from public.payments p where p.id = p_payment_id and p.booked_at is not null))
    from public.orders o where o.id = v_payment.order_id);
end $$;
create function public.sync_payment(p_payment_id uuid, p_seen jsonb, p_attempt int default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.sync_payment(p_payment_id, p_seen, p_attempt) $$;
comment on function public.sync_payment is
  'Secret key only: what was seen of a payment at Stripe: {observed_at, intent {id, status, amount_cents, received_cents, currency, failure_code, card_brand, card_last4, charge}, session {id, status}}; p_attempt is the call that it answers. Again, late or out of order is harmless. Returns {order_id, order_status, reason, payment_status, booked}. Errors: NOFND, STATE (another amount, currency or intent).';

-- ── the webhooks' inbox ───────────────────────────────────────────────────────────────────────────────────────────

create table private.stripe_events (
  id text primary key check (id ~ '^evt_'),
  type text not null,
  account text,
  created_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  outcome text not null
);
comment on table private.stripe_events is 'Every webhook once: the row and its effect are one transaction.';
create index stripe_events_received on private.stripe_events (received_at);
alter table private.stripe_events enable row level security;

create function private.apply_effect(p_effect jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_payment uuid;
begin
  case p_effect ->> 'kind'
    when 'payment' then
      select p.id into v_payment from public.payments p
      where p.id = (p_effect ->> 'payment_id')::uuid
        and coalesce(p.intent_id = p_effect #>> '{seen,intent,id}', true) and coalesce(p.session_id = p_effect #>> '{seen,session,id}', true);
      if v_payment is not null then
        perform private.sync_payment(v_payment, p_effect -> 'seen', null);
      end if;
      return v_payment is not null;
    when 'card' then return private.store_card(p_effect -> 'card');
    when 'card_gone' then return private.drop_card(p_effect ->> 'payment_method_id');
    when 'refund' then return private.observe_refund(p_effect);
    when 'dispute' then return private.observe_dispute(p_effect);
    when 'account' then return private.sync_account(p_effect -> 'seen');
    else return false;
  end case;
end $$;
comment on function private.apply_effect is 'What an object looks like at Stripe now becomes what we say; false when it is nothing of ours or nothing new.';

create function private.apply_stripe_event(p_event jsonb, p_effect jsonb) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account text := p_event ->> 'account';
  v_outcome text;
begin
  if v_account is not null and not exists (select 1 from private.stripe_accounts s where s.account_id = v_account) then
    -- Stripe asks again later; by then the account may be ours.
    perform private.fail('NOFND', 'No account of ours.');
  end if;
  insert into private.stripe_events (id, type, account, created_at, outcome)
  values (p_event ->> 'id', p_event ->> 'type', v_account, (p_event ->> 'created_at')::timestamptz, 'applied') on conflict (id) do nothing;
  if not found then
    return 'replayed';
  end if;
  v_outcome := case when private.apply_effect(p_effect) then 'applied' else 'ignored' end;
  update private.stripe_events e set outcome = v_outcome where e.id = p_event ->> 'id';
  return v_outcome;
end $$;
create function public.apply_stripe_event(p_event jsonb, p_effect jsonb default '{}') returns text
language sql volatile set search_path = '' as $$ select private.apply_stripe_event(p_event, p_effect) $$;
comment on function public.apply_stripe_event is
  'Secret key only: a verified webhook {id, type, account, created_at} and its effect, of the object as fetched anew: {kind: payment, payment_id, seen} | {kind: card, card} | {kind: card_gone, payment_method_id} | {kind: refund, payment_id, refund_id, seen} | {kind: dispute, payment_id, seen} | {kind: account, seen}. Returns applied, ignored or replayed. Errors: NOFND (an account that is not ours), and those of sync_payment.';

grant execute on function private.sync_payment(uuid, jsonb, int), public.sync_payment(uuid, jsonb, int),
  private.apply_stripe_event(jsonb, jsonb), public.apply_stripe_event(jsonb, jsonb) to service_role;
