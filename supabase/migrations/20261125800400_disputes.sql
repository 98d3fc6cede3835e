-- Disputes: a buyer's bank takes a payment back until it is decided. The case is open here, the order takes no refund, and the
-- shop's share leaves their account until then, so that what may have to be given back is not paid out. Some banks ask first: such
-- an inquiry has the form of a dispute at Stripe and takes nothing, so nothing is booked or held for it, and a refund answers it.

create type public.dispute_status as enum ('open', 'inquiry', 'won', 'lost', 'closed');

create table public.disputes (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  payment_id uuid not null references public.payments (id),
  buyer_id uuid not null references public.profiles (id),
  seller_id uuid not null references public.sellers (id),
  status public.dispute_status not null default 'open',
  reason text not null check (reason ~ '^[a-z_]{3,60}$'),
  currency char(3) not null,
  amount_cents bigint not null check (amount_cents > 0),
  fee_cents bigint not null check (fee_cents >= 0),
  share_cents bigint not null check (share_cents >= 0),
  unreturned_cents bigint not null default 0 check (unreturned_cents >= 0),
  held boolean not null default false,
  attempt int not null default 1 check (attempt > 0),
  stripe_id text not null unique check (stripe_id ~ '^(dp|du)_'),
  answer_by timestamptz,
  opened_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz,
  closed_at timestamptz,
  constraint disputes_closed check ((status in ('open', 'inquiry')) = (closed_at is null)),
  constraint disputes_withdrawn check ((status in ('inquiry', 'closed')) = (withdrawn_at is null))
);
comment on table public.disputes is 'Payments that a buyer''s bank contests, or asks about; seen by the shop, the buyer and admins.';
comment on column public.disputes.withdrawn_at is
  'When the bank took the money. Null: it has only asked (inquiry), or asked and let it be (closed).';
comment on column public.disputes.share_cents is 'The shop''s part of what is contested.';
comment on column public.disputes.unreturned_cents is
  'What of it a bank had sent back as a refund before: it was taken from the shop then, and lies with the platform.';
comment on column public.disputes.held is 'That part has been taken out of the shop''s account and lies with the platform.';
comment on column public.disputes.attempt is 'Part of the key of the next call; it rises when a call is known to have done something, or nothing.';
create unique index disputes_one_open on public.disputes (payment_id) where status = 'open';
create index disputes_order on public.disputes (order_id);
create index disputes_payment on public.disputes (payment_id);
create index disputes_buyer on public.disputes (buyer_id, opened_at desc);
create index disputes_seller on public.disputes (seller_id, opened_at desc);
alter table public.disputes enable row level security;
create policy disputes_select_parties on public.disputes for select to authenticated
  using (buyer_id = (select auth.uid()) or seller_id = (select auth.uid()) or (select private.has_role('admin')));
grant select (id, order_id, buyer_id, seller_id, status, reason, currency, amount_cents, answer_by, opened_at, closed_at)
  on public.disputes to authenticated;
grant select on public.disputes to service_role;

create function private.ask_for_hold(p_dispute public.disputes) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_key text := 'dispute:' || p_dispute.id;
begin
  if p_dispute.share_cents = 0 or not exists (
      select 1 from public.payments p where p.id = p_dispute.payment_id and p.destination is not null) then
    return;
  end if;
  perform private.enqueue('hold_dispute', v_key, jsonb_build_object('dispute_id', p_dispute.id));
  perform private.ask_again(v_key);
  perform private.wake_jobs();
end $$;
comment on function private.ask_for_hold is 'One job brings the share where it belongs: with the platform while open and after a loss, in the account after a win.';

create function private.dispute_state(p_seen jsonb) returns public.dispute_status
language sql immutable set search_path = '' as $$
  select (case when (p_seen ->> 'withdrawn')::boolean then case when p_seen ->> 'status' in ('won', 'lost') then p_seen ->> 'status' else 'open' end
    when p_seen ->> 'status' in ('warning_closed', 'prevented', 'won', 'lost') then 'closed' else 'inquiry' end)::public.dispute_status
$$;
comment on function private.dispute_state is
  'What a dispute at Stripe is to us. While nothing has been withdrawn it is an inquiry, whatever its status is called, and ends without a loss.';

create function private.add_dispute(p_payment public.payments, p_seen jsonb) returns public.disputes
language sql volatile security definer set search_path = '' as $$
  insert into public.disputes (order_id, payment_id, buyer_id, seller_id, status, reason, currency, amount_cents, fee_cents, share_cents, stripe_id, answer_by)
  values (p_payment.order_id, p_payment.id, p_payment.buyer_id, p_payment.seller_id, 'inquiry', p_seen ->> 'reason', p_payment.currency,
    (p_seen ->> 'amount_cents')::bigint, 0, 0, p_seen ->> 'id', (p_seen ->> 'answer_by')::timestamptz)
  returning *
$$;
comment on function private.add_dispute is 'A case begins as an inquiry, if only for a moment: it has taken nothing.';

create function private.open_dispute(p_dispute public.disputes, p_payment public.payments, p_seen jsonb, p_at timestamptz)
returns public.disputes
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.disputes;
  v_amount bigint := (p_seen ->> 'amount_cents')::bigint;
  v_unreturned bigint := least(v_amount, private.unreturned_cents(p_payment.id, null));
begin
  update public.disputes d
  set status = 'open', withdrawn_at = p_at, closed_at = null, amount_cents = v_amount, fee_cents = (p_seen ->> 'fee_cents')::bigint,
      share_cents = (p_payment.amount_cents - p_payment.fee_cents) * (v_amount - v_unreturned) / p_payment.amount_cents,
      unreturned_cents = v_unreturned,
      reason = p_seen ->> 'reason', answer_by = (p_seen ->> 'answer_by')::timestamptz
  where d.id = p_dispute.id returning * into v_row;
  perform private.book('dispute', v_row.id::text, v_row.order_id, v_row.currency, jsonb_build_object('platform:disputes', v_row.amount_cents,
    'stripe:fees', v_row.fee_cents, 'stripe:platform', -v_row.amount_cents - v_row.fee_cents));
  return v_row;
end $$;
comment on function private.open_dispute is
  'The bank has taken amount and fee; whose loss it is stands in platform:disputes until it is decided. Also after an inquiry that had been let be.';

create function private.update_dispute(p_dispute public.disputes, p_seen jsonb, p_is_over boolean) returns public.disputes
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.disputes;
  -- Answering may cost a fee of its own, winning give one back. Until it is decided an older look would only know a smaller one.
  v_fee bigint := case when p_is_over then (p_seen ->> 'fee_cents')::bigint else greatest(p_dispute.fee_cents, (p_seen ->> 'fee_cents')::bigint) end;
begin
  update public.disputes d set fee_cents = v_fee, answer_by = (p_seen ->> 'answer_by')::timestamptz where d.id = p_dispute.id returning * into v_row;
  perform private.book('dispute_fee', v_row.id::text || ':' || p_dispute.fee_cents || ':' || v_fee, v_row.order_id, v_row.currency,
    jsonb_build_object('stripe:fees', v_fee - p_dispute.fee_cents, 'stripe:platform', p_dispute.fee_cents - v_fee));
  return v_row;
end $$;
comment on function private.update_dispute is 'What else changes of an open case: until when it is to be answered, and what the bank asks for it.';

create function private.close_dispute(p_dispute public.disputes, p_status public.dispute_status) returns public.disputes
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.disputes;
  v_tax bigint;
begin
  update public.disputes d set status = p_status, closed_at = clock_timestamp() where d.id = p_dispute.id returning * into v_row;
  if p_status = 'won' then
    perform private.book('dispute_won', v_row.id::text, v_row.order_id, v_row.currency,
      jsonb_build_object('stripe:platform', v_row.amount_cents, 'platform:disputes', -v_row.amount_cents));
    return v_row;
  end if;
  select o.tax_cents * (v_row.amount_cents - v_row.unreturned_cents) / p.amount_cents into v_tax
  from public.orders o join public.payments p on p.order_id = o.id where p.id = v_row.payment_id;
  perform private.book('dispute_lost', v_row.id::text, v_row.order_id, v_row.currency, jsonb_build_object(
    'platform:disputes', -v_row.amount_cents, 'seller:' || v_row.seller_id, v_row.share_cents, 'platform:tax', v_tax,
    'platform:unreturned', v_row.unreturned_cents,
    'platform:revenue', v_row.amount_cents - v_row.unreturned_cents - v_row.share_cents - v_tax));
  return v_row;
end $$;
comment on function private.close_dispute is 'Won: the bank has given the amount back, not its fee. Lost: it is a refund in all but name.';

create function private.observe_dispute(p_effect jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seen jsonb := p_effect -> 'seen';
  v_state public.dispute_status := private.dispute_state(v_seen);
  v_payment public.payments;
  v_row public.disputes;
  v_was public.dispute_status;
begin
  perform from public.orders o join public.payments p on p.order_id = o.id where p.id = (p_effect ->> 'payment_id')::uuid for no key update of o;
  select p.* into v_payment from public.payments p where p.id = (p_effect ->> 'payment_id')::uuid for no key update;
  if v_payment.booked_at is null then
    return false;
  end if;
  select d.* into v_row from public.disputes d where d.stripe_id = v_seen ->> 'id';
  if v_row.payment_id <> v_payment.id or v_row.status in ('won', 'lost') then
    return v_row.payment_id = v_payment.id;
  end if;
  v_was := v_row.status;
  if v_row.id is null then
    v_row := private.add_dispute(v_payment, v_seen);
  end if;
  if v_state not in ('inquiry', 'closed') then
    if v_row.status <> 'open' then
      v_row := private.open_dispute(v_row, v_payment, v_seen, case when v_was is null then v_row.opened_at else clock_timestamp() end);
    else
      v_row := private.update_dispute(v_row, v_seen, v_state <> 'open');
    end if;
    if v_state <> 'open' then
      v_row := private.close_dispute(v_row, v_state);
    end if;
    if v_row.status is distinct from v_was then
      perform private.ask_for_hold(v_row);
    end if;
  elsif v_row.status = 'inquiry' then
    -- What has been withdrawn, or let be, an older look does not undo.
    update public.disputes d set status = v_state, answer_by = (v_seen ->> 'answer_by')::timestamptz,
      closed_at = case when v_state = 'closed' then clock_timestamp() end
    where d.id = v_row.id returning * into v_row;
  end if;
  perform private.announce_order(o) from public.orders o where o.id = v_row.order_id and v_row.status is distinct from v_was;
  return true;
end $$;
comment on function private.observe_dispute is
  'A dispute seen at Stripe: {payment_id, seen {id, status, reason, amount_cents, fee_cents, withdrawn: whether money has been taken for it, answer_by}}. What is decided stays decided; again or late is harmless. False when it is not about a booked payment of ours.';

create function private.begin_hold(p_dispute_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.disputes;
  v_payment public.payments;
  v_wanted boolean;
begin
  select d.* into v_row from public.disputes d where d.id = p_dispute_id;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such dispute.');
  end if;
  v_wanted := v_row.status in ('open', 'lost');
  if v_row.held = v_wanted then
    return jsonb_build_object('action', 'none');
  end if;
  select p.* into v_payment from public.payments p where p.id = v_row.payment_id;
  return jsonb_build_object('action', case when v_wanted then 'hold' else 'release' end, 'dispute', jsonb_build_object(
    'id', v_row.id, 'intent_id', v_payment.intent_id, 'destination', v_payment.destination, 'share_cents', v_row.share_cents,
    'currency', lower(v_row.currency), 'attempt', v_row.attempt, 'key', 'dispute:' || v_row.id || ':' || v_row.attempt));
end $$;
create function public.begin_hold(p_dispute_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.begin_hold(p_dispute_id) $$;
comment on function public.begin_hold is
  'Secret key only: where a disputed share must go: {action: hold|release, dispute {id, intent_id, destination, share_cents, currency, attempt, key}}, or {action: none}. Errors: NOFND.';

create function private.end_hold(p_dispute_id uuid, p_attempt int, p_done text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.disputes;
  v_sign int := case p_done when 'hold' then 1 when 'release' then -1 end;
begin
  if p_done is null or p_done not in ('hold', 'release', 'lost') then
    perform private.invalid('p_done', 'A call has held, released, or is lost.');
  end if;
  update public.disputes d set attempt = d.attempt + 1, held = case p_done when 'lost' then d.held else p_done = 'hold' end
  where d.id = p_dispute_id and d.attempt = p_attempt returning * into v_row;
  if v_row.id is null or p_done = 'lost' then
    return v_row.id is not null;
  end if;
  perform private.book('dispute_' || p_done, v_row.id::text || ':' || p_attempt, v_row.order_id, v_row.currency,
    jsonb_build_object('stripe:platform', v_sign * v_row.share_cents, 'stripe:' || p.destination, -v_sign * v_row.share_cents))
  from public.payments p where p.id = v_row.payment_id;
  -- Decided meanwhile: the other way.
  if v_row.held <> (v_row.status in ('open', 'lost')) then
    perform private.ask_for_hold(v_row);
  end if;
  return true;
end $$;
create function public.end_hold(p_dispute_id uuid, p_attempt int, p_done text) returns boolean
language sql volatile set search_path = '' as $$ select private.end_hold(p_dispute_id, p_attempt, p_done) $$;
comment on function public.end_hold is
  'Secret key only: this attempt''s call has taken the share out of the account (hold), given it back (release), or is known to have done nothing (lost). False when somebody said so before. Errors: INVAL {field}.';

grant execute on function private.begin_hold(uuid), public.begin_hold(uuid),
  private.end_hold(uuid, int, text), public.end_hold(uuid, int, text) to service_role;
