-- The schema that the tests of this folder exercise; nothing of the product.
create type public.lot_status as enum ('draft', 'open', 'closed');

create table public.profiles (
  id uuid primary key,
  handle text not null unique,
  created_at timestamptz not null default now()
);
create table public.lots (
  id bigint generated always as identity primary key,
  seller_id uuid not null default auth.uid() references public.profiles (id),
  title text not null check (title <> ''),
  status public.lot_status not null default 'draft',
  price_cents bigint not null default 0,
  rate numeric not null default 1.50,
  meta jsonb not null default '{}',
  tags text[] not null default '{}',
  created_at timestamptz not null default '2026-01-02T03:04:05.678Z'
);
create table public.bids (
  id bigint generated always as identity primary key,
  lot_id bigint not null references public.lots (id),
  bidder_id uuid not null references public.profiles (id),
  amount_cents bigint not null
);
-- A seller has many lots, however this index limits some of them.
create unique index lots_one_closed_per_seller on public.lots (seller_id) where status = 'closed';
-- Readable by nobody but signed-in users: no grant that a catalogue reader without rights of its own would see.
create table public.watches (user_id uuid not null, lot_id bigint not null, primary key (user_id, lot_id));
revoke all on public.watches from anon, authenticated, service_role;

alter table public.profiles enable row level security;
alter table public.lots enable row level security;
alter table public.bids enable row level security;
alter table public.watches enable row level security;

grant select on public.profiles, public.lots to anon, authenticated;
grant insert (id, handle), update (handle) on public.profiles to authenticated;
grant insert (title, status, meta, tags, seller_id, rate), update (title, status, meta), delete on public.lots to authenticated;
grant select on public.bids to authenticated;
grant select, insert on public.watches to authenticated;
grant all on public.profiles, public.lots, public.bids to service_role;

create policy profiles_select_all on public.profiles for select to anon, authenticated using (true);
create policy profiles_insert_own on public.profiles for insert to authenticated with check (id = (select auth.uid()));
create policy profiles_update_own on public.profiles for update to authenticated using (id = (select auth.uid()));
create policy lots_select_visible on public.lots for select to anon, authenticated
  using (status <> 'draft' or seller_id = (select auth.uid()));
create policy lots_insert_own on public.lots for insert to authenticated with check (seller_id = (select auth.uid()));
create policy lots_update_own on public.lots for update to authenticated using (seller_id = (select auth.uid()));
create policy lots_delete_own on public.lots for delete to authenticated using (seller_id = (select auth.uid()));
create policy bids_select_own on public.bids for select to authenticated using (bidder_id = (select auth.uid()));
create policy watches_own on public.watches to authenticated using (user_id = (select auth.uid()));

create view public.open_lots with (security_invoker = true) as
  select id, title, seller_id from public.lots where status = 'open';
grant select on public.open_lots to anon, authenticated;

create schema private;
create function private.secret() returns int language sql as $$ select 42 $$;

create function public.whoami() returns jsonb language sql stable as $$
  select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'user', current_user, 'jwt', auth.jwt(),
    'method', current_setting('request.method', true), 'path', current_setting('request.path', true),
    'headers', current_setting('request.headers', true)::jsonb,
    'read_only', current_setting('transaction_read_only'), 'search_path', current_setting('search_path'))
$$;

create function public.add(p_a bigint, p_b bigint default 10) returns bigint language sql immutable as $$ select p_a + p_b $$;
create function public.mixed(p_ids int[], p_json jsonb default '{}', p_amount numeric default 1.5, p_at timestamptz default null)
  returns jsonb language sql immutable as $$
  select jsonb_build_object('ids', p_ids, 'json', p_json, 'amount', p_amount, 'at', p_at)
$$;
create function public.uuid_echo(p_id uuid) returns uuid language sql immutable as $$ select p_id $$;
create function public.nothing() returns void language sql as $$ $$;
create function public.null_value() returns text language sql as $$ select null::text $$;
create function public.one_profile(p_id uuid) returns public.profiles language sql stable as $$
  select * from public.profiles where id = p_id
$$;
create function public.table_rows(p_count int) returns table (n int, label text, at timestamptz) language sql stable as $$
  select i, 'row ' || i, timestamptz '2026-01-02T03:04:05Z' from generate_series(1, p_count) i
$$;
create function public.single_column(p_count int) returns table (n int) language sql stable as $$
  select i from generate_series(1, p_count) i
$$;
create function public.numbers(p_count int) returns setof int language sql stable as $$
  select i from generate_series(1, p_count) i
$$;
create function public.out_values(out a int, out b text) language sql as $$ select 1, 'x' $$;
create function public.visible_lots(p_status public.lot_status) returns setof public.lots language sql stable as $$
  select * from public.lots where status = p_status
$$;
create function public.overloaded(p_x int) returns text language sql as $$ select 'int' $$;
create function public.overloaded(p_x text) returns text language sql as $$ select 'text' $$;
create function public.overloaded(p_x int, p_y int) returns text language sql as $$ select 'two' $$;

create function public.fail(p_code text) returns int language plpgsql as $$
begin
  raise exception 'message %', p_code using errcode = p_code, detail = 'the detail', hint = 'the hint';
end $$;
create function public.fail_pgrst() returns int language plpgsql as $$
begin
  raise sqlstate 'PGRST' using
    message = '{"code": "TOOLOW", "message": "too low", "details": "min 5", "hint": "bid more"}',
    detail = '{"status": 422, "headers": {"X-Reason": "price"}}';
end $$;
create function public.own_response() returns json language plpgsql as $$
begin
  perform set_config('response.status', '202', true);
  perform set_config('response.headers', '[{"X-Hello": "world"}]', true);
  return '{"a":1}';
end $$;
create function public.bad_status() returns int language sql as $$
  select 1 from (select set_config('response.status', 'abc', true)) s
$$;
create function public.sleep(p_seconds float8) returns int language plpgsql as $$
begin
  perform pg_sleep(p_seconds);
  return 1;
end $$;
create function public.hurried() returns int language plpgsql set statement_timeout = '100ms' as $$
begin
  perform pg_sleep(5);
  return 1;
end $$;
create function public.privileged() returns int language sql as $$ select 1 $$;
create function public.write_from_stable() returns bigint language sql stable as $$ select count(*) from public.lots $$;

create table public.counters (name text primary key, value int not null);
create table public.deferred (id int primary key, parent int references public.deferred (id) deferrable initially deferred);
insert into public.counters values ('calls', 0);
create function public.count_and_return(p_rows int) returns setof int language plpgsql security definer set search_path = '' as $$
begin
  update public.counters set value = value + 1 where name = 'calls';
  return query select i from generate_series(1, p_rows) i;
end $$;
create function public.bump_many(p_rows int) returns table (n int) language plpgsql security definer set search_path = '' as $$
begin
  update public.counters set value = value + 1 where name = 'calls';
  return query select i from generate_series(1, p_rows) i;
end $$;
create function public.bump() returns int language sql security definer set search_path = '' as $$
  update public.counters set value = value + 1 where name = 'calls' returning value
$$;
create function public.break_later() returns int language sql security definer set search_path = '' as $$
  insert into public.deferred values (1, 99) returning id
$$;

revoke execute on all functions in schema public from public;
grant execute on all functions in schema public to anon, authenticated, service_role;
revoke execute on function public.privileged() from anon, authenticated;
