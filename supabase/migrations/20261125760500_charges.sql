-- Charging: who calls Stripe asks here first, and brings back what it saw. The worker and the buyer's own checkout use the same
-- commands, so whoever finds a call that was begun and not finished carries it on with the same key.

create function private.order_platform_fee(p_order public.orders) returns bigint
language sql stable security definer set search_path = '' as $$
  select p_order.buyer_fee_cents + p_order.tax_cents + p_order.items_cents * (
    select f.rate_ppm from public.seller_fees f where f.valid_from <= p_order.created_at order by f.valid_from desc limit 1) / 1000000
$$;
comment on function private.order_platform_fee is
  'What the platform keeps of a sealed order: the buyer''s fee, the tax it has to pay on, and its commission (seller_fees) on the items from the seller, rounded down. The rest, shipping included, is the seller''s.';

create function private.payment_facts(p_payment public.payments) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_payment.id, 'order_id', p_payment.order_id, 'order_number', o.number, 'via', p_payment.via,
    'status', p_payment.status, 'amount_cents', p_payment.amount_cents, 'currency', lower(p_payment.currency), 'fee_cents', p_payment.fee_cents,
    'destination', p_payment.destination, 'intent_id', p_payment.intent_id, 'session_id', p_payment.session_id,
    'customer_id', c.customer_id)
  from public.orders o left join private.stripe_customers c on c.user_id = o.buyer_id where o.id = p_payment.order_id
$$;
comment on function private.payment_facts is 'All that a call to Stripe about a payment is made of.';

create function private.payment_call(p_payment public.payments, p_attempt private.payment_attempts, p_resumed boolean) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'action', 'call',
    'payment', private.payment_facts(p_payment),
    'attempt', p_attempt.request || jsonb_build_object('number', p_attempt.number, 'key', p_attempt.key, 'resumed', p_resumed,
      'age_seconds', floor(extract(epoch from clock_timestamp() - p_attempt.started_at))::int))
$$;

create function private.start_attempt(p_order public.orders, p_payment public.payments, p_request jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_attempt private.payment_attempts;
begin
  if p_payment.id is null then
    insert into public.payments (order_id, buyer_id, seller_id, via, status, currency, amount_cents, fee_cents, destination)
    select p_order.id, p_order.buyer_id, p_order.seller_id, case when p_request ->> 'call' = 'session' then 'checkout' else 'card' end,
      case when p_request ->> 'call' = 'session' then 'action_required' else 'processing' end::public.payment_status,
      p_order.currency, p_order.total_cents, private.order_platform_fee(p_order),
      (select s.account_id from private.stripe_accounts s where s.seller_id = p_order.seller_id and s.can_receive)
    returning * into p_payment;
  end if;
  insert into private.payment_attempts (order_id, number, payment_id, request)
  select p_order.id, coalesce(max(a.number), 0) + 1, p_payment.id, p_request from private.payment_attempts a where a.order_id = p_order.id
  returning * into v_attempt;
  if p_request ->> 'session' = 'on' or p_request ->> 'call' = 'session' then
    -- The buyer may close the browser, and the webhook may be lost.
    perform private.enqueue('check_payment', 'check:' || p_payment.id, jsonb_build_object('payment_id', p_payment.id),
      clock_timestamp() + interval '5 minutes');
  end if;
  return private.payment_call(p_payment, v_attempt, false);
end $$;
comment on function private.start_attempt is 'Stores the next call to Stripe before it is made. The caller holds the order''s row.';

create function private.begin_payment(p_order_id uuid, p_mode text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
  v_payment public.payments;
  v_running private.payment_attempts;
  v_customer private.stripe_customers;
  v_not_before timestamptz;
begin
  if p_mode is null or p_mode not in ('off_session', 'on_session', 'checkout') then
    perform private.invalid('p_mode', 'The mode is off_session, on_session or checkout.');
  end if;
  select o.* into v_order from public.orders o where o.id = p_order_id for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order.');
  elsif v_order.status not in ('pending', 'action_required') then
    return jsonb_build_object('action', 'none', 'reason', v_order.status);
  end if;
  v_payment := private.open_payment(p_order_id);
  select a.* into v_running from private.payment_attempts a where a.payment_id = v_payment.id and a.ended_at is null;
  if v_running.number is not null then
    -- Begun in time, perhaps carried out: it counts, whatever the clock says by now.
    return private.payment_call(v_payment, v_running, true);
  elsif v_order.payment_due_at <= clock_timestamp() then
    return jsonb_build_object('action', 'none', 'reason', 'overdue');
  elsif p_mode = 'off_session' and v_order.sealed_at is null and v_order.joinable_until > clock_timestamp() then
    return jsonb_build_object('action', 'later', 'seconds', ceil(extract(epoch from v_order.joinable_until - clock_timestamp()))::int);
  end if;
  select b.run_at into v_not_before from private.outbox b where b.key = 'settle:' || p_order_id;
  if p_mode = 'off_session' and v_order.sealed_at is not null and v_not_before > clock_timestamp() then
    -- Put off after this worker had taken it: the buyer is choosing another card.
    return jsonb_build_object('action', 'later', 'seconds', ceil(extract(epoch from v_not_before - clock_timestamp()))::int);
  end if;
  v_order := private.seal_order(p_order_id);
  if v_order.sealed_at is null then
    perform private.await_buyer(p_order_id, 'no_address');
    return jsonb_build_object('action', 'none', 'reason', 'no_address');
  end if;
  select c.* into v_customer from private.stripe_customers c where c.user_id = v_order.buyer_id;
  if p_mode = 'checkout' then
    if v_payment.id is not null then
      return jsonb_build_object('action', case v_payment.via when 'checkout' then 'page' else 'stop' end, 'payment', private.payment_facts(v_payment));
    end if;
    perform private.await_buyer(p_order_id, coalesce(v_order.action_reason, 'checkout'));
    -- Stripe keeps a page open for half an hour at least, a day at most.
    return private.start_attempt(v_order, v_payment, jsonb_build_object('call', 'session', 'customer_id', v_customer.customer_id,
      'expires_at', floor(extract(epoch from greatest(clock_timestamp() + interval '31 minutes',
        least(v_order.payment_due_at, clock_timestamp() + interval '23 hours'))))::bigint));
  elsif v_payment.via = 'checkout' then
    -- The buyer is at the hosted page; the worker waits, and who wants the saved card after all closes the page first.
    return case p_mode when 'off_session' then jsonb_build_object('action', 'none', 'reason', 'checkout')
      else jsonb_build_object('action', 'stop', 'payment', private.payment_facts(v_payment)) end;
  elsif v_customer.payment_method_id is null then
    perform private.await_buyer(p_order_id, 'no_card');
    return jsonb_build_object('action', 'none', 'reason', 'no_card');
  elsif p_mode = 'off_session' and exists (
      select 1 from private.payment_attempts a where a.order_id = p_order_id
        and a.request ->> 'payment_method_id' = v_customer.payment_method_id and a.outcome in ('declined', 'action_required')) then
    perform private.await_buyer(p_order_id, coalesce(v_order.action_reason, 'another_card'));
    return jsonb_build_object('action', 'none', 'reason', 'same_card');
  end if;
  return private.start_attempt(v_order, v_payment, jsonb_build_object('call', case when v_payment.intent_id is null then 'create' else 'confirm' end,
    'session', case p_mode when 'off_session' then 'off' else 'on' end,
    'customer_id', v_customer.customer_id, 'payment_method_id', v_customer.payment_method_id));
end $$;
create function public.begin_payment(p_order_id uuid, p_mode text) returns jsonb
language sql volatile set search_path = '' as $$ select private.begin_payment(p_order_id, p_mode) $$;
comment on function public.begin_payment is
  'Secret key only: what is to be done at Stripe to collect an order, off_session, on_session or at the hosted page (checkout). {action: call, payment, attempt {number, key, call, session, …}} with the call stored before it is made, or the one that is under way; {action: stop|page, payment} when the open payment must be cancelled first, or its page is open; {action: later, seconds} while wins may join, or the buyer chooses another card; {action: none, reason}. Errors: NOFND, INVAL {field}.';

create function private.payment_state(p_payment_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_payment public.payments;
  v_running private.payment_attempts;
begin
  select p.* into v_payment from public.payments p where p.id = p_payment_id;
  if v_payment.id is null then
    perform private.fail('NOFND', 'No such payment.');
  end if;
  select a.* into v_running from private.payment_attempts a where a.payment_id = p_payment_id and a.ended_at is null;
  return case when v_running.number is not null then private.payment_call(v_payment, v_running, true)
    else jsonb_build_object('action', 'none', 'reason', v_payment.status, 'payment', private.payment_facts(v_payment)) end
    || jsonb_build_object('booked', v_payment.booked_at is not null);
end $$;
create function public.payment_state(p_payment_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.payment_state(p_payment_id) $$;
comment on function public.payment_state is
  'Secret key only: a payment with the call that is under way, as begin_payment answers, or {action: none, reason: its status, payment}; and whether it is booked. Errors: NOFND.';

create function private.fail_attempt(p_order_id uuid, p_number int, p_code text, p_why text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
  v_attempt private.payment_attempts;
  v_payment public.payments;
begin
  if p_code is null or p_code !~ '^[a-z0-9_]{3,60}$' then
    perform private.invalid('p_code', 'A code is lower case, like lost or resource_missing.');
  end if;
  select o.* into v_order from public.orders o where o.id = p_order_id for no key update;
  update private.payment_attempts a set ended_at = clock_timestamp(), outcome = p_code
  where a.order_id = p_order_id and a.number = p_number and a.ended_at is null returning * into v_attempt;
  if v_attempt.number is null then
    return;
  end if;
  -- A call that began nothing leaves nothing behind that could be paid.
  update public.payments p set status = 'canceled', failure_code = p_code
  where p.id = v_attempt.payment_id and p.intent_id is null and p.session_id is null and p.status in ('processing', 'action_required')
  returning * into v_payment;
  if p_code = 'card_gone' then
    perform private.drop_card(v_attempt.request ->> 'payment_method_id');
  elsif p_code = 'seller_restricted' then
    update private.stripe_accounts s set can_receive = false, updated_at = clock_timestamp() where s.seller_id = v_order.seller_id;
  end if;
  if v_order.status not in ('pending', 'action_required') then
    return;
  elsif p_code = 'refused' then
    -- The same again would be refused again, with any card.
    perform private.await_buyer(p_order_id, 'refused');
    perform private.give_up_job('settle:' || p_order_id, concat_ws(': ', 'Stripe refuses the charge', p_why));
  else
    -- A page can be asked for again by whoever wants another card charged, before the saved one is.
    perform private.ask_again('settle:' || p_order_id, case p_code when 'page_refused' then 60 else 0 end);
  end if;
end $$;
create function public.fail_attempt(p_order_id uuid, p_number int, p_code text, p_why text default null) returns void
language sql volatile set search_path = '' as $$ select private.fail_attempt(p_order_id, p_number, p_code, p_why) $$;
comment on function public.fail_attempt is
  'Secret key only: a call to Stripe is known to have had no effect and will not be repeated with its key: lost, page_refused (the order is looked at again a minute later), card_gone (the card is taken from the file), seller_restricted (their account receives nothing for now): the order is looked at again. Or refused, whatever the card: it is not, its job is dead with p_why (Stripe''s words), and the buyer has no strike for it. Errors: INVAL {field}.';

grant execute on function private.begin_payment(uuid, text), public.begin_payment(uuid, text),
  private.payment_state(uuid), public.payment_state(uuid),
  private.fail_attempt(uuid, int, text, text), public.fail_attempt(uuid, int, text, text) to service_role;
