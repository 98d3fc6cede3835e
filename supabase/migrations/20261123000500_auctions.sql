-- Auctions: what is offered, on which terms. Prices move in the ledger (next file); here are the terms.

create table public.increment_ladders (
  name text primary key check (name ~ '^[a-z_]{2,24}$'),
  from_cents bigint[] not null,
  step_cents bigint[] not null,
  check (cardinality(from_cents) = cardinality(step_cents) and cardinality(from_cents) > 0 and from_cents[1] = 0)
);
comment on table public.increment_ladders is 'A ladder maps a price to the step above it. An auction copies its ladder, so later changes touch only new auctions.';
insert into public.increment_ladders values
  ('standard', '{0,100,500,2500,10000,25000,50000,100000,250000,500000}', '{5,25,50,100,250,500,1000,2500,5000,10000}'),
  ('live', '{0,3000,5000,10000,30000,100000,200000}', '{100,200,300,500,1000,2000,5000}');

create type public.auction_format as enum ('english', 'descending', 'fixed');
create type public.auction_status as enum ('draft', 'scheduled', 'live', 'sold', 'unsold', 'cancelled');

create table public.auctions (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references public.sellers (id),
  product_id uuid not null references public.products (id),
  category_id uuid not null references public.categories (id),
  show_id uuid references public.shows (id),
  sale_id uuid,
  close_group_id uuid,
  lot_number int,
  title text not null,
  format public.auction_format not null default 'english',
  status public.auction_status not null default 'draft',
  currency char(3) not null default 'USD',
  starting_price_cents bigint not null check (starting_price_cents between 1 and 9999999999),
  buy_now_cents bigint check (buy_now_cents between 1 and 9999999999),
  has_reserve boolean not null default false,
  requires_card boolean not null default true,
  increment_from bigint[] not null,
  increment_step bigint[] not null,
  soft_close_seconds int not null check (soft_close_seconds between 0 and 600),
  duration_seconds int check (duration_seconds between 5 and 600),
  -- descending: falls by drop_cents every tick_seconds down to floor_cents. fixed: this many units, at most so many a buyer.
  floor_cents bigint,
  drop_cents bigint,
  tick_seconds int,
  quantity int,
  per_buyer int,
  starts_at timestamptz,
  ends_at timestamptz,
  hard_ends_at timestamptz,
  -- The catalogue's copy of the ledger's last row, at most a tick old. auction_snapshot is the truth.
  price_cents bigint not null,
  min_bid_cents bigint not null,
  bid_count int not null default 0,
  reserve_met boolean not null default false,
  leader text,
  version int not null default 0,
  created_at timestamptz not null default now(),
  closed_at timestamptz,
  constraint auctions_lot_belongs_to_show check ((show_id is null) = (lot_number is null)),
  constraint auctions_live_has_end check (status <> 'live' or (starts_at is not null and ends_at is not null)),
  constraint auctions_window check (ends_at > starts_at),
  constraint auctions_terms_fit_format check (
    case when format = 'descending' then floor_cents >= 1 and floor_cents < starting_price_cents and drop_cents >= 1
        and tick_seconds between 1 and 86400 and num_nulls(floor_cents, drop_cents, tick_seconds) = 0
      else num_nonnulls(floor_cents, drop_cents, tick_seconds) = 0 end
    and case when format = 'fixed' then quantity between 1 and 100000 and quantity is not null and (per_buyer is null or per_buyer between 1 and quantity)
      else num_nonnulls(quantity, per_buyer) = 0 end
    and (format = 'english' or (buy_now_cents is null and not has_reserve))),
  unique (show_id, lot_number) deferrable initially deferred
);
comment on table public.auctions is 'One product offered once (a lot when it is in a show).';
comment on column public.auctions.close_group_id is 'The sale whose lots all end at one time, for as long as any of them is extended.';
create index auctions_ending on public.auctions (status, ends_at);
create index auctions_starting on public.auctions (starts_at) where status = 'scheduled';
create index auctions_seller on public.auctions (seller_id, created_at desc);
create index auctions_category on public.auctions (category_id, status, ends_at);
create index auctions_product on public.auctions (product_id);
create index auctions_sale on public.auctions (sale_id) where sale_id is not null;
create index auctions_close_group on public.auctions (close_group_id) where close_group_id is not null;
create unique index auctions_one_live_per_product on public.auctions (product_id) where status in ('draft', 'scheduled', 'live');
alter table public.shows
  add constraint shows_current_auction foreign key (current_auction_id) references public.auctions (id),
  add constraint shows_pinned_auction foreign key (pinned_auction_id) references public.auctions (id) on delete set null;
create index shows_current_auction on public.shows (current_auction_id);
create index shows_pinned_auction on public.shows (pinned_auction_id);

create table private.auction_secrets (
  auction_id uuid primary key references public.auctions (id) on delete cascade,
  reserve_cents bigint check (reserve_cents between 1 and 9999999999)
);
comment on table private.auction_secrets is 'What nobody may read: the reserve.';

create table public.watches (
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  auction_id uuid not null references public.auctions (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, auction_id)
);
comment on table public.watches is 'A user''s watchlist.';
create index watches_auction on public.watches (auction_id);

create function private.step_above(p_price bigint, p_from bigint[], p_step bigint[]) returns bigint
language sql immutable parallel safe
return p_step[width_bucket(p_price, p_from)];
comment on function private.step_above is 'The increment above a price on a ladder (RULES: Increments).';

create function private.alias_of(p_secret bytea, p_id uuid) returns text
language sql immutable parallel safe
return upper(left(encode(sha256(p_secret || uuid_send(p_id)), 'hex'), 8));
comment on function private.alias_of is 'A name of eight hex digits, stable for a secret and an id, telling nothing of either.';

create function private.alias_in(p_auction_id uuid, p_user uuid) returns text
language sql stable set search_path = '' as $$
  select private.alias_of(b.alias_key, p_auction_id) from private.bidders b where b.user_id = p_user
$$;
comment on function private.alias_in is 'A bidder''s name in one auction''s ledger: stable there, unlinkable elsewhere.';

-- ── grants and policies ───────────────────────────────────────────────────────────────────────────────────────────

alter table public.increment_ladders enable row level security;
alter table public.auctions enable row level security;
alter table private.auction_secrets enable row level security;
alter table public.watches enable row level security;

create policy increment_ladders_select_all on public.increment_ladders for select to anon, authenticated using (true);
grant select on public.increment_ladders to anon, authenticated, service_role;

create policy auctions_select_public on public.auctions for select to anon using (status <> 'draft');
create policy auctions_select_public_or_own on public.auctions for select to authenticated
  using (status <> 'draft' or seller_id = (select auth.uid()));
grant select on public.auctions to anon, authenticated, service_role;

create policy watches_select_own on public.watches for select to authenticated using (user_id = (select auth.uid()));
create policy watches_insert_own on public.watches for insert to authenticated
  with check (user_id = (select auth.uid()) and exists (select 1 from public.auctions a where a.id = auction_id));
create policy watches_delete_own on public.watches for delete to authenticated using (user_id = (select auth.uid()));
grant select, delete on public.watches to authenticated;
grant insert (auction_id) on public.watches to authenticated;
grant select on public.watches to service_role;

-- ── making an auction ─────────────────────────────────────────────────────────────────────────────────────────────

create function private.term(p_terms jsonb, p_key text, p_min bigint, p_max bigint, p_required boolean default true) returns bigint
language plpgsql immutable set search_path = '' as $$
declare
  v_value jsonb := nullif(p_terms -> p_key, 'null');
begin
  if v_value is null and not p_required then
    return null;
  end if;
  if jsonb_typeof(v_value) is distinct from 'number' or v_value::numeric not between p_min and p_max or v_value::numeric % 1 <> 0 then
    perform private.invalid('p_terms.' || p_key, format('%s is a whole number between %s and %s.', p_key, p_min, p_max));
  end if;
  return v_value::numeric;
end $$;
comment on function private.term is 'One number of an auction''s terms; raises INVAL {field: "p_terms.<key>"}.';

create function private.format_terms(p_format public.auction_format, p_starting_price_cents bigint, p_terms jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  v_known text[] := case p_format when 'descending' then '{floor_cents,step_cents,tick_seconds}' when 'fixed' then '{quantity,per_buyer}' else '{}' end;
  v_quantity bigint;
begin
  if p_format is null then
    perform private.invalid('p_format', 'The format is english, descending or fixed.');
  end if;
  if jsonb_typeof(p_terms) is distinct from 'object' or p_terms - v_known <> '{}' then
    perform private.invalid('p_terms', format('The terms of a %s auction are an object of: %s.', p_format, array_to_string(v_known, ', ')));
  end if;
  if p_format = 'descending' then
    return jsonb_build_object(
      'floor_cents', private.term(p_terms, 'floor_cents', 1, p_starting_price_cents - 1),
      'drop_cents', private.term(p_terms, 'step_cents', 1, p_starting_price_cents),
      'tick_seconds', private.term(p_terms, 'tick_seconds', 1, 86400));
  elsif p_format = 'fixed' then
    v_quantity := private.term(p_terms, 'quantity', 1, 100000);
    return jsonb_build_object('quantity', v_quantity, 'per_buyer', private.term(p_terms, 'per_buyer', 1, v_quantity, false));
  end if;
  return '{}';
end $$;
comment on function private.format_terms is
  'Checks what a format needs besides a price: descending {floor_cents, step_cents, tick_seconds}, fixed {quantity, per_buyer?}, english nothing. Raises INVAL.';

create function private.make_auction(
  p_product_id uuid, p_show public.shows, p_status public.auction_status, p_starting_price_cents bigint,
  p_reserve_cents bigint, p_ladder text, p_soft_close_seconds int, p_duration_seconds int, p_requires_card boolean,
  p_buy_now_cents bigint, p_format public.auction_format, p_terms jsonb
) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_seller();
  v_product public.products;
  v_ladder public.increment_ladders;
  v_terms jsonb;
  v_row public.auctions;
begin
  perform private.limit_rate('make_auction', v_user, 120, 1);
  select p.* into v_product from public.products p
  where p.id = p_product_id and p.seller_id = v_user and p.status in ('draft', 'active') for update;
  if v_product.id is null then
    perform private.fail('NOFND', 'No such product of yours that can be offered.');
  end if;
  if exists (select 1 from public.auctions a where a.product_id = p_product_id and a.status in ('draft', 'scheduled', 'live')) then
    perform private.fail('STATE', 'This product is on offer already.');
  end if;
  if p_starting_price_cents is null or p_starting_price_cents not between 1 and 9999999999 then
    perform private.invalid('p_starting_price_cents', 'Starting price must be between 1 and 9,999,999,999 cents.');
  end if;
  if p_reserve_cents is not null and p_reserve_cents not between p_starting_price_cents and 9999999999 then
    perform private.invalid('p_reserve_cents', 'The reserve must be at least the starting price.');
  end if;
  v_terms := private.format_terms(p_format, p_starting_price_cents, p_terms);
  if p_reserve_cents is not null and p_format <> 'english' then
    perform private.invalid('p_reserve_cents', 'Only an english auction has a reserve.');
  end if;
  if p_buy_now_cents is not null and (p_format <> 'english' or p_buy_now_cents > 9999999999
      or p_buy_now_cents <= p_starting_price_cents or p_buy_now_cents < p_reserve_cents) then
    perform private.invalid('p_buy_now_cents', 'The buy-now price of an english auction is above its starting price and not below its reserve.');
  end if;
  if p_soft_close_seconds is null or p_soft_close_seconds not between 0 and 600 then
    perform private.invalid('p_soft_close_seconds', 'Soft close must be between 0 and 600 seconds.');
  end if;
  if p_duration_seconds is not null and p_duration_seconds not between 5 and 600 then
    perform private.invalid('p_duration_seconds', 'A lot runs between 5 and 600 seconds.');
  end if;
  select l.* into v_ladder from public.increment_ladders l where l.name = p_ladder;
  if v_ladder.name is null then
    perform private.invalid('p_ladder', 'No such ladder.');
  end if;
  insert into public.auctions (
    seller_id, product_id, category_id, show_id, lot_number, title, status, starting_price_cents, has_reserve, requires_card,
    increment_from, increment_step, soft_close_seconds, duration_seconds, price_cents, min_bid_cents, reserve_met, buy_now_cents, format,
    floor_cents, drop_cents, tick_seconds, quantity, per_buyer)
  values (
    v_user, p_product_id, v_product.category_id, p_show.id,
    case when p_show.id is not null then (select coalesce(max(a.lot_number), 0) + 1 from public.auctions a where a.show_id = p_show.id) end,
    v_product.title, p_status, p_starting_price_cents, p_reserve_cents is not null, coalesce(p_requires_card, true),
    v_ladder.from_cents, v_ladder.step_cents, p_soft_close_seconds, p_duration_seconds, p_starting_price_cents, p_starting_price_cents,
    p_reserve_cents is null, p_buy_now_cents, p_format, (v_terms ->> 'floor_cents')::bigint, (v_terms ->> 'drop_cents')::bigint, (v_terms ->> 'tick_seconds')::int,
    (v_terms ->> 'quantity')::int, (v_terms ->> 'per_buyer')::int)
  returning * into v_row;
  insert into private.auction_secrets (auction_id, reserve_cents) values (v_row.id, p_reserve_cents);
  if p_status <> 'draft' then
    update public.products set status = 'active' where id = p_product_id;
  end if;
  return v_row;
end $$;
comment on function private.make_auction is 'Checks the terms and writes an auction with its secrets; create_auction and add_lot are its two doors.';

create function private.create_auction(
  p_product_id uuid, p_starting_price_cents bigint, p_reserve_cents bigint, p_ladder text, p_soft_close_seconds int, p_requires_card boolean,
  p_buy_now_cents bigint, p_format public.auction_format, p_terms jsonb
) returns public.auctions
language sql volatile security definer set search_path = '' as $$
  select * from private.make_auction(p_product_id, null, 'draft', p_starting_price_cents, p_reserve_cents, p_ladder,
    p_soft_close_seconds, null, p_requires_card, p_buy_now_cents, p_format, p_terms)
$$;
create function public.create_auction(
  p_product_id uuid, p_starting_price_cents bigint, p_reserve_cents bigint default null, p_ladder text default 'standard',
  p_soft_close_seconds int default 120, p_requires_card boolean default true, p_buy_now_cents bigint default null,
  p_format public.auction_format default 'english', p_terms jsonb default '{}'
) returns public.auctions
language sql volatile set search_path = '' as $$
  select * from private.create_auction(p_product_id, p_starting_price_cents, p_reserve_cents, p_ladder, p_soft_close_seconds, p_requires_card,
    p_buy_now_cents, p_format, p_terms)
$$;
comment on function public.create_auction is
  'Seller: drafts a timed auction of an own product. p_terms: descending {floor_cents, step_cents, tick_seconds}, fixed {quantity, per_buyer?}. Errors: 42501, NOFND, INVAL, STATE (on offer already), RTLIM.';

create function private.lock_auction(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions;
begin
  -- Show, queue, auction: always in this order, so that a host's commands and a close cannot wait for each other in a circle.
  perform from public.shows s where s.id = (select a.show_id from public.auctions a where a.id = p_auction_id) for no key update;
  perform pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0));
  select a.* into v_row from public.auctions a where a.id = p_auction_id for no key update;
  return v_row;
end $$;
comment on function private.lock_auction is 'An auction behind its show''s and its queue''s lock, for everything but bids; null when there is none.';

create function private.lock_own_auction(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row public.auctions;
begin
  perform from public.auctions a where a.id = p_auction_id and a.seller_id = v_user;
  if not found then
    perform private.fail('NOFND', 'No such auction of yours.');
  end if;
  v_row := private.lock_auction(p_auction_id);
  perform private.assert_console(v_row.show_id);
  return v_row;
end $$;
comment on function private.lock_own_auction is 'The caller''s own auction, locked; NOFND otherwise, STATE for a console that has lost its show.';

create function private.assert_auction_status(p_auction public.auctions, variadic p_allowed public.auction_status[]) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if not p_auction.status = any (p_allowed) then
    perform private.fail('STATE', format('The auction is %s.', p_auction.status), jsonb_build_object('status', p_auction.status));
  end if;
end $$;

grant execute on function
  private.create_auction(uuid, bigint, bigint, text, int, boolean, bigint, public.auction_format, jsonb),
  public.create_auction(uuid, bigint, bigint, text, int, boolean, bigint, public.auction_format, jsonb) to authenticated;
