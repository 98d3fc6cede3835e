-- Snapshots: the truth that a broadcast only hints at. One call tells a client everything it shows, with the version to go on from.

-- ── what was offered ──────────────────────────────────────────────────────────────────────────────────────────────

alter table public.auctions add column offered jsonb;
comment on column public.auctions.offered is
  'The product as it was offered (as in auction_snapshot), kept when it becomes a draft again, which its seller may change: what nobody has offered here is not shown here.';

create function private.tg_products__keep_offered() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.auctions a
  set offered = jsonb_build_object('id', old.id, 'title', old.title, 'description', old.description, 'condition', old.condition,
    'specs', old.specs, 'images', old.images, 'category', c.name, 'category_slug', c.slug)
  from public.categories c
  where a.product_id = old.id and a.status <> 'draft' and a.offered is null and c.id = old.category_id;
  return new;
end $$;
create trigger tg_products__keep_offered before update of status on public.products
  for each row when (old.status in ('active', 'sold') and new.status = 'draft') execute function private.tg_products__keep_offered();

-- ── snapshots ─────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.auction_snapshots(p_ids uuid[]) returns table (id uuid, lot_number int, snapshot jsonb)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
-- Planning this takes longer than running it, and for a guest (no user) the planner would do so at every call.
declare
  v_user uuid := auth.uid();
begin
  return query
  select a.id, a.lot_number, jsonb_build_object(
    'id', a.id, 'show_id', a.show_id, 'lot_number', a.lot_number, 'title', a.title, 'format', a.format, 'currency', a.currency,
    'status', case when e.kind is null then a.status::text when e.kind in ('sold', 'unsold', 'cancelled') then e.kind::text else 'live' end,
    'starting_price_cents', a.starting_price_cents, 'has_reserve', a.has_reserve, 'requires_card', a.requires_card,
    'soft_close_seconds', a.soft_close_seconds, 'duration_seconds', a.duration_seconds, 'starts_at', a.starts_at,
    'hard_ends_at', a.hard_ends_at, 'buy_now_cents', case when private.buy_now_open(a, e) then a.buy_now_cents end,
    'descending', case when a.format = 'descending' then jsonb_build_object('floor_cents', a.floor_cents, 'step_cents', a.drop_cents,
      'tick_seconds', a.tick_seconds, 'falls_from', private.falls_from(e)) end,
    'fixed', case when a.format = 'fixed' then jsonb_build_object('quantity', a.quantity, 'per_buyer', a.per_buyer,
      'left', a.quantity - e.bid_count) end,
    'increment', jsonb_build_object('from', a.increment_from, 'step', a.increment_step),
    'price_cents', e.price_cents, 'min_bid_cents', private.min_bid(a, e), 'bid_count', e.bid_count, 'leader', e.leader,
    'ends_at', e.ends_at, 'reserve_met', e.reserve_met, 'version', e.seq, 'head', encode(e.hash, 'hex'),
    'product', coalesce(a.offered, jsonb_build_object('id', p.id, 'title', p.title, 'description', p.description, 'condition', p.condition,
      'specs', p.specs, 'images', p.images, 'category', c.name, 'category_slug', c.slug)),
    'seller', jsonb_build_object('id', s.id, 'shop_name', s.shop_name, 'username', u.username, 'avatar_url', u.avatar_url),
    'you', case when v_user is not null then jsonb_build_object(
      'alias', private.alias_of(me.alias_key, a.id), 'leading', coalesce(e.leader_id = v_user, false),
      'max_cents', private.max_of(a.id, v_user),
      'units', case when a.format = 'fixed' then private.units_of(a.id, v_user) end, 'is_seller', a.seller_id = v_user,
      'watching', exists (select 1 from public.watches w where w.user_id = v_user and w.auction_id = a.id),
      'order_id', (select i.order_id from public.order_items i join public.orders o on o.id = i.order_id
        where i.auction_id = a.id and o.buyer_id = v_user order by i.seq desc, o.created_at desc limit 1)) end)
  from unnest(p_ids) wanted (id)
  join public.auctions a on a.id = wanted.id and (a.status <> 'draft' or a.seller_id = v_user)
  join public.products p on p.id = a.product_id
  join public.categories c on c.id = p.category_id
  join public.sellers s on s.id = a.seller_id
  join public.profiles u on u.id = s.id
  left join private.bidders me on me.user_id = v_user
  cross join lateral private.shown(a, private.state_of(a)) e;
end $$;
comment on function private.auction_snapshots is
  'The snapshots of those of some auctions that the caller may see, in one statement: a show has many lots. Without server_time, in no order.';

create function private.auction_snapshot(p_auction_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_snapshot jsonb;
begin
  select a.snapshot into v_snapshot from private.auction_snapshots(array[p_auction_id]) a;
  if v_snapshot is null then
    perform private.fail('NOFND', 'No such auction.');
  end if;
  return v_snapshot || jsonb_build_object('server_time', clock_timestamp());
end $$;
create function public.auction_snapshot(p_auction_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.auction_snapshot(p_auction_id) $$;
comment on function public.auction_snapshot is 'The public state of an auction with its version and head, and what concerns the caller. Errors: NOFND.';

create function private.show_snapshot(p_show_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_user uuid := auth.uid();
  s public.shows;
begin
  select sh.* into s from public.shows sh where sh.id = p_show_id and (sh.status <> 'draft' or sh.seller_id = v_user);
  if s.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  return jsonb_build_object(
    'show', jsonb_build_object('id', s.id, 'title', s.title, 'description', s.description, 'cover_image', s.cover_image, 'status', s.status,
      'starts_at', s.starts_at, 'started_at', s.started_at, 'ended_at', s.ended_at, 'slow_mode_seconds', s.slow_mode_seconds,
      'current_auction_id', s.current_auction_id, 'pinned_auction_id', s.pinned_auction_id, 'viewers', s.viewers, 'video', s.video_since is not null,
      'record', s.record, 'recording', private.is_recorded(s.id), 'version', s.version,
      'seller', (select jsonb_build_object('id', se.id, 'shop_name', se.shop_name, 'username', p.username, 'avatar_url', p.avatar_url)
        from public.sellers se join public.profiles p on p.id = se.id where se.id = s.seller_id)),
    'lots', coalesce((select jsonb_agg(l.snapshot order by l.lot_number)
      from private.auction_snapshots(array(select a.id from public.auctions a where a.show_id = s.id)) l), '[]'),
    'chat', private.chat_list(array(select c.id from public.chat_messages c where c.show_id = s.id and c.removed_at is null
      order by c.created_at desc, c.id desc limit 50)),
    'you', case when v_user is not null then private.show_you(s.id, v_user) end,
    'chat_rules', private.chat_rules_json(s),
    'engagement', private.show_engagement(s, v_user), 'version', s.version, 'server_time', clock_timestamp());
end $$;
create function public.show_snapshot(p_show_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.show_snapshot(p_show_id) $$;
comment on function public.show_snapshot is 'A show with its lots (each as auction_snapshot), the last 50 chat messages, the chat''s rules and what concerns the caller. Errors: NOFND.';

create function public.close_auction(p_auction_id uuid) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform private.close_auction(p_auction_id);
  return private.auction_snapshot(p_auction_id);
end $$;
comment on function public.close_auction is 'Any signed-in caller: closes an auction that is due; again is harmless. Returns the snapshot. Errors: 42501, NOFND, NLIVE, STATE (still runs), PAUSD, RTLIM.';

create function private.my_bids(p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  return coalesce((
    with mine as materialized (
      select u.auction_id, max(u.at) as at from (
        select e.auction_id, e.placed_at as at from private.auction_events e where e.bidder_id = v_user and e.kind = 'bid'
        union all
        select b.auction_id, b.placed_at from private.max_bids b where b.bidder_id = v_user) u
      group by u.auction_id order by 2 desc limit least(greatest(p_limit, 1), 200))
    select jsonb_agg(s.snapshot || jsonb_build_object('your_last_bid_at', m.at) order by m.at desc)
    from private.auction_snapshots(array(select m.auction_id from mine m)) s join mine m on m.auction_id = s.id), '[]');
end $$;
create function public.my_bids(p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.my_bids(p_limit) $$;
comment on function public.my_bids is 'The auctions the caller has bid in, latest first, each as auction_snapshot plus your_last_bid_at. Errors: 42501.';

grant execute on function private.auction_snapshot(uuid), public.auction_snapshot(uuid), private.show_snapshot(uuid), public.show_snapshot(uuid)
  to anon, authenticated, service_role;
grant execute on function public.close_auction(uuid), private.my_bids(int), public.my_bids(int) to authenticated;
