-- Prices: the one function that says what anything costs, all in. The bid bar's quote, the order, the charge and the invoice
-- are this function; none of them adds anything up by itself.

create type private.price_line as (auction_id uuid, quantity int, unit_cents bigint);

create type private.price as (
  currency char(3), items_cents bigint, buyer_fee_cents bigint, shipping_cents bigint, tax_cents bigint, total_cents bigint,
  taxed_cents bigint, tax_name text, tax_rate_ppm int, tax_on_fee boolean);
comment on column private.price.taxed_cents is 'What the tax is taken of.';

create function private.share_of(p_cents bigint, p_ppm int) returns bigint
language sql immutable set search_path = '' as $$
  select round(p_cents::numeric * p_ppm / 1000000)::bigint
$$;
comment on function private.share_of is 'So many millionths of an amount, to the cent, half a cent up. Exact: numeric, never a float.';

create function private.shipping_rate(p_auction public.auctions, p_country text) returns table (first_cents bigint, additional_cents bigint)
language sql stable security definer set search_path = '' as $$
  select r.first_cents, r.additional_cents
  from public.countries c
  join public.shipping_rates r on r.destination in (c.code, case when c.code = p_auction.ships_from then 'domestic' end, c.zone, 'world')
  where c.code = p_country and r.currency = p_auction.currency
    and (r.seller_id = p_auction.seller_id or r.seller_id is null) and (r.product_id = p_auction.product_id or r.product_id is null)
    and r.valid_from <= p_auction.terms_at and coalesce(r.valid_until > p_auction.terms_at, true)
  order by r.product_id is null, r.seller_id is null,
    case r.destination when c.code then 1 when 'domestic' then 2 when c.zone then 3 else 4 end
  limit 1
$$;
comment on function private.shipping_rate is
  'The rate an auction ships at: the product''s own before the seller''s before the platform''s, then the narrowest destination.';

create function private.auction_terms(p_auction_id uuid) returns public.auctions
language plpgsql stable security definer set search_path = '' as $$
declare
  v_row public.auctions;
begin
  select a.* into v_row from public.auctions a where a.id = p_auction_id;
  -- A draft is priced by what would hold if it became public now.
  v_row.terms_at := coalesce(v_row.terms_at, clock_timestamp());
  v_row.ships_from := coalesce(v_row.ships_from, (select s.ships_from from public.sellers s where s.id = v_row.seller_id));
  return v_row;
end $$;

create function private.price_lines(p_lines private.price_line[], p_country text, p_region text) returns private.price
language plpgsql stable security definer set search_path = '' as $$
declare
  v_price private.price;
  v_tax public.tax_rates;
  v_unshippable boolean;
begin
  -- Lots ship in one parcel: each pays the rate of a further item, and the dearest first item pays the rest of its own.
  select min(a.currency), coalesce(sum(l.unit_cents * l.quantity), 0),
    coalesce(sum(private.share_of(l.unit_cents * l.quantity, (
      select f.rate_ppm from public.buyer_fees f where f.valid_from <= a.terms_at order by f.valid_from desc limit 1))), 0),
    coalesce(sum(r.additional_cents * l.quantity) + max(r.first_cents - r.additional_cents), 0), bool_or(r.first_cents is null)
  into v_price.currency, v_price.items_cents, v_price.buyer_fee_cents, v_price.shipping_cents, v_unshippable
  from unnest(p_lines) l cross join lateral private.auction_terms(l.auction_id) a
  left join lateral private.shipping_rate(a, p_country) r on true;
  if v_unshippable then
    perform private.invalid('country', 'There is no shipping rate for that country.');
  end if;
  select t.* into v_tax from public.tax_rates t
  where t.country = p_country and t.region in (p_region, '') and t.valid_from <= (clock_timestamp() at time zone 'utc')::date
  order by t.region = '', t.valid_from desc limit 1;
  v_price.tax_name := v_tax.name;
  v_price.tax_rate_ppm := coalesce(v_tax.rate_ppm, 0);
  v_price.tax_on_fee := coalesce(v_tax.on_fee, false);
  v_price.taxed_cents := v_price.items_cents + case when v_tax.on_fee then v_price.buyer_fee_cents else 0 end
    + case when v_tax.on_shipping then v_price.shipping_cents else 0 end;
  v_price.tax_cents := private.share_of(v_price.taxed_cents, v_price.tax_rate_ppm);
  v_price.total_cents := v_price.items_cents + v_price.buyer_fee_cents + v_price.shipping_cents + v_price.tax_cents;
  return v_price;
end $$;
comment on function private.price_lines is
  'MONEY: All-in price. What these lots of one seller cost together, sent to that place: items, buyer fee per lot, shipping, tax on what the table says, total.';

-- ── orders ────────────────────────────────────────────────────────────────────────────────────────────────────────

create table public.order_addresses (
  order_id uuid primary key references public.orders (id) on delete cascade,
  full_name text not null,
  line1 text not null,
  line2 text,
  city text not null,
  region text not null,
  postal_code text not null,
  country text not null references public.countries (code),
  phone text
);
comment on table public.order_addresses is 'Where an order goes: a copy made when its price was fixed, never changed afterwards. The seller sees it once it is paid.';
create index order_addresses_country on public.order_addresses (country);

alter table public.orders
  add column address_id uuid references public.addresses (id) on delete set null,
  add column buyer_fee_cents bigint check (buyer_fee_cents >= 0),
  add column shipping_cents bigint check (shipping_cents >= 0),
  add column tax_cents bigint check (tax_cents >= 0),
  add column tax_name text,
  add column tax_rate_ppm int,
  add constraint orders_sealed_is_priced check (num_nulls(buyer_fee_cents, shipping_cents, tax_cents, total_cents, sealed_at) in (0, 5)),
  add constraint orders_total_adds_up check (total_cents = items_cents + buyer_fee_cents + shipping_cents + tax_cents),
  add constraint orders_paid_is_priced check (status not in ('paid', 'shipped', 'delivered') or sealed_at is not null);
comment on column public.orders.sealed_at is
  'When lots, price and address were fixed: at the checkout, or before the first charge. Null: the price still follows the buyer''s choice of address.';
comment on column public.orders.total_cents is 'What is charged: private.order_total at the sealing.';
create index orders_address on public.orders (address_id);

create function private.tg_orders__price() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if (new.items_cents, new.buyer_fee_cents, new.shipping_cents, new.tax_cents, new.total_cents, new.tax_name, new.tax_rate_ppm, new.sealed_at)
      is distinct from
      (old.items_cents, old.buyer_fee_cents, old.shipping_cents, old.tax_cents, old.total_cents, old.tax_name, old.tax_rate_ppm, old.sealed_at) then
    perform private.fail('STATE', 'The price of this order is fixed.', jsonb_build_object('status', old.status));
  end if;
  return new;
end $$;
create trigger tg_orders__price before update on public.orders
  for each row when (old.sealed_at is not null) execute function private.tg_orders__price();

create function private.order_destination(p_order public.orders) returns public.addresses
language sql stable security definer set search_path = '' as $$
  select a from public.addresses a where a.user_id = p_order.buyer_id and (a.id = p_order.address_id or a.is_default)
  order by a.id = p_order.address_id desc nulls last limit 1
$$;
comment on function private.order_destination is 'The address an order would go to now: the chosen one, else the buyer''s default; null when there is none.';

create function private.order_lines(p_order_id uuid) returns private.price_line[]
language sql stable security definer set search_path = '' as $$
  select array_agg(row(i.auction_id, i.quantity, i.price_cents)::private.price_line order by i.id)
  from public.order_items i where i.order_id = p_order_id
$$;

create function private.order_price(p_order_id uuid) returns private.price
language plpgsql stable security definer set search_path = '' as $$
declare
  v_order public.orders;
  v_to public.addresses;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id;
  if v_order.sealed_at is not null then
    return row(v_order.currency, v_order.items_cents, v_order.buyer_fee_cents, v_order.shipping_cents, v_order.tax_cents,
      v_order.total_cents, null, v_order.tax_name, v_order.tax_rate_ppm, null)::private.price;
  end if;
  v_to := private.order_destination(v_order);
  return case when v_to.id is not null then private.price_lines(private.order_lines(p_order_id), v_to.country, v_to.region) end;
end $$;
comment on function private.order_price is 'What an order costs: the fixed price, else that of its lots to where it would go now; null without an address.';

create function private.order_total(p_order_id uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  select (private.order_price(p_order_id)).total_cents
$$;
comment on function private.order_total is
  'Cents that an order costs, all in; null while nobody knows where it goes. Whoever charges seals the order first, so that it cannot change under the charge.';

create function private.seal_order(p_order_id uuid) returns public.orders
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order public.orders;
  v_to public.addresses;
  v_price private.price;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id for no key update;
  v_to := private.order_destination(v_order);
  if v_order.sealed_at is not null or v_order.status in ('paid', 'shipped', 'delivered', 'cancelled') or v_to.id is null then
    return v_order;
  end if;
  v_price := private.order_price(p_order_id);
  insert into public.order_addresses (order_id, full_name, line1, line2, city, region, postal_code, country, phone)
  values (p_order_id, v_to.full_name, v_to.line1, v_to.line2, v_to.city, v_to.region, v_to.postal_code, v_to.country, v_to.phone);
  update public.orders o
  set address_id = v_to.id, buyer_fee_cents = v_price.buyer_fee_cents, shipping_cents = v_price.shipping_cents,
      tax_cents = v_price.tax_cents, total_cents = v_price.total_cents, tax_name = v_price.tax_name,
      tax_rate_ppm = v_price.tax_rate_ppm, sealed_at = clock_timestamp()
  where o.id = p_order_id returning o.* into v_order;
  return v_order;
end $$;
comment on function private.seal_order is
  'Makes an order final: nothing joins it any more, its price stands, its address is copied. Again is harmless. Returned unsealed while the buyer has no address: then it cannot be charged, and the buyer must act.';

alter table public.order_addresses enable row level security;
create policy order_addresses_select_parties on public.order_addresses for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id
    and (o.seller_id is distinct from (select auth.uid()) or o.status in ('paid', 'shipped', 'delivered'))));
grant select on public.order_addresses to authenticated;
