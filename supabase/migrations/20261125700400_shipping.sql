-- Shipping: the seller hands an order over, the buyer confirms that it came. Carriers are rows; what moves a parcel on is entered
-- by hand today, and an adapter that asks a carrier would write the same events.

create table public.carriers (
  code text primary key check (code ~ '^[a-z_]{2,24}$'),
  name text not null,
  tracking_url text check (tracking_url ~ '^https://[^ ]+\{number\}')
);
comment on table public.carriers is 'Who carries parcels; {number} in the address of their tracking page stands for the tracking number.';
insert into public.carriers (code, name, tracking_url) values
  ('usps', 'USPS', 'https://tools.usps.com/go/TrackConfirmAction?tLabels={number}'),
  ('ups', 'UPS', 'https://www.ups.com/track?tracknum={number}'),
  ('fedex', 'FedEx', 'https://www.fedex.com/fedextrack/?trknbr={number}'),
  ('dhl', 'DHL', 'https://www.dhl.com/en/express/tracking.html?AWB={number}'),
  ('dpd', 'DPD', 'https://tracking.dpd.de/status/en_US/parcel/{number}'),
  ('royal_mail', 'Royal Mail', 'https://www.royalmail.com/track-your-item#/tracking-results/{number}'),
  ('canada_post', 'Canada Post', 'https://www.canadapost-postescanada.ca/track-reperage/en#/details/{number}'),
  ('australia_post', 'Australia Post', 'https://auspost.com.au/mypost/track/details/{number}'),
  ('other', 'Another carrier', null);

create table public.shipments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null unique references public.orders (id) on delete cascade,
  carrier text not null references public.carriers (code),
  tracking_number text check (tracking_number ~ '^[A-Z0-9][A-Z0-9-]{3,39}$'),
  shipped_at timestamptz not null default clock_timestamp(),
  delivered_at timestamptz check (delivered_at >= shipped_at)
);
comment on table public.shipments is 'The parcel of an order; seen by its buyer and its seller.';
create index shipments_carrier on public.shipments (carrier);

create table public.shipment_events (
  id bigint generated always as identity primary key,
  shipment_id uuid not null references public.shipments (id) on delete cascade,
  kind text not null check (kind in ('handed_over', 'corrected', 'delivered')),
  reported_by text not null check (reported_by in ('seller', 'buyer')),
  at timestamptz not null default clock_timestamp()
);
comment on table public.shipment_events is 'What became of a parcel, and who said so.';
create index shipment_events_shipment on public.shipment_events (shipment_id, at);

alter table public.carriers enable row level security;
alter table public.shipments enable row level security;
alter table public.shipment_events enable row level security;
create policy carriers_select_all on public.carriers for select to anon, authenticated using (true);
create policy shipments_select_parties on public.shipments for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id));
create policy shipment_events_select_parties on public.shipment_events for select to authenticated
  using (exists (select 1 from public.shipments s where s.id = shipment_id));
grant select on public.carriers to anon, authenticated, service_role;
grant select on public.shipments, public.shipment_events to authenticated, service_role;

create function private.tell_parties(p_order public.orders) returns void
language sql volatile security definer set search_path = '' as $$
  select private.broadcast('user:' || u.id, 'order', jsonb_build_object('order_id', p_order.id, 'status', p_order.status))
  from unnest(array[p_order.buyer_id, p_order.seller_id]) u (id)
$$;
comment on function private.tell_parties is 'Tells buyer and seller that their order has changed.';

-- ── where it goes ─────────────────────────────────────────────────────────────────────────────────────────────────

create function private.choose_order_address(p_order_id uuid, p_address_id uuid) returns public.orders
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_order public.orders;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id and o.buyer_id = v_user for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of yours.');
  elsif not exists (select 1 from public.addresses a where a.id = p_address_id and a.user_id = v_user) then
    perform private.fail('NOFND', 'No such address of yours.');
  elsif v_order.sealed_at is not null or v_order.status in ('paid', 'shipped', 'delivered', 'cancelled') then
    perform private.fail('STATE', 'The address of this order is fixed.', jsonb_build_object('status', v_order.status));
  end if;
  perform private.limit_rate('choose_order_address', v_user, 20, 0.5);
  update public.orders o set address_id = p_address_id where o.id = p_order_id returning o.* into v_order;
  return v_order;
end $$;
create function public.choose_order_address(p_order_id uuid, p_address_id uuid) returns public.orders
language sql volatile set search_path = '' as $$ select * from private.choose_order_address(p_order_id, p_address_id) $$;
comment on function public.choose_order_address is
  'Buyer: where an order goes that has not been checked out; its price follows. Errors: 42501, NOFND, STATE {status}, RTLIM.';

-- ── on its way ────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.mark_shipped(p_order_id uuid, p_carrier text, p_tracking_number text) returns public.shipments
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_number text := nullif(regexp_replace(upper(coalesce(p_tracking_number, '')), '[^A-Z0-9-]', '', 'g'), '');
  v_order public.orders;
  v_row public.shipments;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id and o.seller_id = v_user for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of your shop.');
  elsif v_order.status not in ('paid', 'shipped') then
    perform private.fail('STATE', format('The order is %s.', v_order.status), jsonb_build_object('status', v_order.status));
  elsif p_carrier is null or not exists (select 1 from public.carriers c where c.code = p_carrier) then
    perform private.invalid('p_carrier', 'No such carrier.');
  elsif v_number is null and p_carrier <> 'other' or char_length(v_number) not between 4 and 40 then
    perform private.invalid('p_tracking_number', 'A tracking number has 4 to 40 letters and digits.');
  end if;
  perform private.limit_rate('mark_shipped', v_user, 200, 2);
  insert into public.shipments as s (order_id, carrier, tracking_number) values (p_order_id, p_carrier, v_number)
  on conflict (order_id) do update set carrier = excluded.carrier, tracking_number = excluded.tracking_number
    where (s.carrier, s.tracking_number) is distinct from (excluded.carrier, excluded.tracking_number)
  returning s.* into v_row;
  if v_row.id is null then
    return (select s from public.shipments s where s.order_id = p_order_id);
  end if;
  insert into public.shipment_events (shipment_id, kind, reported_by)
  values (v_row.id, case v_order.status when 'paid' then 'handed_over' else 'corrected' end, 'seller');
  update public.orders o set status = 'shipped' where o.id = p_order_id returning o.* into v_order;
  perform private.tell_parties(v_order);
  return v_row;
end $$;
create function public.mark_shipped(p_order_id uuid, p_carrier text, p_tracking_number text default null) returns public.shipments
language sql volatile set search_path = '' as $$ select * from private.mark_shipped(p_order_id, p_carrier, p_tracking_number) $$;
comment on function public.mark_shipped is
  'Seller: a paid order is on its way; carrier of public.carriers, and the tracking number (needless for other). Again corrects them. Errors: 42501, NOFND, STATE {status}, INVAL {field}, RTLIM.';

create function private.confirm_delivery(p_order_id uuid) returns public.shipments
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_order public.orders;
  v_row public.shipments;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id and o.buyer_id = v_user for no key update;
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of yours.');
  elsif v_order.status not in ('shipped', 'delivered') then
    perform private.fail('STATE', format('The order is %s.', v_order.status), jsonb_build_object('status', v_order.status));
  end if;
  update public.shipments s set delivered_at = clock_timestamp() where s.order_id = p_order_id and s.delivered_at is null returning s.* into v_row;
  if v_row.id is null then
    return (select s from public.shipments s where s.order_id = p_order_id);
  end if;
  insert into public.shipment_events (shipment_id, kind, reported_by) values (v_row.id, 'delivered', 'buyer');
  update public.orders o set status = 'delivered' where o.id = p_order_id returning o.* into v_order;
  perform private.tell_parties(v_order);
  return v_row;
end $$;
create function public.confirm_delivery(p_order_id uuid) returns public.shipments
language sql volatile set search_path = '' as $$ select * from private.confirm_delivery(p_order_id) $$;
comment on function public.confirm_delivery is 'Buyer: the parcel has come. Again is harmless. Errors: 42501, NOFND, STATE {status}.';

grant execute on function private.choose_order_address(uuid, uuid), public.choose_order_address(uuid, uuid),
  private.mark_shipped(uuid, text, text), public.mark_shipped(uuid, text, text),
  private.confirm_delivery(uuid), public.confirm_delivery(uuid) to authenticated;
