-- Places: the countries we ship to, their regions where a tax depends on them, and people's addresses.

create table public.countries (
  code text primary key check (code ~ '^[A-Z]{2}$'),
  zone text not null check (zone ~ '^[a-z_]{3,24}$'),
  region_required boolean not null default false
);
comment on table public.countries is 'Where parcels go: ISO 3166-1 alpha-2. Names are the reader''s language''s business (Intl.DisplayNames).';
comment on column public.countries.zone is 'What a shipping rate may name instead of a single country.';

create table public.regions (
  country text not null references public.countries (code),
  code text not null check (code ~ '^[A-Z]{2,3}$'),
  name text not null,
  primary key (country, code)
);
comment on table public.regions is 'States and provinces of the countries whose addresses must name one.';

insert into public.countries (code, zone, region_required) values
  ('US', 'north_america', true), ('CA', 'north_america', true), ('MX', 'north_america', false),
  ('GB', 'europe', false), ('CH', 'europe', false), ('NO', 'europe', false), ('IS', 'europe', false),
  ('AU', 'asia_pacific', true), ('NZ', 'asia_pacific', false), ('JP', 'asia_pacific', false), ('KR', 'asia_pacific', false),
  ('SG', 'asia_pacific', false), ('HK', 'asia_pacific', false), ('TW', 'asia_pacific', false),
  ('AE', 'world', false), ('IL', 'world', false), ('BR', 'world', false), ('CL', 'world', false), ('ZA', 'world', false);
insert into public.countries (code, zone)
select c, 'european_union' from unnest(array['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU',
  'IE', 'IT', 'LT', 'LU', 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK']) c;

insert into public.regions (country, code, name)
select 'US', split_part(r, ':', 1), split_part(r, ':', 2) from unnest(array[
  'AL:Alabama', 'AK:Alaska', 'AZ:Arizona', 'AR:Arkansas', 'CA:California', 'CO:Colorado', 'CT:Connecticut', 'DE:Delaware',
  'DC:District of Columbia', 'FL:Florida', 'GA:Georgia', 'HI:Hawaii', 'ID:Idaho', 'IL:Illinois', 'IN:Indiana', 'IA:Iowa',
  'KS:Kansas', 'KY:Kentucky', 'LA:Louisiana', 'ME:Maine', 'MD:Maryland', 'MA:Massachusetts', 'MI:Michigan', 'MN:Minnesota',
  'MS:Mississippi', 'MO:Missouri', 'MT:Montana', 'NE:Nebraska', 'NV:Nevada', 'NH:New Hampshire', 'NJ:New Jersey',
  'NM:New Mexico', 'NY:New York', 'NC:North Carolina', 'ND:North Dakota', 'OH:Ohio', 'OK:Oklahoma', 'OR:Oregon',
  'PA:Pennsylvania', 'RI:Rhode Island', 'SC:South Carolina', 'SD:South Dakota', 'TN:Tennessee', 'TX:Texas', 'UT:Utah',
  'VT:Vermont', 'VA:Virginia', 'WA:Washington', 'WV:West Virginia', 'WI:Wisconsin', 'WY:Wyoming']) r
union all
select 'CA', split_part(r, ':', 1), split_part(r, ':', 2) from unnest(array[
  'AB:Alberta', 'BC:British Columbia', 'MB:Manitoba', 'NB:New Brunswick', 'NL:Newfoundland and Labrador',
  'NT:Northwest Territories', 'NS:Nova Scotia', 'NU:Nunavut', 'ON:Ontario', 'PE:Prince Edward Island', 'QC:Quebec',
  'SK:Saskatchewan', 'YT:Yukon']) r
union all
select 'AU', split_part(r, ':', 1), split_part(r, ':', 2) from unnest(array[
  'ACT:Australian Capital Territory', 'NSW:New South Wales', 'NT:Northern Territory', 'QLD:Queensland',
  'SA:South Australia', 'TAS:Tasmania', 'VIC:Victoria', 'WA:Western Australia']) r;

create table public.addresses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  full_name text not null check (char_length(full_name) between 1 and 120),
  line1 text not null check (char_length(line1) between 1 and 120),
  line2 text check (char_length(line2) <= 120),
  city text not null check (char_length(city) between 1 and 80),
  region text not null default '' check (char_length(region) <= 80),
  postal_code text not null default '' check (postal_code ~ '^[A-Z0-9 -]{0,12}$'),
  country text not null references public.countries (code),
  phone text check (phone ~ '^\+?[0-9 ()-]{5,24}$'),
  is_default boolean not null default false,
  created_at timestamptz not null default clock_timestamp()
);
comment on table public.addresses is 'A user''s address book, for that user alone. An order keeps a copy of its own.';
comment on column public.addresses.region is 'A code of public.regions where the country requires one, else free text.';
create index addresses_user on public.addresses (user_id, created_at);
create index addresses_country on public.addresses (country);
create unique index addresses_one_default on public.addresses (user_id) where is_default;

create function private.tg_addresses__tidy() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_limit constant int := 20;
begin
  new.full_name := private.clean_text('full_name', new.full_name, 120);
  new.line1 := private.clean_text('line1', new.line1, 120);
  new.line2 := private.clean_text('line2', new.line2, 120, false);
  new.city := private.clean_text('city', new.city, 80);
  new.region := coalesce(private.clean_text('region', new.region, 80, false), '');
  new.postal_code := upper(coalesce(private.clean_text('postal_code', new.postal_code, 12, false), ''));
  if exists (select 1 from public.countries c where c.code = new.country and c.region_required)
      and not exists (select 1 from public.regions r where r.country = new.country and r.code = new.region) then
    perform private.invalid('region', 'Choose the state or province.');
  end if;
  -- One writer at a time for a user, so that there is always exactly one default.
  perform pg_advisory_xact_lock(uuid_hash_extended(new.user_id, 3));
  if tg_op = 'INSERT' and (select count(*) from public.addresses a where a.user_id = new.user_id) >= v_limit then
    perform private.invalid('address', format('An address book holds %s addresses.', v_limit));
  end if;
  if new.is_default then
    update public.addresses a set is_default = false where a.user_id = new.user_id and a.is_default and a.id <> new.id;
  elsif pg_trigger_depth() = 1 then
    new.is_default := not exists (select 1 from public.addresses a where a.user_id = new.user_id and a.is_default and a.id <> new.id);
  end if;
  return new;
end $$;
comment on function private.tg_addresses__tidy is 'Cleans the text, demands a region where the country has them, and keeps exactly one default. Errors: INVAL {field}.';
create trigger tg_addresses__tidy before insert or update on public.addresses
  for each row execute function private.tg_addresses__tidy();

create function private.tg_addresses__next_default() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.addresses a set is_default = true
  where a.id = (select n.id from public.addresses n where n.user_id = old.user_id order by n.created_at desc limit 1);
  return null;
end $$;
create trigger tg_addresses__next_default after delete on public.addresses
  for each row when (old.is_default) execute function private.tg_addresses__next_default();

-- ── grants and policies ───────────────────────────────────────────────────────────────────────────────────────────

alter table public.countries enable row level security;
alter table public.regions enable row level security;
alter table public.addresses enable row level security;

create policy countries_select_all on public.countries for select to anon, authenticated using (true);
create policy regions_select_all on public.regions for select to anon, authenticated using (true);
grant select on public.countries, public.regions to anon, authenticated, service_role;

create policy addresses_select_own on public.addresses for select to authenticated using (user_id = (select auth.uid()));
create policy addresses_insert_own on public.addresses for insert to authenticated with check (user_id = (select auth.uid()));
create policy addresses_update_own on public.addresses for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy addresses_delete_own on public.addresses for delete to authenticated using (user_id = (select auth.uid()));
grant select, delete on public.addresses to authenticated;
grant insert (full_name, line1, line2, city, region, postal_code, country, phone, is_default),
  update (full_name, line1, line2, city, region, postal_code, country, phone, is_default) on public.addresses to authenticated;
