-- Timed sales: many lots of a seller published together. They end one after another (staggered), or all at one time, which moves
-- for all of them as long as one is extended (group).

create type public.sale_closing as enum ('staggered', 'group');

create table public.sales (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references public.sellers (id),
  title text not null check (char_length(title) between 3 and 120),
  closing public.sale_closing not null,
  starts_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp()
);
comment on table public.sales is 'Timed auctions published together. Their lots are auctions with this sale_id.';
create index sales_seller on public.sales (seller_id, created_at desc);
alter table public.sales enable row level security;
create policy sales_select_all on public.sales for select to anon, authenticated using (true);
grant select on public.sales to anon, authenticated, service_role;
alter table public.auctions
  add constraint auctions_sale foreign key (sale_id) references public.sales (id),
  add constraint auctions_close_group foreign key (close_group_id) references public.sales (id),
  add constraint auctions_group_is_sale check (close_group_id is null or close_group_id = sale_id);

create function private.schedule_sale(
  p_title text, p_auction_ids uuid[], p_ends_at timestamptz, p_starts_at timestamptz, p_closing public.sale_closing, p_step_seconds int
) returns public.sales
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_seller();
  v_title text := private.clean_text('p_title', p_title, 120);
  v_starts timestamptz := date_trunc('milliseconds', greatest(coalesce(p_starts_at, clock_timestamp()), clock_timestamp()));
  v_sale public.sales;
  v_count int := (select count(distinct i) from unnest(p_auction_ids) i);
begin
  if char_length(v_title) < 3 then
    perform private.invalid('p_title', 'A sale''s title has at least three characters.');
  elsif p_auction_ids is null or v_count <> cardinality(p_auction_ids) or v_count not between 2 and 200 then
    perform private.invalid('p_auction_ids', 'A sale has between 2 and 200 different lots.');
  elsif p_closing is null then
    perform private.invalid('p_closing', 'A sale closes staggered or as a group.');
  elsif p_closing = 'staggered' and (p_step_seconds is null or p_step_seconds not between 10 and 3600) then
    perform private.invalid('p_step_seconds', 'Lots end between 10 and 3600 seconds apart.');
  end if;
  if (select count(*) from public.auctions a where a.id = any (p_auction_ids) and a.seller_id = v_user) <> v_count then
    perform private.fail('NOFND', 'Not all of these are auctions of yours.');
  elsif exists (select 1 from public.auctions a where a.id = any (p_auction_ids) and (a.status <> 'draft' or a.format <> 'english')) then
    perform private.fail('STATE', 'The lots of a sale are english auctions that have not been scheduled.');
  end if;
  insert into public.sales (seller_id, title, closing, starts_at) values (v_user, v_title, p_closing, v_starts) returning * into v_sale;
  perform private.schedule_auction(l.id, v_starts,
    p_ends_at + case when p_closing = 'staggered' then make_interval(secs => (l.place - 1) * p_step_seconds) else interval '0' end)
  from unnest(p_auction_ids) with ordinality l (id, place) order by l.id;
  update public.auctions a set sale_id = v_sale.id, close_group_id = case when p_closing = 'group' then v_sale.id end
  where a.id = any (p_auction_ids);
  return v_sale;
end $$;
create function public.schedule_sale(
  p_title text, p_auction_ids uuid[], p_ends_at timestamptz, p_starts_at timestamptz default null,
  p_closing public.sale_closing default 'staggered', p_step_seconds int default 60
) returns public.sales
language sql volatile set search_path = '' as $$
  select * from private.schedule_sale(p_title, p_auction_ids, p_ends_at, p_starts_at, p_closing, p_step_seconds)
$$;
comment on function public.schedule_sale is
  'Seller: publishes 2-200 drafted english auctions as one sale. staggered: in their order, p_step_seconds apart, the first at p_ends_at; group: all at p_ends_at, later for all while one is extended. Errors: 42501, INVAL {field}, NOFND, STATE, TOTAL.';
grant execute on function private.schedule_sale(text, uuid[], timestamptz, timestamptz, public.sale_closing, int),
  public.schedule_sale(text, uuid[], timestamptz, timestamptz, public.sale_closing, int) to authenticated;

-- ── group close ───────────────────────────────────────────────────────────────────────────────────────────────────

create function private.lock_group(p_auction_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  for v_id in
    select b.id from public.auctions a join public.auctions b on b.close_group_id = a.close_group_id where a.id = p_auction_id order by b.id
  loop
    perform pg_advisory_xact_lock(uuid_hash_extended(v_id, 0));
  end loop;
end $$;
comment on function private.lock_group is 'The queues of all lots that close with this one, in the order of ids: a close must not miss an extension on its way.';

create function private.follow_group(p_last private.auction_events, p_group_id uuid) returns private.auction_events
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_end timestamptz;
  v_event private.auction_events;
begin
  select max(e.ends_at) into v_end
  from public.auctions a cross join lateral private.last_event(a.id) e where a.close_group_id = p_group_id;
  if p_last.kind in ('sold', 'unsold', 'cancelled') or v_end <= p_last.ends_at then
    return p_last;
  end if;
  v_event := private.append_event(p_last, 'extended', date_trunc('milliseconds', clock_timestamp()), v_end, jsonb_build_object('sale', p_group_id)::text);
  perform private.announce_auction(a, v_event) from public.auctions a where a.id = p_last.auction_id;
  return v_event;
end $$;
comment on function private.follow_group is 'Extends a lot to the latest end in its group, as a ledger event. The caller holds the lot''s lock.';

create function private.extend_groups() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
  v_row public.auctions;
  v_count int := 0;
begin
  for v_id in
    select g.id
    from (
      select a.id, a.status, l.ends_at, max(l.ends_at) over (partition by a.close_group_id) as group_ends_at
      from public.auctions a cross join lateral private.last_event(a.id) l
      where a.close_group_id in (select b.close_group_id from public.auctions b where b.status = 'live' and b.close_group_id is not null)) g
    where g.status = 'live' and g.ends_at < g.group_ends_at
    order by g.id
  loop
    v_row := private.lock_auction(v_id);
    perform private.follow_group(private.last_event(v_id), v_row.close_group_id);
    perform private.project_auction(v_id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;
comment on function private.extend_groups is 'Shows an extension of one lot of a group in all of them. Bids and closes do not wait for it.';
