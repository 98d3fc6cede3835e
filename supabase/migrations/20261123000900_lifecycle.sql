-- Lifecycle: scheduling, opening, extending, passing and closing. Every transition of a live auction is a ledger event.

/* As announce_auction and enqueue in PL/pgSQL, which keeps its plans: an SQL function plans anew for each auction that closes. */
create function private.project_auction(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions;
begin
  update public.auctions a
  set price_cents = e.price_cents, min_bid_cents = private.min_bid(a, e), bid_count = e.bid_count, reserve_met = e.reserve_met,
      leader = e.leader, version = e.seq, ends_at = e.ends_at
  from public.auctions o, private.last_event(p_auction_id) l, private.shown(o, l) e
  where a.id = p_auction_id and o.id = a.id and e.seq > a.version
  returning a.* into v_row;
  return v_row;
end $$;
comment on function private.project_auction is 'Brings the catalogue''s copy of an auction up to its ledger.';

-- ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.open_auction(p_auction_id uuid, p_seconds int) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_now timestamptz;
  v_row public.auctions;
  v_event private.auction_events;
begin
  perform pg_advisory_xact_lock(uuid_hash_extended(p_auction_id, 0));
  select a.* into v_row from public.auctions a where a.id = p_auction_id for no key update;
  v_now := date_trunc('milliseconds', clock_timestamp());
  if v_row.status <> 'scheduled' or (p_seconds is null and (v_row.starts_at is null or v_row.starts_at > v_now)) then
    return v_row;
  end if;
  if private.is_paused() then
    if p_seconds is not null then
      perform private.fail('PAUSD', 'The platform is paused.');
    end if;
    return v_row;
  end if;
  update public.auctions a
  set status = 'live', version = 1,
      starts_at = case when p_seconds is null then a.starts_at else v_now end,
      ends_at = case when p_seconds is null then a.ends_at else v_now + make_interval(secs => p_seconds) end
  where a.id = p_auction_id returning a.* into v_row;
  v_event.auction_id := p_auction_id;
  v_event.seq := 0;
  v_event.kind := 'opened';
  v_event.amount_cents := v_row.starting_price_cents;
  v_event.price_cents := v_row.starting_price_cents;
  v_event.bid_count := 0;
  v_event.reserve_met := not v_row.has_reserve;
  v_event.ends_at := v_row.ends_at;
  -- Opened late, it has been open since it was due: maxima that waited for it must not extend an end that has passed.
  v_event.placed_at := case when p_seconds is null then date_trunc('milliseconds', v_row.starts_at) else v_now end;
  v_event.announced_at := v_event.placed_at;
  -- The terms enter the chain, so that nobody can change them under the bidders unseen.
  v_event.detail := (jsonb_build_object(
    'format', v_row.format, 'currency', v_row.currency, 'starting_price_cents', v_row.starting_price_cents, 'has_reserve', v_row.has_reserve,
    'increment_from', v_row.increment_from, 'increment_step', v_row.increment_step, 'soft_close_seconds', v_row.soft_close_seconds,
    'hard_ends_at', v_row.hard_ends_at) || jsonb_strip_nulls(jsonb_build_object('buy_now_cents', v_row.buy_now_cents,
    'floor_cents', v_row.floor_cents, 'step_cents', v_row.drop_cents, 'tick_seconds', v_row.tick_seconds,
    'quantity', v_row.quantity, 'per_buyer', v_row.per_buyer)))::text;
  v_event.hash := private.genesis_hash(p_auction_id);
  v_event := private.resolve_pre_bids(v_row, private.seal_event(v_event));
  if v_event.seq > 1 then
    v_row := private.project_auction(p_auction_id);
  end if;
  perform private.announce_auction(v_row, v_event);
  return v_row;
end $$;
comment on function private.open_auction is 'Opens a scheduled auction whose time has come, or (p_seconds) a lot at the host''s word. Does nothing otherwise.';

create function private.schedule_auction(p_auction_id uuid, p_starts_at timestamptz, p_ends_at timestamptz) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_auction(p_auction_id);
  v_starts timestamptz := date_trunc('milliseconds', greatest(coalesce(p_starts_at, clock_timestamp()), clock_timestamp()));
  v_ends timestamptz := date_trunc('milliseconds', p_ends_at);
begin
  perform private.require_seller();
  perform private.assert_auction_status(v_row, 'draft', 'scheduled');
  if v_row.show_id is not null then
    perform private.fail('STATE', 'A lot in a show is opened by its host.');
  elsif v_row.sale_id is not null then
    perform private.fail('STATE', 'The lots of a sale are scheduled together.');
  end if;
  if v_ends is null or v_ends < v_starts + interval '30 seconds' or v_ends > v_starts + interval '30 days' then
    perform private.invalid('p_ends_at', 'A timed auction runs between 30 seconds and 30 days.');
  end if;
  if v_starts > clock_timestamp() + interval '90 days' then
    perform private.invalid('p_starts_at', 'An auction starts within 90 days.');
  end if;
  update public.auctions a
  set status = 'scheduled', starts_at = v_starts, ends_at = v_ends,
      -- Soft close ends some time: one more day, however hot the bidding.
      hard_ends_at = v_ends + interval '24 hours'
  where a.id = p_auction_id returning a.* into v_row;
  update public.products set status = 'active' where id = v_row.product_id;
  if v_starts <= clock_timestamp() then
    v_row := private.open_auction(p_auction_id, null);
  end if;
  return v_row;
end $$;
create function public.schedule_auction(p_auction_id uuid, p_ends_at timestamptz, p_starts_at timestamptz default null) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.schedule_auction(p_auction_id, p_starts_at, p_ends_at) $$;
comment on function public.schedule_auction is 'Seller: publishes a timed auction; without p_starts_at it opens now. Errors: 42501, NOFND, STATE, INVAL {field}, TOTAL {min_cents}.';

create function private.cancel_auction(p_auction_id uuid) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_auction(p_auction_id);
  v_event private.auction_events;
begin
  perform private.assert_auction_status(v_row, 'draft', 'scheduled', 'live');
  if v_row.status = 'draft' then
    -- Nobody has seen it, and a cancelled auction is public.
    delete from public.auctions a where a.id = p_auction_id;
    v_row.status := 'cancelled';
    return v_row;
  end if;
  v_event := private.last_event(p_auction_id);
  if v_event.bid_count > 0 then
    perform private.fail('STATE', 'An auction with bids runs to its end.');
  end if;
  return private.finish_auction(v_row, v_event, 'cancelled');
end $$;
create function public.cancel_auction(p_auction_id uuid) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.cancel_auction(p_auction_id) $$;
comment on function public.cancel_auction is 'Seller: withdraws an own auction without bids; a draft is deleted. Errors: 42501, NOFND, STATE.';

-- ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.finish_auction(
  p_auction public.auctions, p_last private.auction_events, p_kind public.event_kind, p_detail text default '',
  p_buyer_id uuid default null, p_key uuid default null, p_at timestamptz default null
) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_now timestamptz := coalesce(p_at, date_trunc('milliseconds', clock_timestamp()));
  v_row public.auctions;
  v_event private.auction_events;
  v_order uuid;
begin
  if p_last.seq is not null then
    if p_buyer_id is null then
      p_last.price_cents := private.price_at(p_auction, p_last, v_now);
    end if;
    v_event := private.append_event(p_last, p_kind, v_now, p_last.ends_at, p_detail, p_buyer_id, p_key);
    -- private.project_auction in place: one update instead of two, each of which the search index follows.
    update public.auctions a
    set status = p_kind::text::public.auction_status, closed_at = v_now, price_cents = v_event.price_cents,
        min_bid_cents = private.min_bid(p_auction, v_event), bid_count = v_event.bid_count, reserve_met = v_event.reserve_met,
        leader = v_event.leader, version = v_event.seq, ends_at = v_event.ends_at
    where a.id = p_auction.id returning a.* into v_row;
  else
    update public.auctions a set status = p_kind::text::public.auction_status, closed_at = v_now where a.id = p_auction.id returning a.* into v_row;
  end if;
  update public.products p set status = case p_kind when 'sold' then 'sold' else 'draft' end::public.product_status where p.id = v_row.product_id;
  if v_event.kind = 'sold' and v_event.leader_id is not null then
    v_order := private.create_order(v_row, v_event.leader_id, v_event.seq, v_event.price_cents);
    perform private.broadcast('user:' || v_event.leader_id, 'won', jsonb_build_object(
      'auction_id', v_row.id, 'order_id', v_order, 'title', v_row.title, 'price_cents', v_event.price_cents));
  end if;
  if v_event.seq is not null then
    perform private.announce_auction(v_row, v_event);
  end if;
  if v_row.show_id is not null then
    update public.shows s set current_auction_id = null where s.id = v_row.show_id and s.current_auction_id = v_row.id;
    perform private.touch_show(v_row.show_id);
  end if;
  return v_row;
end $$;
comment on function private.finish_auction is
  'The closing transaction: last event, order, outbox, broadcasts. RULES: End. p_buyer_id, p_key and p_at: of the purchase that ends it.';

create function private.close_due_auction(p_auction_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions;
  v_event private.auction_events;
begin
  perform private.lock_group(p_auction_id);
  v_row := private.lock_auction(p_auction_id);
  v_event := private.last_event(p_auction_id);
  if v_row.status <> 'live' or clock_timestamp() < v_event.ends_at or private.is_paused() then
    return false;
  end if;
  if v_row.close_group_id is not null then
    v_event := private.follow_group(v_event, v_row.close_group_id);
    if clock_timestamp() < v_event.ends_at then
      return false;
    end if;
  end if;
  perform private.finish_auction(v_row, v_event,
    case when (v_event.leader_id is not null and v_event.reserve_met) or (v_row.format = 'fixed' and v_event.bid_count > 0)
      then 'sold' else 'unsold' end::public.event_kind);
  return true;
end $$;
comment on function private.close_due_auction is 'Closes a live auction after its end; false when there is nothing to do. Safe to call from many places at once.';

create function private.close_auction(p_auction_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_status public.auction_status;
  v_last private.auction_events;
begin
  select a.status into v_status from public.auctions a where a.id = p_auction_id and a.status <> 'draft';
  if v_status is null then
    perform private.fail('NOFND', 'No such auction.');
  elsif v_status = 'scheduled' then
    perform private.fail('NLIVE', 'The auction has not opened.');
  elsif v_status = 'live' then
    perform private.limit_rate('close_auction', v_user, 20, 2);
    if not private.close_due_auction(p_auction_id) then
      -- A statement of its own, to see what somebody else has closed while this call was waiting.
      v_last := private.last_event(p_auction_id);
      if v_last.kind not in ('sold', 'unsold', 'cancelled') and private.is_paused() then
        perform private.fail('PAUSD', 'The platform is paused.');
      elsif v_last.kind not in ('sold', 'unsold', 'cancelled') then
        perform private.fail('STATE', 'The auction still runs.', jsonb_build_object('ends_at', v_last.ends_at));
      end if;
    end if;
  end if;
end $$;
grant execute on function
  private.schedule_auction(uuid, timestamptz, timestamptz), public.schedule_auction(uuid, timestamptz, timestamptz),
  private.cancel_auction(uuid), public.cancel_auction(uuid), private.close_auction(uuid) to authenticated;
