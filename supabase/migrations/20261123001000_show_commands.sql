-- Running a show: the host's commands, and the viewers' coming and going.

create function private.schedule_show(p_show_id uuid, p_starts_at timestamptz) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
begin
  perform private.require_seller();
  perform private.assert_show_status(v_show, 'draft', 'scheduled');
  if p_starts_at is null or p_starts_at < clock_timestamp() - interval '1 minute' or p_starts_at > clock_timestamp() + interval '90 days' then
    perform private.invalid('p_starts_at', 'A show starts within the next 90 days.');
  end if;
  update public.shows s set status = 'scheduled', starts_at = p_starts_at where s.id = p_show_id;
  update public.auctions a set status = 'scheduled' where a.show_id = p_show_id and a.status = 'draft';
  update public.products p set status = 'active'
  where p.id in (select a.product_id from public.auctions a where a.show_id = p_show_id and a.status = 'scheduled');
  return private.touch_show(p_show_id);
end $$;
create function public.schedule_show(p_show_id uuid, p_starts_at timestamptz) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.schedule_show(p_show_id, p_starts_at) $$;
comment on function public.schedule_show is 'Host: announces a show and its lots. Errors: 42501, NOFND, STATE, INVAL, TOTAL.';

create function private.start_show(p_show_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
begin
  perform private.require_seller();
  perform private.assert_show_status(v_show, 'scheduled');
  if exists (select 1 from public.shows s where s.seller_id = v_show.seller_id and s.status = 'live') then
    perform private.fail('STATE', 'You are live in another show.');
  end if;
  update public.shows s set status = 'live', started_at = clock_timestamp() where s.id = p_show_id;
  return private.touch_show(p_show_id);
end $$;
create function public.start_show(p_show_id uuid) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.start_show(p_show_id) $$;
comment on function public.start_show is 'Host: goes live with a scheduled show; one live show a seller. Errors: 42501, NOFND, STATE.';

create function private.close_show(p_show_id uuid, p_status public.show_status) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (select 1 from public.auctions a where a.show_id = p_show_id and a.status = 'live') then
    perform private.fail('STATE', 'A lot is still open.', null, 'Wait for its end.');
  end if;
  update public.products p set status = 'draft'
  where p.id in (select a.product_id from public.auctions a where a.show_id = p_show_id and a.status in ('draft', 'scheduled'));
  update public.auctions a set status = 'cancelled', closed_at = clock_timestamp()
  where a.show_id = p_show_id and a.status in ('draft', 'scheduled');
  update public.shows s set status = p_status, ended_at = case when p_status = 'ended' then clock_timestamp() end, current_auction_id = null
  where s.id = p_show_id;
  perform private.close_bundles(p_show_id);
  return private.touch_show(p_show_id);
end $$;

create function private.end_show(p_show_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.assert_show_status(private.lock_own_show(p_show_id), 'live');
  return private.close_show(p_show_id, 'ended');
end $$;
create function public.end_show(p_show_id uuid) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.end_show(p_show_id) $$;
comment on function public.end_show is 'Host: ends the show; lots that never opened are withdrawn. Errors: 42501, NOFND, STATE (not live, or a lot is open).';

create function private.cancel_show(p_show_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
begin
  perform private.assert_show_status(v_show, 'draft', 'scheduled');
  if v_show.status = 'draft' then
    -- Nobody has seen it, and a cancelled show is public.
    delete from public.auctions a where a.show_id = p_show_id;
    delete from public.shows s where s.id = p_show_id;
    v_show.status := 'cancelled';
    return v_show;
  end if;
  return private.close_show(p_show_id, 'cancelled');
end $$;
create function public.cancel_show(p_show_id uuid) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.cancel_show(p_show_id) $$;
comment on function public.cancel_show is 'Host: calls off a show before it starts; a draft is deleted with its lots. Errors: 42501, NOFND, STATE.';

-- ── lots ──────────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.add_lot(
  p_show_id uuid, p_product_id uuid, p_starting_price_cents bigint, p_reserve_cents bigint, p_duration_seconds int,
  p_soft_close_seconds int, p_requires_card boolean, p_buy_now_cents bigint, p_format public.auction_format, p_terms jsonb
) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_row public.auctions;
begin
  perform private.assert_show_status(v_show, 'draft', 'scheduled', 'live');
  v_row := private.make_auction(p_product_id, v_show, case when v_show.status = 'draft' then 'draft' else 'scheduled' end::public.auction_status,
    p_starting_price_cents, p_reserve_cents, 'live', p_soft_close_seconds, coalesce(p_duration_seconds, 30), p_requires_card,
    p_buy_now_cents, p_format, p_terms);
  perform private.touch_show(p_show_id);
  return v_row;
end $$;
create function public.add_lot(
  p_show_id uuid, p_product_id uuid, p_starting_price_cents bigint, p_reserve_cents bigint default null, p_duration_seconds int default 30,
  p_soft_close_seconds int default 10, p_requires_card boolean default true, p_buy_now_cents bigint default null,
  p_format public.auction_format default 'english', p_terms jsonb default '{}'
) returns public.auctions
language sql volatile set search_path = '' as $$
  select * from private.add_lot(p_show_id, p_product_id, p_starting_price_cents, p_reserve_cents, p_duration_seconds, p_soft_close_seconds, p_requires_card,
    p_buy_now_cents, p_format, p_terms)
$$;
comment on function public.add_lot is
  'Host: puts an own product into the show''s run as its next lot; soft close 0 is sudden death; p_format and p_terms as in create_auction. Errors: 42501, NOFND, STATE, INVAL, TOTAL, RTLIM.';

create function private.open_lot(p_auction_id uuid, p_seconds int, p_confirm_latency boolean) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
  v_row public.auctions;
begin
  select s.* into v_show from public.shows s join public.auctions a on a.show_id = s.id
  where a.id = p_auction_id and s.seller_id = v_user for no key update of s;
  if v_show.id is null then
    perform private.fail('NOFND', 'No such lot in a show of yours.');
  end if;
  perform private.require_seller();
  perform private.assert_console(v_show.id);
  perform private.limit_host();
  perform private.assert_show_status(v_show, 'live');
  v_row := private.lock_own_auction(p_auction_id);
  perform private.assert_auction_status(v_row, 'scheduled');
  if exists (select 1 from public.auctions a where a.show_id = v_show.id and a.status = 'live') then
    perform private.fail('STATE', 'Another lot is still open.');
  end if;
  if coalesce(p_seconds, v_row.duration_seconds) not between 5 and 600 then
    perform private.invalid('p_seconds', 'A lot runs between 5 and 600 seconds.');
  end if;
  perform private.assert_extension_reaches(v_row, p_confirm_latency);
  v_row := private.open_auction(p_auction_id, coalesce(p_seconds, v_row.duration_seconds));
  update public.shows s set current_auction_id = p_auction_id where s.id = v_show.id;
  perform private.touch_show(v_show.id);
  return v_row;
end $$;
create function public.open_lot(p_auction_id uuid, p_seconds int default null, p_confirm_latency boolean default false) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.open_lot(p_auction_id, p_seconds, p_confirm_latency) $$;
comment on function public.open_lot is
  'Host: opens a lot for 5-600 seconds (default: the lot''s own duration); one open lot a show. A soft close shorter than the audience''s p95 round trip is refused unless p_confirm_latency. Errors: 42501, NOFND, STATE ({extension_ms, p95_ms} for that), INVAL, PAUSD, RTLIM.';

create function private.extend_lot(p_auction_id uuid, p_seconds int) returns public.auctions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_own_auction(p_auction_id);
  v_event private.auction_events := private.last_event(p_auction_id);
  v_now timestamptz := greatest(date_trunc('milliseconds', clock_timestamp()), v_event.placed_at);
begin
  perform private.limit_host();
  perform private.assert_auction_status(v_row, 'live');
  if v_row.show_id is null then
    perform private.fail('STATE', 'Only a lot in a show can be given more time.');
  end if;
  if v_row.format = 'descending' then
    perform private.fail('STATE', 'A descending price runs by its own clock.');
  end if;
  if p_seconds is null or p_seconds not between 5 and 600 then
    perform private.invalid('p_seconds', 'Between 5 and 600 seconds can be added.');
  end if;
  if v_now >= v_event.ends_at then
    perform private.fail('LATEB', 'The lot is over.');
  end if;
  v_event := private.append_event(v_event, 'extended', v_now, v_event.ends_at + make_interval(secs => p_seconds));
  v_row := private.project_auction(p_auction_id);
  perform private.announce_auction(v_row, v_event);
  return v_row;
end $$;
create function public.extend_lot(p_auction_id uuid, p_seconds int) returns public.auctions
language sql volatile set search_path = '' as $$ select * from private.extend_lot(p_auction_id, p_seconds) $$;
comment on function public.extend_lot is 'Host: adds time to the open lot, as a ledger event. Errors: 42501, NOFND, STATE, INVAL, LATEB, RTLIM.';

create function private.pin_lot(p_show_id uuid, p_auction_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
begin
  perform private.limit_host();
  if p_auction_id is not null and not exists (select 1 from public.auctions a where a.id = p_auction_id and a.show_id = p_show_id) then
    perform private.fail('NOFND', 'No such lot in this show.');
  end if;
  update public.shows s set pinned_auction_id = p_auction_id where s.id = p_show_id;
  return private.touch_show(p_show_id);
end $$;
create function public.pin_lot(p_show_id uuid, p_auction_id uuid) returns public.shows
language sql volatile set search_path = '' as $$ select * from private.pin_lot(p_show_id, p_auction_id) $$;
comment on function public.pin_lot is 'Host: pins a lot of the show for its viewers; null unpins. Errors: 42501, NOFND, RTLIM.';

-- ── viewers ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.client_address() returns text
language sql stable set search_path = '' as $$
  -- The last hop is the one that the platform's edge itself saw; all before it is the caller's word.
  select coalesce(h.headers ->> 'cf-connecting-ip', btrim(regexp_replace(h.headers ->> 'x-forwarded-for', '^.*,', '')), 'unknown')
  from (select nullif(current_setting('request.headers', true), '')::jsonb as headers) h
$$;
comment on function private.client_address is 'The caller''s address as the platform''s edge saw it.';

create function private.see_show(p_show_id uuid, p_rtt_ms int) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  v_status public.show_status;
begin
  if p_rtt_ms < 0 then
    perform private.invalid('p_rtt_ms', 'A round trip takes no negative time.');
  end if;
  select s.status into v_status from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_status is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  if v_status = 'cancelled' then
    perform private.fail('STATE', 'The show was called off.', jsonb_build_object('status', v_status));
  end if;
  if private.banned_from_show(p_show_id, v_user) then
    perform private.fail('KBANN', 'The host has removed you from this show.');
  end if;
  if v_status = 'live' then
    insert into private.show_viewers as v (show_id, viewer, seen_at, rtt_ms)
    values (p_show_id, coalesce(v_user::text, encode(sha256(convert_to(private.client_address(), 'UTF8')), 'hex')), clock_timestamp(),
      case when p_rtt_ms > 10000 then 10000 else p_rtt_ms end)
    on conflict (show_id, viewer) do update set seen_at = excluded.seen_at, rtt_ms = coalesce(excluded.rtt_ms, v.rtt_ms)
    where v.seen_at < excluded.seen_at - interval '5 seconds';
  end if;
end $$;

create function private.banned_from_show(p_show_id uuid, p_user uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select 1 from public.show_moderation m where m.show_id = p_show_id and m.user_id = p_user and m.banned_until > clock_timestamp())
      or exists (select 1 from private.seller_bans b join public.shows s on s.seller_id = b.seller_id
        where s.id = p_show_id and b.user_id = p_user and b.until > clock_timestamp()));
end $$;
comment on function private.banned_from_show is 'True while the user is banned from the show or by its seller.';

create function public.join_show(p_show_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.see_show(p_show_id, null) $$;
comment on function public.join_show is 'Enters a show as a viewer; anyone may. Errors: NOFND, STATE (called off), KBANN.';

create function public.show_heartbeat(p_show_id uuid, p_rtt_ms int default null) returns void
language sql volatile set search_path = '' as $$ select private.see_show(p_show_id, p_rtt_ms) $$;
comment on function public.show_heartbeat is
  'Says that the viewer is still there, and the round trip they measure in ms; sampled once in 20 seconds. Errors as join_show, INVAL.';

create function private.leave_show(p_show_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.show_viewers v where v.show_id = p_show_id and v.viewer = auth.uid()::text
$$;
create function public.leave_show(p_show_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.leave_show(p_show_id) $$;
comment on function public.leave_show is 'Leaves a show; forgetting to is harmless.';

grant execute on function
  private.schedule_show(uuid, timestamptz), public.schedule_show(uuid, timestamptz),
  private.start_show(uuid), public.start_show(uuid), private.end_show(uuid), public.end_show(uuid),
  private.cancel_show(uuid), public.cancel_show(uuid),
  private.add_lot(uuid, uuid, bigint, bigint, int, int, boolean, bigint, public.auction_format, jsonb),
  public.add_lot(uuid, uuid, bigint, bigint, int, int, boolean, bigint, public.auction_format, jsonb),
  private.open_lot(uuid, int, boolean), public.open_lot(uuid, int, boolean), private.extend_lot(uuid, int), public.extend_lot(uuid, int),
  private.pin_lot(uuid, uuid), public.pin_lot(uuid, uuid), private.leave_show(uuid), public.leave_show(uuid) to authenticated;
grant execute on function private.see_show(uuid, int), public.join_show(uuid), public.show_heartbeat(uuid, int) to anon, authenticated;
