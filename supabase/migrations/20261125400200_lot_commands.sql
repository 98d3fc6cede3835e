-- What a host does with the lots of a show besides opening them: order, terms, removal, passing, a lot made up on the spot.

create function private.limit_host() returns void
language sql volatile security definer set search_path = '' as $$
  select private.limit_rate('host', private.require_user(), 60, 4)
$$;
comment on function private.limit_host is 'The one allowance for a host''s commands on lots: 60 at once, four a second. Raises RTLIM.';

create function private.lock_own_lot(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_auction(p_auction_id);
begin
  if v_row.show_id is null then
    perform private.fail('NOFND', 'No such lot in a show of yours.');
  end if;
  return v_row;
end $$;
comment on function private.lock_own_lot is 'A lot of the caller''s own shows, locked; NOFND otherwise.';

create function private.reorder_lots(p_show_id uuid, p_auction_ids uuid[]) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_waiting uuid[];
  v_numbers int[];
begin
  perform private.limit_host();
  perform private.assert_show_status(v_show, 'draft', 'scheduled', 'live');
  if p_auction_ids is null or array_position(p_auction_ids, null) is not null
      or cardinality(p_auction_ids) <> (select count(distinct i) from unnest(p_auction_ids) i) then
    perform private.invalid('p_auction_ids', 'Name every waiting lot once.');
  end if;
  if exists (select 1 from unnest(p_auction_ids) i where not exists (
      select 1 from public.auctions a where a.id = i and a.show_id = p_show_id)) then
    perform private.fail('NOFND', 'No such lot in this show.');
  end if;
  select array_agg(a.id), array_agg(a.lot_number order by a.lot_number) into v_waiting, v_numbers
  from public.auctions a where a.show_id = p_show_id and a.status in ('draft', 'scheduled');
  if not (coalesce(v_waiting, '{}') <@ p_auction_ids and p_auction_ids <@ coalesce(v_waiting, '{}')) then
    perform private.fail('STATE', 'The run of the show has changed meanwhile.', null, 'Order the lots that are waiting now.');
  end if;
  -- Those that wait share the numbers that they have; what is over keeps its own.
  update public.auctions a set lot_number = v_numbers[o.place]
  from unnest(p_auction_ids) with ordinality o (id, place)
  where a.id = o.id and a.lot_number <> v_numbers[o.place];
  return private.touch_show(p_show_id);
end $$;
create function public.reorder_lots(p_show_id uuid, p_auction_ids uuid[]) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.reorder_lots(p_show_id, p_auction_ids) $$;
comment on function public.reorder_lots is
  'Host: puts the waiting lots of a show in this order; the list names each of them once. Errors: 42501, NOFND, STATE (over, or the list is not what is waiting), INVAL, RTLIM.';

create function private.update_lot(
  p_auction_id uuid, p_title text, p_starting_price_cents bigint, p_duration_seconds int, p_soft_close_seconds int, p_reserve_cents bigint,
  p_no_reserve boolean
) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_lot(p_auction_id);
  v_title text := case when p_title is not null then private.clean_text('p_title', p_title, 120) end;
  v_start bigint := coalesce(p_starting_price_cents, v_row.starting_price_cents);
  v_reserve bigint;
begin
  perform private.limit_host();
  perform private.assert_auction_status(v_row, 'draft', 'scheduled');
  if num_nonnulls(p_title, p_starting_price_cents, p_soft_close_seconds, p_reserve_cents, nullif(p_no_reserve, false)) > 0
      and exists (select 1 from private.max_bids m where m.auction_id = p_auction_id and m.seq = 0
        and not exists (select 1 from private.voided_maxima v where v.auction_id = m.auction_id and v.max_bid_id = m.id)) then
    perform private.fail('STATE', 'Somebody has bid on these terms already.', null, 'Only the duration can still change.');
  end if;
  select case when p_no_reserve then null else coalesce(p_reserve_cents, s.reserve_cents) end into v_reserve
  from private.auction_secrets s where s.auction_id = p_auction_id;
  if char_length(v_title) < 3 then
    perform private.invalid('p_title', 'A title has at least three characters.');
  elsif v_start not between 1 and 9999999999 or v_start <= v_row.floor_cents or v_start >= v_row.buy_now_cents then
    perform private.invalid('p_starting_price_cents', 'The starting price is above the floor and below the buy-now price, between 1 and 9,999,999,999 cents.');
  elsif v_reserve not between v_start and 9999999999 or v_row.buy_now_cents < v_reserve or (p_reserve_cents is not null and v_row.format <> 'english') then
    perform private.invalid('p_reserve_cents', 'The reserve of an english auction is at least its starting price and at most its buy-now price.');
  elsif p_duration_seconds not between 5 and 600 then
    perform private.invalid('p_duration_seconds', 'A lot runs between 5 and 600 seconds.');
  elsif p_soft_close_seconds not between 0 and 600 then
    perform private.invalid('p_soft_close_seconds', 'Soft close must be between 0 and 600 seconds.');
  end if;
  update public.products p set title = v_title where p.id = v_row.product_id and v_title is not null;
  update private.auction_secrets s set reserve_cents = v_reserve where s.auction_id = p_auction_id;
  update public.auctions a
  set title = coalesce(v_title, a.title), starting_price_cents = v_start, price_cents = v_start, min_bid_cents = v_start,
      duration_seconds = coalesce(p_duration_seconds, a.duration_seconds), soft_close_seconds = coalesce(p_soft_close_seconds, a.soft_close_seconds),
      has_reserve = v_reserve is not null, reserve_met = v_reserve is null
  where a.id = p_auction_id returning a.* into v_row;
  perform private.touch_show(v_row.show_id);
  return v_row;
end $$;
create function public.update_lot(
  p_auction_id uuid, p_title text default null, p_starting_price_cents bigint default null, p_duration_seconds int default null,
  p_soft_close_seconds int default null, p_reserve_cents bigint default null, p_no_reserve boolean default false
) returns public.auctions
language sql volatile set search_path = '' as $$
  select * from private.update_lot(p_auction_id, p_title, p_starting_price_cents, p_duration_seconds, p_soft_close_seconds, p_reserve_cents, p_no_reserve)
$$;
comment on function public.update_lot is
  'Host: changes a waiting lot; null leaves as is, p_no_reserve takes the reserve away. With pre-bids only the duration. Errors: 42501, NOFND, STATE, INVAL, TOTAL, RTLIM.';

create function private.remove_lot(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_lot(p_auction_id);
begin
  perform private.limit_host();
  perform private.assert_auction_status(v_row, 'draft', 'scheduled');
  update public.shows s set pinned_auction_id = null where s.id = v_row.show_id and s.pinned_auction_id = p_auction_id;
  if v_row.status = 'draft' then
    delete from public.auctions a where a.id = p_auction_id;
    perform private.touch_show(v_row.show_id);
    v_row.status := 'cancelled';
    return v_row;
  end if;
  return private.finish_auction(v_row, null, 'cancelled');
end $$;
create function public.remove_lot(p_auction_id uuid) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.remove_lot(p_auction_id) $$;
comment on function public.remove_lot is
  'Host: takes a waiting lot out of the run; its product can be offered again, its number is not given again. Errors: 42501, NOFND, STATE (open or over), RTLIM.';

create function private.pass_lot(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_lot(p_auction_id);
  v_event private.auction_events;
begin
  perform private.limit_host();
  perform private.assert_auction_status(v_row, 'live');
  v_event := private.last_event(p_auction_id);
  if v_event.bid_count > 0 then
    perform private.fail('STATE', 'A lot with bids runs to its end.', jsonb_build_object('bid_count', v_event.bid_count));
  end if;
  return private.finish_auction(v_row, v_event, 'cancelled');
end $$;
create function public.pass_lot(p_auction_id uuid) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.pass_lot(p_auction_id) $$;
comment on function public.pass_lot is
  'Host: passes on the open lot, which ends at once without a sale; never with a bid (RULES: Time). Errors: 42501, NOFND, STATE (not open, or it has a bid), RTLIM.';

create function private.quick_lot(
  p_show_id uuid, p_title text, p_starting_price_cents bigint, p_duration_seconds int, p_open boolean, p_category_id uuid,
  p_soft_close_seconds int, p_requires_card boolean, p_confirm_latency boolean, p_format public.auction_format, p_terms jsonb
) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_title text := private.clean_text('p_title', p_title, 120);
  v_category uuid := coalesce(p_category_id,
    (select a.category_id from public.auctions a where a.show_id = p_show_id order by a.lot_number desc limit 1), v_show.category_id);
  v_product uuid;
  v_lot public.auctions;
begin
  perform private.limit_host();
  if char_length(v_title) < 3 then
    perform private.invalid('p_title', 'A title has at least three characters.');
  end if;
  if not exists (select 1 from public.categories c where c.id = v_category and c.active) then
    perform private.invalid('p_category_id', 'Choose a category: neither the show nor its last lot has one.');
  end if;
  insert into public.products (seller_id, category_id, title) values (v_show.seller_id, v_category, v_title) returning id into v_product;
  v_lot := private.add_lot(p_show_id, v_product, p_starting_price_cents, null, p_duration_seconds, p_soft_close_seconds, p_requires_card, null,
    p_format, p_terms);
  return case when p_open then private.open_lot(v_lot.id, null, p_confirm_latency) else v_lot end;
end $$;
create function public.quick_lot(
  p_show_id uuid, p_title text, p_starting_price_cents bigint, p_duration_seconds int default 30, p_open boolean default false,
  p_category_id uuid default null, p_soft_close_seconds int default 10, p_requires_card boolean default true, p_confirm_latency boolean default false,
  p_format public.auction_format default 'english', p_terms jsonb default '{}'
) returns public.auctions
language sql volatile set search_path = '' as $$
  select * from private.quick_lot(p_show_id, p_title, p_starting_price_cents, p_duration_seconds, p_open, p_category_id, p_soft_close_seconds,
    p_requires_card, p_confirm_latency, p_format, p_terms)
$$;
comment on function public.quick_lot is
  'Host: product and lot in one step, opened at once if p_open; all of it or nothing. The category is the last lot''s or the show''s unless given; p_format and p_terms as in create_auction. Errors: 42501, NOFND, STATE, INVAL, TOTAL, RTLIM, PAUSD.';

grant execute on function
  private.reorder_lots(uuid, uuid[]), public.reorder_lots(uuid, uuid[]),
  private.update_lot(uuid, text, bigint, int, int, bigint, boolean), public.update_lot(uuid, text, bigint, int, int, bigint, boolean),
  private.remove_lot(uuid), public.remove_lot(uuid), private.pass_lot(uuid), public.pass_lot(uuid),
  private.quick_lot(uuid, text, bigint, int, boolean, uuid, int, boolean, boolean, public.auction_format, jsonb),
  public.quick_lot(uuid, text, bigint, int, boolean, uuid, int, boolean, boolean, public.auction_format, jsonb) to authenticated;
