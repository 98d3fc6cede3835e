-- The emergency brake: while the platform is paused nothing opens, nothing is accepted, nothing closes.

create function private.extend_over_pause(p_auction_id uuid, p_paused_at timestamptz, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.auctions := private.lock_auction(p_auction_id);
  v_event private.auction_events := private.last_event(p_auction_id);
  v_pause interval := p_now - p_paused_at;
begin
  if v_row.status <> 'live' or v_event.ends_at <= p_paused_at then
    return false;
  end if;
  v_event := private.append_event(v_event, 'extended', p_now, v_event.ends_at + v_pause,
    jsonb_build_object('pause_ms', (extract(epoch from v_pause) * 1000)::bigint)::text);
  update public.auctions a set hard_ends_at = a.hard_ends_at + v_pause where a.id = p_auction_id;
  v_row := private.project_auction(p_auction_id);
  perform private.announce_auction(v_row, v_event);
  return true;
end $$;
comment on function private.extend_over_pause is 'Gives a running auction back the time of the pause, as a ledger event.';

create function private.resume_auctions(p_paused_at timestamptz, p_now timestamptz) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
  v_count int := 0;
begin
  for v_id in select a.id from public.auctions a where a.status = 'live' order by a.id loop
    if private.extend_over_pause(v_id, p_paused_at, p_now) then
      v_count := v_count + 1;
    end if;
  end loop;
  update public.auctions a
  set starts_at = a.starts_at + s.shift, ends_at = a.ends_at + s.shift, hard_ends_at = a.hard_ends_at + s.shift
  from (select o.id, p_now - greatest(o.starts_at, p_paused_at) as shift from public.auctions o where o.status = 'scheduled' and o.starts_at < p_now) s
  where a.id = s.id;
  return v_count;
end $$;
comment on function private.resume_auctions is 'Extends what was running by the pause, and lets what should have opened in it open now, for its full time.';

create function private.pause_platform(p_paused boolean, p_extend boolean) returns public.platform_status
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_now timestamptz;
  v_status public.platform_status;
begin
  perform private.require_admin();
  if p_paused is null then
    perform private.invalid('p_paused', 'p_paused must be true or false.');
  elsif p_extend is null then
    perform private.invalid('p_extend', 'p_extend must be true or false.');
  end if;
  -- The tick locks many auctions, too; they must not meet.
  perform pg_advisory_xact_lock(hashtext('blytz.tick'));
  select s.* into v_status from public.platform_status s for update;
  v_now := date_trunc('milliseconds', clock_timestamp());
  if p_paused = (v_status.paused_at is not null) then
    return v_status;
  end if;
  if not p_paused and p_extend then
    perform private.resume_auctions(v_status.paused_at, v_now);
  end if;
  update public.platform_status s set paused_at = case when p_paused then v_now end returning s.* into v_status;
  return v_status;
end $$;
-- Every running auction gets its time back in one transaction: the limits of an ordinary request are too short for thousands.
-- PostgREST sets a function's statement_timeout before it calls it.
create function public.pause_platform(p_paused boolean, p_extend boolean default true) returns public.platform_status
language sql volatile set search_path = '' set statement_timeout = '10min' set lock_timeout = '1min' as $$ select * from private.pause_platform(p_paused, p_extend) $$;
comment on function public.pause_platform is
  'Admin (aal2): stops all bidding, opening and closing, or goes on; p_extend gives what was running the time of the pause back. Again is harmless. Returns the status. Errors: 42501, MFAAL, INVAL.';
grant execute on function private.pause_platform(boolean, boolean), public.pause_platform(boolean, boolean) to authenticated, service_role;
