-- Price terms: what comes on top of the item. An auction is priced by the terms that held when it became public, so that
-- nobody can make a parcel dearer, or a fee higher, after a bid. Tax follows the law of the day.

create table public.buyer_fees (
  valid_from timestamptz primary key,
  rate_ppm int not null check (rate_ppm between 0 and 500000)
);
comment on table public.buyer_fees is 'The platform''s fee on top of an item, in millionths of it. The latest row counts; rows are added, never changed.';
insert into public.buyer_fees values ('-infinity', 40000);

create table public.seller_fees (
  valid_from timestamptz primary key,
  rate_ppm int not null check (rate_ppm between 0 and 500000)
);
comment on table public.seller_fees is
  'The platform''s commission on what a seller sells, in millionths of the items. An order pays the rate of the moment it began; rows are added, never changed.';
insert into public.seller_fees values ('-infinity', 80000);

create table public.tax_rates (
  country text not null references public.countries (code),
  region text not null default '',
  valid_from date not null default '2026-01-01',
  name text not null check (char_length(name) between 2 and 40),
  rate_ppm int not null check (rate_ppm between 0 and 500000),
  on_shipping boolean not null default true,
  on_fee boolean not null default true,
  primary key (country, region, valid_from)
);
comment on table public.tax_rates is
  'Tax by the buyer''s place, in millionths: the row of the region, else that of the country. Statewide and standard rates without local surcharges, to be reviewed by whoever runs the platform. No row: no tax.';

insert into public.tax_rates (country, region, name, rate_ppm, on_shipping)
select 'US', split_part(r, ':', 1), split_part(r, ':', 1) || ' sales tax', split_part(r, ':', 2)::int,
  split_part(r, ':', 1) <> all (array['AZ', 'CA', 'IA', 'ID', 'LA', 'MA', 'MD', 'ME', 'MO', 'NV', 'OK', 'UT', 'VA', 'WY'])
from unnest(array['AL:40000', 'AR:65000', 'AZ:56000', 'CA:72500', 'CO:29000', 'CT:63500', 'DC:60000', 'FL:60000', 'GA:40000',
  'HI:40000', 'IA:60000', 'ID:60000', 'IL:62500', 'IN:70000', 'KS:65000', 'KY:60000', 'LA:50000', 'MA:62500', 'MD:60000',
  'ME:55000', 'MI:60000', 'MN:68750', 'MO:42250', 'MS:70000', 'NC:47500', 'ND:50000', 'NE:55000', 'NJ:66250', 'NM:48750',
  'NV:68500', 'NY:40000', 'OH:57500', 'OK:45000', 'PA:60000', 'RI:70000', 'SC:60000', 'SD:42000', 'TN:70000', 'TX:62500',
  'UT:61000', 'VA:53000', 'VT:60000', 'WA:65000', 'WI:50000', 'WV:60000', 'WY:40000']) r;
insert into public.tax_rates (country, region, name, rate_ppm)
select 'CA', split_part(r, ':', 1), split_part(r, ':', 2), split_part(r, ':', 3)::int
from unnest(array['AB:GST:50000', 'BC:GST + PST:120000', 'MB:GST + PST:120000', 'NB:HST:150000', 'NL:HST:150000', 'NS:HST:140000',
  'NT:GST:50000', 'NU:GST:50000', 'ON:HST:130000', 'PE:HST:150000', 'QC:GST + QST:149750', 'SK:GST + PST:110000', 'YT:GST:50000']) r;
insert into public.tax_rates (country, name, rate_ppm)
select split_part(r, ':', 1), split_part(r, ':', 2), split_part(r, ':', 3)::int
from unnest(array['AT:VAT:200000', 'BE:VAT:210000', 'BG:VAT:200000', 'CY:VAT:190000', 'CZ:VAT:210000', 'DE:VAT:190000',
  'DK:VAT:250000', 'EE:VAT:240000', 'ES:VAT:210000', 'FI:VAT:255000', 'FR:VAT:200000', 'GR:VAT:240000', 'HR:VAT:250000',
  'HU:VAT:270000', 'IE:VAT:230000', 'IT:VAT:220000', 'LT:VAT:210000', 'LU:VAT:170000', 'LV:VAT:210000', 'MT:VAT:180000',
  'NL:VAT:210000', 'PL:VAT:230000', 'PT:VAT:230000', 'RO:VAT:210000', 'SE:VAT:250000', 'SI:VAT:220000', 'SK:VAT:230000',
  'GB:VAT:200000', 'CH:VAT:81000', 'NO:VAT:250000', 'AU:GST:100000', 'NZ:GST:150000', 'SG:GST:90000', 'JP:Consumption tax:100000']) r;

create table public.shipping_rates (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid references public.sellers (id) on delete cascade,
  product_id uuid references public.products (id) on delete cascade,
  destination text not null check (destination ~ '^([A-Z]{2}|[a-z_]{3,24})$'),
  currency char(3) not null default 'USD',
  first_cents bigint not null check (first_cents between 0 and 9999999),
  additional_cents bigint not null check (additional_cents between 0 and first_cents),
  valid_from timestamptz not null default clock_timestamp(),
  valid_until timestamptz check (valid_until >= valid_from),
  check (product_id is null or seller_id is not null)
);
comment on table public.shipping_rates is
  'What a parcel costs: the first item of an order, and each further one. A product''s own rates replace its seller''s, those replace the platform''s (seller_id null). Rows are superseded, never changed.';
comment on column public.shipping_rates.destination is
  'A country''s code, domestic (the country the seller ships from), a zone of public.countries, or world; the narrowest counts.';
create unique index shipping_rates_current on public.shipping_rates (seller_id, product_id, destination, currency) nulls not distinct
  where valid_until is null;
create index shipping_rates_product on public.shipping_rates (product_id);
insert into public.shipping_rates (destination, currency, first_cents, additional_cents, valid_from)
select d.destination, c.currency, d.first_cents, d.additional_cents, '-infinity'
from (values ('domestic', 599, 150), ('world', 1999, 400)) d (destination, first_cents, additional_cents),
  (values ('USD'), ('EUR'), ('GBP')) c (currency);

alter table public.sellers add column ships_from text not null default 'US' references public.countries (code);
comment on column public.sellers.ships_from is 'The country that domestic shipping is measured from.';
create index sellers_ships_from on public.sellers (ships_from);
grant update (ships_from) on public.sellers to authenticated;

alter table public.auctions add column terms_at timestamptz, add column ships_from text references public.countries (code);
comment on column public.auctions.terms_at is 'When the auction became public: the instant whose fees and shipping rates it is priced by.';
create index auctions_ships_from on public.auctions (ships_from);

create function private.tg_auctions__terms() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  new.terms_at := clock_timestamp();
  select s.ships_from into new.ships_from from public.sellers s where s.id = new.seller_id;
  return new;
end $$;
-- Never on the way of a bid: the projection of prices does not write the status.
create trigger tg_auctions__terms before insert or update of status on public.auctions
  for each row when (new.status <> 'draft' and new.terms_at is null) execute function private.tg_auctions__terms();

alter table public.buyer_fees enable row level security;
alter table public.seller_fees enable row level security;
alter table public.tax_rates enable row level security;
alter table public.shipping_rates enable row level security;
create policy buyer_fees_select_all on public.buyer_fees for select to anon, authenticated using (true);
create policy seller_fees_select_all on public.seller_fees for select to anon, authenticated using (true);
create policy tax_rates_select_all on public.tax_rates for select to anon, authenticated using (true);
create policy shipping_rates_select_all on public.shipping_rates for select to anon, authenticated using (true);
grant select on public.buyer_fees, public.seller_fees, public.tax_rates, public.shipping_rates to anon, authenticated, service_role;

-- ── a seller's own rates ──────────────────────────────────────────────────────────────────────────────────────────

create function private.set_shipping_rate(
  p_destination text, p_first_cents bigint, p_additional_cents bigint, p_product_id uuid, p_currency text
) returns public.shipping_rates
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_seller();
  v_row public.shipping_rates;
  v_now timestamptz;
begin
  perform private.limit_rate('set_shipping_rate', v_user, 60, 0.5);
  if p_destination is null or p_destination not in ('domestic', 'world')
      and not exists (select 1 from public.countries c where p_destination in (c.code, c.zone)) then
    perform private.invalid('p_destination', 'A destination is a country, domestic, a zone, or world.');
  elsif p_currency is null or not exists (select 1 from public.shipping_rates r where r.seller_id is null and r.currency = p_currency) then
    perform private.invalid('p_currency', 'No such currency.');
  elsif p_first_cents is not null and p_first_cents not between 0 and 9999999 then
    perform private.invalid('p_first_cents', 'The first item ships for 0 to 99,999.99.');
  elsif p_first_cents is not null and (p_additional_cents is null or p_additional_cents not between 0 and p_first_cents) then
    perform private.invalid('p_additional_cents', 'A further item costs no more than the first.');
  end if;
  if p_product_id is not null and not exists (
      select 1 from public.products p where p.id = p_product_id and p.seller_id = v_user and p.status in ('draft', 'active')) then
    perform private.fail('NOFND', 'No such product of yours.');
  end if;
  perform pg_advisory_xact_lock(uuid_hash_extended(v_user, 4));
  v_now := clock_timestamp();
  update public.shipping_rates r set valid_until = v_now
  where r.seller_id = v_user and r.product_id is not distinct from p_product_id and r.destination = p_destination
    and r.currency = p_currency and r.valid_until is null;
  if p_first_cents is not null then
    insert into public.shipping_rates (seller_id, product_id, destination, currency, first_cents, additional_cents, valid_from)
    values (v_user, p_product_id, p_destination, p_currency, p_first_cents, p_additional_cents, v_now) returning * into v_row;
  end if;
  return v_row;
end $$;
create function public.set_shipping_rate(
  p_destination text, p_first_cents bigint, p_additional_cents bigint default null, p_product_id uuid default null, p_currency text default 'USD'
) returns public.shipping_rates
language sql volatile set search_path = '' as $$
  select * from private.set_shipping_rate(p_destination, p_first_cents, p_additional_cents, p_product_id, p_currency)
$$;
comment on function public.set_shipping_rate is
  'Seller: what shipping costs to a destination (country, domestic, zone, world), for all products or one; p_first_cents null takes the rate away. Auctions that are public keep theirs. Errors: 42501, INVAL {field}, NOFND, RTLIM.';
grant execute on function private.set_shipping_rate(text, bigint, bigint, uuid, text),
  public.set_shipping_rate(text, bigint, bigint, uuid, text) to authenticated;
