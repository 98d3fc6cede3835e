-- The smallest charge: Stripe takes no payment below it. A lot that could be sold for less, all in, is not published, so that nobody wins
-- what no card can pay. What bids lift above the largest payment (eight digits) is refused as a charge: private.fail_attempt.

create function private.smallest_charge(p_currency text) returns bigint
language sql immutable set search_path = '' as $$
  select case p_currency when 'GBP' then 30 else 50 end::bigint
$$;
comment on function private.smallest_charge is
  'The smallest payment, in minor units: 0.50 USD, 0.50 EUR, 0.30 GBP; orders are in these currencies alone (shipping_rates). Source: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts.';

create function private.least_shipping(p_auction public.auctions) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(min(r.first_cents), 0) from public.countries c cross join lateral private.shipping_rate(p_auction, c.code) r
$$;
comment on function private.least_shipping is 'What an auction''s parcel costs to the cheapest country it ships to.';

create function private.tg_auctions__smallest_charge() returns trigger
language plpgsql stable security definer set search_path = '' as $$
declare
  v_smallest bigint := private.smallest_charge(new.currency);
  v_price bigint := coalesce(new.floor_cents, new.starting_price_cents);
  -- Taxes only add to it, and so does whatever else is won with it.
  v_least bigint := v_price + private.share_of(v_price, (
    select f.rate_ppm from public.buyer_fees f where f.valid_from <= new.terms_at order by f.valid_from desc limit 1));
begin
  if v_least < v_smallest and v_least + private.least_shipping(new) < v_smallest then
    perform private.fail('TOTAL', 'No card can be charged so little.', jsonb_build_object('min_cents', v_smallest),
      'Raise the price, or charge something for shipping.');
  end if;
  return null;
end $$;
-- After the row is written, since its terms are set on the way. Never on the way of a bid: the projection of prices writes neither column.
create trigger tg_auctions__smallest_charge after insert or update of status, starting_price_cents on public.auctions
  for each row when (new.status = 'scheduled') execute function private.tg_auctions__smallest_charge();
