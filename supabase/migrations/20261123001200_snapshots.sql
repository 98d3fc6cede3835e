-- Snapshots: the truth that a broadcast only hints at. One call tells a client everything it shows, with the version to go on from.

create function private.auction_snapshot(p_auction_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  a public.auctions;
  e private.auction_events;
  v_salt bytea;
begin
  select au.* into a from public.auctions au where au.id = p_auction_id and (au.status <> 'draft' or au.seller_id = v_user);
  if a.id is null then
    perform private.fail('NOFND', 'No such auction.');
  end if;
  e := private.shown(a, private.state_of(a));
  select s.alias_salt into v_salt from private.auction_secrets s where s.auction_id = p_auction_id;
  return jsonb_build_object(
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
    'product', (select jsonb_build_object('id', p.id, 'title', p.title, 'description', p.description, 'condition', p.condition,
        'specs', p.specs, 'images', p.images, 'category', c.name, 'category_slug', c.slug)
      from public.products p join public.categories c on c.id = p.category_id where p.id = a.product_id),
    'seller', (select jsonb_build_object('id', s.id, 'shop_name', s.shop_name, 'username', p.username, 'avatar_url', p.avatar_url)
      from public.sellers s join public.profiles p on p.id = s.id where s.id = a.seller_id),
    'you', case when v_user is not null then jsonb_build_object(
      'alias', private.alias_of(v_salt, v_user), 'leading', coalesce(e.leader_id = v_user, false),
      'max_cents', private.max_of(p_auction_id, v_user),
      'units', case when a.format = 'fixed' then private.units_of(p_auction_id, v_user) end, 'is_seller', a.seller_id = v_user,
      'watching', exists (select 1 from public.watches w where w.user_id = v_user and w.auction_id = a.id),
      'order_id', (select i.order_id from public.order_items i join public.orders o on o.id = i.order_id
        where i.auction_id = a.id and o.buyer_id = v_user order by i.seq desc, o.created_at desc limit 1)) end,
    'server_time', clock_timestamp());
end $$;
create function public.auction_snapshot(p_auction_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.auction_snapshot(p_auction_id) $$;
comment on function public.auction_snapshot is 'The public state of an auction with its version and head, and what concerns the caller. Errors: NOFND.';

create function private.show_snapshot(p_show_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
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
      'current_auction_id', s.current_auction_id, 'pinned_auction_id', s.pinned_auction_id, 'viewers', s.viewers, 'video', s.video_since is not null, 'recording', private.is_recorded(s.id),
      'version', s.version,
      'seller', (select jsonb_build_object('id', se.id, 'shop_name', se.shop_name, 'username', p.username, 'avatar_url', p.avatar_url)
        from public.sellers se join public.profiles p on p.id = se.id where se.id = s.seller_id)),
    'lots', coalesce((select jsonb_agg(private.auction_snapshot(a.id) - 'server_time' order by a.lot_number)
      from public.auctions a where a.show_id = s.id), '[]'),
    'chat', coalesce((select jsonb_agg(private.chat_json(m) order by m.created_at, m.id) from (
        select c.* from public.chat_messages c where c.show_id = s.id and c.removed_at is null
        order by c.created_at desc, c.id desc limit 50) m), '[]'),
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
    select jsonb_agg(private.auction_snapshot(m.auction_id) - 'server_time' || jsonb_build_object('your_last_bid_at', m.at) order by m.at desc)
    from (
      select u.auction_id, max(u.at) as at from (
        select e.auction_id, e.placed_at as at from private.auction_events e where e.bidder_id = v_user and e.kind = 'bid'
        union all
        select b.auction_id, b.placed_at from private.max_bids b where b.bidder_id = v_user) u
      group by u.auction_id order by 2 desc limit least(greatest(p_limit, 1), 200)) m), '[]');
end $$;
create function public.my_bids(p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.my_bids(p_limit) $$;
comment on function public.my_bids is 'The auctions the caller has bid in, latest first, each as auction_snapshot plus your_last_bid_at. Errors: 42501.';

grant execute on function private.auction_snapshot(uuid), public.auction_snapshot(uuid), private.show_snapshot(uuid), public.show_snapshot(uuid)
  to anon, authenticated, service_role;
grant execute on function public.close_auction(uuid), private.my_bids(int), public.my_bids(int) to authenticated;
