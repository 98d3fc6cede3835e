-- The quote: the all-in price of an amount before it is bid, from the same function that prices the order it becomes.

create function private.open_bundle(p_auction public.auctions, p_buyer_id uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select o.id from public.orders o join public.shows s on s.id = o.show_id
  where o.show_id = p_auction.show_id and o.buyer_id = p_buyer_id and s.status = 'live'
    and o.sealed_at is null and o.status = 'pending' and o.joinable_until > clock_timestamp()
$$;
comment on function private.open_bundle is 'MONEY: Combined orders. The open order that a win of this buyer would join, or null.';

create function private.quote_place(p_user uuid, p_auction public.auctions, p_address_id uuid, p_country text, p_region text)
returns table (address_id uuid, country text, region text, known boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_to public.addresses;
begin
  if p_address_id is not null then
    select a.* into v_to from public.addresses a where a.id = p_address_id and a.user_id = p_user;
    if v_to.id is null then
      perform private.fail('NOFND', 'No such address of yours.');
    end if;
  elsif p_country is null then
    select a.* into v_to from public.addresses a where a.user_id = p_user and a.is_default;
  elsif not exists (select 1 from public.countries c where c.code = p_country) then
    perform private.invalid('p_country', 'We do not ship there yet.');
  end if;
  return query select v_to.id, coalesce(v_to.country, p_country, p_auction.ships_from),
    case when v_to.id is null then coalesce(p_region, '') else v_to.region end, v_to.id is not null or p_country is not null;
end $$;

create function private.price_quote(
  p_auction_id uuid, p_amount_cents bigint, p_address_id uuid, p_country text, p_region text, p_quantity int
) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  v_row public.auctions := private.auction_terms(p_auction_id);
  v_place record;
  v_line private.price_line := row(p_auction_id, p_quantity, p_amount_cents);
  v_bundle uuid;
  v_before private.price;
  v_after private.price;
begin
  if v_row.id is null or (v_row.status = 'draft' and v_row.seller_id is distinct from v_user) then
    perform private.fail('NOFND', 'No such auction.');
  elsif p_amount_cents is null or p_amount_cents not between 1 and 9999999999 then
    perform private.invalid('p_amount_cents', 'An amount is between 1 and 9,999,999,999 cents.');
  elsif p_quantity is null or p_quantity not between 1 and 100000 then
    perform private.invalid('p_quantity', 'The quantity is between 1 and 100,000.');
  end if;
  select q.address_id, q.country, q.region, q.known into v_place
  from private.quote_place(v_user, v_row, p_address_id, p_country, p_region) q;
  v_bundle := private.open_bundle(v_row, v_user);
  v_before := private.price_lines(coalesce(private.order_lines(v_bundle), '{}'), v_place.country, v_place.region);
  v_after := private.price_lines(coalesce(private.order_lines(v_bundle), '{}') || v_line, v_place.country, v_place.region);
  return jsonb_build_object(
    'currency', v_row.currency, 'item_cents', v_after.items_cents - v_before.items_cents,
    'buyer_fee_cents', v_after.buyer_fee_cents - v_before.buyer_fee_cents,
    'shipping_cents', v_after.shipping_cents - v_before.shipping_cents,
    'tax_cents', v_after.tax_cents - v_before.tax_cents, 'total_cents', v_after.total_cents - v_before.total_cents,
    'tax_name', v_after.tax_name, 'tax_known', v_place.region <> ''
      or not (select c.region_required from public.countries c where c.code = v_place.country), 'country', v_place.country, 'region', v_place.region, 'address_id', v_place.address_id,
    'place_known', v_place.known, 'joins_order_id', v_bundle,
    'terms', jsonb_build_object(
      'fee_rate_ppm', (select f.rate_ppm from public.buyer_fees f where f.valid_from <= v_row.terms_at order by f.valid_from desc limit 1),
      'tax_rate_ppm', v_after.tax_rate_ppm, 'tax_on_fee', v_after.tax_on_fee, 'taxed_before_cents', v_before.taxed_cents,
      'taxed_shipping_cents', v_after.taxed_cents - v_before.taxed_cents - (v_after.items_cents - v_before.items_cents)
        - case when v_after.tax_on_fee then v_after.buyer_fee_cents - v_before.buyer_fee_cents else 0 end));
end $$;
create function public.price_quote(
  p_auction_id uuid, p_amount_cents bigint, p_address_id uuid default null, p_country text default null, p_region text default null,
  p_quantity int default 1
) returns jsonb
language sql stable set search_path = '' as $$
  select private.price_quote(p_auction_id, p_amount_cents, p_address_id, p_country, p_region, p_quantity)
$$;
comment on function public.price_quote is
  'Anyone: what an amount (cents, per unit) would cost all in, sent to an own address, to a country, or else to one''s default address or the seller''s country (place_known false). When the lot would join an open order of the caller, it is what that order grows by. Returns {currency, item_cents, buyer_fee_cents, shipping_cents, tax_cents, total_cents, tax_name, tax_known (false: it depends on a region nobody has named), country, region, address_id, place_known, joins_order_id, terms}; with terms another amount can be estimated without asking again. The order that results costs exactly this. Errors: NOFND, INVAL {field}.';
grant execute on function private.price_quote(uuid, bigint, uuid, text, text, int), public.price_quote(uuid, bigint, uuid, text, text, int)
  to anon, authenticated, service_role;

create function private.order_breakdown(p_order_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_order public.orders;
  v_price private.price;
begin
  select o.* into v_order from public.orders o where o.id = p_order_id and v_user in (o.buyer_id, o.seller_id);
  if v_order.id is null then
    perform private.fail('NOFND', 'No such order of yours.');
  end if;
  -- Shipping and tax tell where the buyer lives; that is the seller's business once it is paid.
  if v_order.buyer_id = v_user or v_order.status in ('paid', 'shipped', 'delivered') then
    v_price := private.order_price(p_order_id);
  end if;
  return jsonb_build_object('currency', v_order.currency, 'items_cents', v_order.items_cents,
    'buyer_fee_cents', v_price.buyer_fee_cents, 'shipping_cents', v_price.shipping_cents, 'tax_cents', v_price.tax_cents,
    'total_cents', v_price.total_cents, 'tax_name', v_price.tax_name, 'tax_rate_ppm', v_price.tax_rate_ppm,
    'final', v_order.sealed_at is not null);
end $$;
create function public.order_breakdown(p_order_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.order_breakdown(p_order_id) $$;
comment on function public.order_breakdown is
  'Buyer or seller: what an order costs: {currency, items_cents, buyer_fee_cents, shipping_cents, tax_cents, total_cents, tax_name, tax_rate_ppm, final}. All but the items are null without an address, and for the seller until it is paid; final false: it still follows the address. Errors: 42501, NOFND.';
grant execute on function private.order_breakdown(uuid), public.order_breakdown(uuid) to authenticated;

create function private.order_dues(p_order_ids uuid[]) returns table (order_id uuid, total_cents bigint, action_reason text, address_id uuid)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  v_user uuid := private.require_user();
  v_most constant int := 200;
begin
  if p_order_ids is null or cardinality(p_order_ids) > v_most then
    perform private.invalid('p_order_ids', format('Name up to %s orders.', v_most));
  end if;
  return query
  select o.id, o.total_cents, case when o.buyer_id = v_user then o.action_reason end, case when o.buyer_id = v_user then o.address_id end
  from public.orders o
  where o.id = any (p_order_ids) and (o.buyer_id = v_user or (o.seller_id = v_user and o.paid_at is not null));
end $$;
create function public.order_dues(p_order_ids uuid[])
returns table (order_id uuid, total_cents bigint, action_reason text, address_id uuid)
language sql stable set search_path = '' as $$ select * from private.order_dues(p_order_ids) $$;
comment on function public.order_dues is
  'What the caller''s orders (up to 200 ids) cost, once that is fixed, and to the buyer why one waits for them and where it goes; to the seller only what is paid. Others are left out. Errors: 42501, INVAL.';
grant execute on function private.order_dues(uuid[]), public.order_dues(uuid[]) to authenticated;
