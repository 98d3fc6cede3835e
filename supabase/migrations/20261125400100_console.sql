-- The host's console: one tab or device runs a show at a time, and another takes over only when its host says so.
--
-- A console names itself in the header x-console-session of everything it sends. A command that names a console which
-- does not hold the show is refused; one that names none (a script, an import) is not asked. The lease keeps a host's own
-- tabs from speaking at once: it is no permission, who may do what is decided as everywhere.

create table private.console_leases (
  show_id uuid primary key references public.shows (id) on delete cascade,
  session uuid not null,
  claimed_at timestamptz not null,
  seen_at timestamptz not null
);
comment on table private.console_leases is 'Which of its host''s tabs or devices runs a show, and when it was last heard of.';
alter table private.console_leases enable row level security;

create function private.assert_console(p_show_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_session text := nullif(current_setting('request.headers', true), '')::jsonb ->> 'x-console-session';
begin
  if v_session is not null and exists (
      select 1 from private.console_leases l where l.show_id = p_show_id and l.session::text <> lower(v_session)) then
    perform private.fail('STATE', 'This show is run from another tab or device now.', '{"console": "taken"}', 'Take the show over first.');
  end if;
end $$;
comment on function private.assert_console is
  'Refuses (STATE {console: "taken"}) a command of a console that another one has taken the show from. Asked behind the show''s lock.';

create function private.claim_console(p_show_id uuid, p_session uuid, p_force boolean) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
  v_now timestamptz := clock_timestamp();
  v_lease private.console_leases;
begin
  if p_session is null then
    perform private.invalid('p_session', 'A console names itself with a uuid of its own.');
  end if;
  perform private.limit_rate('claim_console', v_user, 60, 2);
  select s.* into v_show from public.shows s where s.id = p_show_id and s.seller_id = v_user for no key update;
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show of yours.');
  end if;
  perform private.assert_show_status(v_show, 'draft', 'scheduled', 'live');
  insert into private.console_leases as l (show_id, session, claimed_at, seen_at) values (p_show_id, p_session, v_now, v_now)
  on conflict (show_id) do update
    set session = excluded.session, seen_at = excluded.seen_at,
        claimed_at = case when l.session = excluded.session then l.claimed_at else excluded.claimed_at end
    where l.session = excluded.session or coalesce(p_force, false) or l.seen_at < excluded.seen_at - interval '20 seconds';
  select l.* into v_lease from private.console_leases l where l.show_id = p_show_id;
  return jsonb_build_object('granted', v_lease.session = p_session, 'claimed_at', v_lease.claimed_at, 'seen_at', v_lease.seen_at,
    'audience', private.audience_latency(p_show_id), 'server_time', v_now);
end $$;
create function public.claim_console(p_show_id uuid, p_session uuid, p_force boolean default false) returns jsonb
language sql volatile set search_path = '' as $$ select private.claim_console(p_show_id, p_session, p_force) $$;
comment on function public.claim_console is
  'Host: takes or keeps the console of a show; to be repeated every five seconds. While another tab holds it (silent for less than 20 s) granted is false unless p_force. Returns {granted, claimed_at, seen_at, audience, server_time}. Errors: 42501, NOFND, STATE (over), INVAL, RTLIM.';

-- ── how far away the audience is ──────────────────────────────────────────────────────────────────────────────────

create function private.audience_latency(p_show_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('samples', count(*), 'p95_ms', percentile_disc(0.95) within group (order by v.rtt_ms))
  from private.show_viewers v
  where v.show_id = p_show_id and v.rtt_ms is not null and v.seen_at > clock_timestamp() - interval '45 seconds'
$$;
comment on function private.audience_latency is
  'Round trips that present viewers have measured: {samples, p95_ms}; p95_ms is null without samples. One sample a viewer, at most 10 s each.';

create function private.assert_extension_reaches(p_lot public.auctions, p_confirmed boolean) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_p95 int;
begin
  if p_lot.format <> 'english' or coalesce(p_confirmed, false) then
    return;
  end if;
  v_p95 := (private.audience_latency(p_lot.show_id) ->> 'p95_ms')::int;
  if v_p95 > p_lot.soft_close_seconds * 1000 then
    perform private.fail('STATE', 'A late bid would extend the lot by less time than viewers need to answer.',
      jsonb_build_object('extension_ms', p_lot.soft_close_seconds * 1000, 'p95_ms', v_p95),
      'Lengthen the extension with update_lot, or confirm with p_confirm_latency.');
  end if;
end $$;
comment on function private.assert_extension_reaches is
  'Refuses (STATE {extension_ms, p95_ms}) a lot whose soft close is shorter than the audience''s round trip, unless the host has confirmed it.';

grant execute on function private.claim_console(uuid, uuid, boolean), public.claim_console(uuid, uuid, boolean) to authenticated;
