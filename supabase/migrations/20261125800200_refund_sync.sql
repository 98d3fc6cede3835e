-- Refunds at Stripe: what the worker is to call, and what was seen there. A payment's refunds go one at a time, so that what has come
-- back from the seller and of the fee is the difference that each has made. As with payments, looking twice or late changes nothing.

create function private.lock_refund(p_refund_id uuid) returns public.refunds
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.refunds;
begin
  perform from public.orders o where o.id = (select r.order_id from public.refunds r where r.id = p_refund_id) for no key update;
  perform from public.payments p where p.id = (select r.payment_id from public.refunds r where r.id = p_refund_id) for no key update;
  select r.* into v_row from public.refunds r where r.id = p_refund_id for no key update;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such refund.');
  end if;
  return v_row;
end $$;
comment on function private.lock_refund is 'Order, payment, refund: in this order everywhere.';

create function private.unreturned_cents(p_payment_id uuid, p_but_refund uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(case when r.status = 'failed' then r.amount_cents else 0 end - r.resent_cents), 0)::bigint
  from public.refunds r where r.payment_id = p_payment_id and r.stripe_id is not null and r.id is distinct from p_but_refund
$$;
comment on function private.unreturned_cents is
  'What banks have sent back of a payment''s refunds, but for one, and has not been sent again. Stripe returns it to the platform alone, and undoes nothing of what the seller gave for it.';

create function private.resend_refund(p_refund public.refunds) returns public.refunds
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.refunds := p_refund;
  v_unreturned bigint := private.unreturned_cents(p_refund.payment_id, p_refund.id);
  v_rest uuid;
begin
  if v_unreturned = 0 then
    return v_row;
  end if;
  update public.refunds r set amount_cents = least(r.amount_cents, v_unreturned), resent_cents = least(r.amount_cents, v_unreturned)
  where r.id = p_refund.id returning * into v_row;
  if p_refund.amount_cents > v_unreturned then
    insert into public.refunds (order_id, payment_id, buyer_id, seller_id, requested_by, reason, currency, amount_cents, rest_of)
    values (v_row.order_id, v_row.payment_id, v_row.buyer_id, v_row.seller_id, v_row.requested_by, v_row.reason, v_row.currency,
      p_refund.amount_cents - v_unreturned, v_row.id)
    returning id into v_rest;
    perform private.enqueue('refund_payment', 'refund:' || v_rest, jsonb_build_object('refund_id', v_rest));
  end if;
  return v_row;
end $$;
comment on function private.resend_refund is
  'Before its first call: a refund takes what was sent back first. One call asks the seller for all of it or for nothing, so what is more becomes a refund of its own.';

create function private.begin_refund(p_refund_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.refunds := private.lock_refund(p_refund_id);
  v_payment public.payments;
begin
  select p.* into v_payment from public.payments p where p.id = v_row.payment_id;
  if v_row.status <> 'pending' then
    return jsonb_build_object('action', 'none', 'reason', v_row.status);
  elsif v_payment.booked_at is null or exists (
      select 1 from public.refunds r where r.payment_id = v_row.payment_id and r.status = 'pending' and r.id <> v_row.id
        and (r.created_at, r.id) < (v_row.created_at, v_row.id)) then
    -- Before Stripe has booked the charge there is no transfer to reverse. The refund before this one asks for this one when it ends.
    return jsonb_build_object('action', 'later', 'seconds', 60);
  end if;
  if v_row.started_at is null and v_payment.destination is not null then
    v_row := private.resend_refund(v_row);
  end if;
  update public.refunds r set started_at = coalesce(r.started_at, clock_timestamp()) where r.id = p_refund_id returning * into v_row;
  return jsonb_build_object('action', 'call', 'refund', jsonb_build_object(
    'id', v_row.id, 'order_id', v_row.order_id, 'payment_id', v_row.payment_id, 'intent_id', v_payment.intent_id,
    'stripe_id', v_row.stripe_id, 'amount_cents', v_row.amount_cents, 'reason', v_row.reason,
    'reverse_transfer', v_payment.destination is not null and v_row.resent_cents = 0,
    'refund_application_fee', v_payment.destination is not null and v_row.resent_cents = 0 and v_payment.fee_cents > 0,
    'attempt', v_row.attempt, 'key', 'refund:' || v_row.id || ':' || v_row.attempt,
    'age_seconds', floor(extract(epoch from clock_timestamp() - v_row.started_at))::int));
end $$;
create function public.begin_refund(p_refund_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.begin_refund(p_refund_id) $$;
comment on function public.begin_refund is
  'Secret key only: {action: call, refund} with everything the call to Stripe is made of, its key included; {action: later, seconds} while the charge is not booked or another refund of the payment is under way; {action: none, reason}. Errors: NOFND.';

create function private.book_refund(p_refund public.refunds) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_payment public.payments;
  v_resent bigint := case p_refund.transfer_back_cents when 0
    then least(p_refund.amount_cents, private.unreturned_cents(p_refund.payment_id, p_refund.id)) else 0 end;
  v_tax bigint;
  v_before bigint;
  v_after bigint;
  v_seller bigint;
begin
  select p.* into v_payment from public.payments p where p.id = p_refund.payment_id;
  select o.tax_cents into v_tax from public.orders o where o.id = p_refund.order_id;
  update public.refunds r set resent_cents = v_resent where r.id = p_refund.id;
  -- Of each refund, what has been taken from seller, tax and revenue: for one that was sent back it stays taken.
  select coalesce(sum(r.amount_cents - r.resent_cents), 0) into v_before from public.refunds r
  where r.payment_id = v_payment.id and r.stripe_id is not null and r.id <> p_refund.id;
  v_after := v_before + p_refund.amount_cents - v_resent;
  -- Shares as differences of running sums: the last refund takes what rounding left.
  v_tax := v_tax * v_after / v_payment.amount_cents - v_tax * v_before / v_payment.amount_cents;
  v_seller := p_refund.transfer_back_cents - p_refund.fee_back_cents;
  if v_payment.destination is null then
    v_seller := p_refund.amount_cents - v_resent
      - (v_payment.fee_cents * v_after / v_payment.amount_cents - v_payment.fee_cents * v_before / v_payment.amount_cents);
  end if;
  perform private.book('refund', p_refund.id::text, p_refund.order_id, p_refund.currency, jsonb_build_object(
      'seller:' || v_payment.seller_id, v_seller, 'platform:tax', v_tax, 'platform:unreturned', v_resent,
      'platform:revenue', p_refund.amount_cents - v_resent - v_seller - v_tax,
      'stripe:platform', p_refund.transfer_back_cents - p_refund.fee_back_cents - p_refund.amount_cents)
    || case when v_payment.destination is null then '{}' else
      jsonb_build_object('stripe:' || v_payment.destination, p_refund.fee_back_cents - p_refund.transfer_back_cents) end);
end $$;
comment on function private.book_refund is
  'What a payment has booked goes back in proportion: from the seller what came back from their account, or their share while the platform holds it; the tax; the rest from the platform''s revenue. What a bank had sent back was taken from them the first time, and is paid out of platform:unreturned.';

create function private.end_refund(p_refund public.refunds) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
begin
  if p_refund.status = 'failed' then
    perform private.count_returned(p_refund.payment_id);
  elsif (select p.amount_cents from public.payments p where p.id = p_refund.payment_id)
      = (select sum(r.amount_cents) from public.refunds r where r.payment_id = p_refund.payment_id and r.status = 'succeeded') then
    update public.orders o set status = 'cancelled', cancelled_at = clock_timestamp(), cancel_reason = 'refunded'
    where o.id = p_refund.order_id and o.status = 'paid' returning * into v_order;
    if v_order.id is not null then
      update public.order_items i set released_at = v_order.cancelled_at where i.order_id = v_order.id;
      update public.products p set status = 'draft'
      where p.status = 'sold' and p.id in (select i.product_id from public.order_items i where i.order_id = v_order.id);
    end if;
  end if;
  perform private.next_refund(p_refund.payment_id);
  perform private.announce_order(o) from public.orders o where o.id = p_refund.order_id;
end $$;
comment on function private.end_refund is 'A refund has come to an end: all of it back before it was shipped cancels the order; the next one of the payment has its turn.';

create function private.sync_refund(p_refund_id uuid, p_seen jsonb) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seen jsonb := p_seen -> 'refund';
  v_row public.refunds := private.lock_refund(p_refund_id);
  v_was public.refunds := v_row;
  v_status public.refund_status := case v_seen ->> 'status' when 'succeeded' then 'succeeded' when 'failed' then 'failed'
    when 'canceled' then 'failed' else 'pending' end;
begin
  if (v_seen ->> 'amount_cents')::bigint <> v_row.amount_cents or upper(v_seen ->> 'currency') <> v_row.currency
      or v_row.stripe_id <> v_seen ->> 'id' then
    perform private.fail('STATE', 'This is not the refund that was asked for.', jsonb_build_object('status', v_row.status));
  elsif v_row.status = 'failed' or v_row.status = 'succeeded' and v_status <> 'failed' then
    return v_row.status;
  end if;
  if v_row.stripe_id is null then
    update public.refunds r
    set stripe_id = v_seen ->> 'id', transfer_back_cents = (v_seen ->> 'transfer_back_cents')::bigint,
        fee_back_cents = (p_seen ->> 'fee_back_total_cents')::bigint - (
          select coalesce(sum(o.fee_back_cents), 0) from public.refunds o where o.payment_id = v_row.payment_id and o.id <> p_refund_id)
    where r.id = p_refund_id returning r.* into v_row;
    perform private.book_refund(v_row);
  end if;
  if v_status <> v_was.status then
    update public.refunds r set status = v_status, ended_at = clock_timestamp(),
      failure_code = case when v_status = 'failed' then coalesce(v_seen ->> 'failure_code', 'failed') end
    where r.id = p_refund_id returning * into v_row;
    if v_status = 'failed' then
      -- The money is back with the platform, and still the buyer's.
      perform private.book('refund_failed', v_row.id::text, v_row.order_id, v_row.currency,
        jsonb_build_object('stripe:platform', v_row.amount_cents, 'platform:unreturned', -v_row.amount_cents));
    end if;
    perform private.end_refund(v_row);
  end if;
  return v_row.status;
end $$;
create function public.sync_refund(p_refund_id uuid, p_seen jsonb) returns text
language sql volatile set search_path = '' as $$ select private.sync_refund(p_refund_id, p_seen) $$;
comment on function public.sync_refund is
  'Secret key only: what was seen of a refund at Stripe: {refund {id, status, amount_cents, currency, failure_code, transfer_back_cents}, fee_back_total_cents: of the whole charge so far}. Returns its status. Again or late is harmless; a refund that a bank returns fails after it succeeded. Errors: NOFND, STATE (another amount, currency or id).';

create function private.fail_refund(p_refund_id uuid, p_attempt int, p_code text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.refunds := private.lock_refund(p_refund_id);
begin
  if p_code is null or p_code !~ '^[a-z0-9_]{3,60}$' then
    perform private.invalid('p_code', 'A code is lower case, like lost or charge_disputed.');
  elsif v_row.status <> 'pending' or v_row.stripe_id is not null or v_row.attempt is distinct from p_attempt then
    return v_row.status;
  elsif p_code = 'lost' then
    update public.refunds r set attempt = r.attempt + 1 where r.id = p_refund_id;
    return 'pending';
  end if;
  update public.refunds r set status = 'failed', failure_code = p_code, ended_at = clock_timestamp() where r.id = p_refund_id returning * into v_row;
  perform private.end_refund(v_row);
  return v_row.status;
end $$;
create function public.fail_refund(p_refund_id uuid, p_attempt int, p_code text) returns text
language sql volatile set search_path = '' as $$ select private.fail_refund(p_refund_id, p_attempt, p_code) $$;
comment on function public.fail_refund is
  'Secret key only: the call under this attempt''s key is known to have done nothing: lost (the next has another key), or why Stripe will never do it. Returns the status. Errors: NOFND, INVAL {field}.';

create function private.adopt_refund(p_payment_id uuid, p_seen jsonb) returns public.refunds
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_payment public.payments;
  v_row public.refunds;
  v_amount bigint := (p_seen #>> '{refund,amount_cents}')::bigint;
begin
  perform from public.orders o where o.id = (select p.order_id from public.payments p where p.id = p_payment_id) for no key update;
  select p.* into v_payment from public.payments p where p.id = p_payment_id for no key update;
  if v_payment.booked_at is null then
    return null;
  end if;
  -- What ours and this one would exceed can no longer happen at Stripe.
  for v_row in
    select r.* from public.refunds r where r.payment_id = p_payment_id and r.status = 'pending' and r.stripe_id is null
    order by r.created_at desc, r.id desc
  loop
    exit when (select p.returned_cents from public.payments p where p.id = p_payment_id) + v_amount <= v_payment.amount_cents;
    perform private.fail_refund(v_row.id, v_row.attempt, 'refunded_elsewhere');
  end loop;
  insert into public.refunds (order_id, payment_id, buyer_id, seller_id, reason, currency, amount_cents)
  values (v_payment.order_id, v_payment.id, v_payment.buyer_id, v_payment.seller_id, 'processor', v_payment.currency, v_amount)
  returning * into v_row;
  perform private.count_returned(p_payment_id);
  return v_row;
end $$;
comment on function private.adopt_refund is 'A refund that somebody made in Stripe''s dashboard becomes one of ours; null while the charge is not booked.';

create function private.observe_refund(p_effect jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seen jsonb := p_effect -> 'seen';
  v_payment uuid := (p_effect ->> 'payment_id')::uuid;
  v_id uuid;
begin
  perform from public.orders o join public.payments p on p.order_id = o.id where p.id = v_payment for no key update of o;
  if not found then
    return false;
  end if;
  select r.id into v_id from public.refunds r
  where r.payment_id = v_payment and (r.stripe_id = v_seen #>> '{refund,id}' or r.id = (p_effect ->> 'refund_id')::uuid);
  v_id := coalesce(v_id, (private.adopt_refund(v_payment, v_seen)).id);
  if v_id is not null then
    perform private.sync_refund(v_id, v_seen);
  end if;
  return v_id is not null;
end $$;
comment on function private.observe_refund is 'A refund seen at Stripe, whoever made it: {payment_id, refund_id: ours as its metadata say, seen}. False when it is not about a payment of ours.';

grant execute on function private.begin_refund(uuid), public.begin_refund(uuid),
  private.sync_refund(uuid, jsonb), public.sync_refund(uuid, jsonb),
  private.fail_refund(uuid, int, text), public.fail_refund(uuid, int, text) to service_role;
