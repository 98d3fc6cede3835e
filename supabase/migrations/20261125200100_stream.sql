-- Video of shows: who enters a room as what, and what the video server reports back. Media itself never comes here.
-- The room of a show bears the show's id. Hosts and co-hosts are one participant each, named by their user id; viewers
-- may watch on several devices, so that their identity is "<user id>.<random>", or "guest.<random>" without an account.

-- ── who stands on the stage ───────────────────────────────────────────────────────────────────────────────────────

create table public.stage_guests (
  show_id uuid not null references public.shows (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  invited_at timestamptz not null default clock_timestamp(),
  joined_at timestamptz,
  primary key (show_id, user_id)
);
comment on table public.stage_guests is 'Whom the host asks onto the stage; who has said yes is a co-host and may publish.';
create index stage_guests_user on public.stage_guests (user_id);
alter table public.stage_guests enable row level security;
create policy stage_guests_select_host_or_own on public.stage_guests for select to authenticated
  using (user_id = (select auth.uid()) or private.show_is_hosted_by(show_id, (select auth.uid())));
grant select on public.stage_guests to authenticated, service_role;

create function private.show_role(p_show_id uuid, p_user uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select case
      when p_user is null then 'viewer'
      when private.show_is_hosted_by(p_show_id, p_user) then 'host'
      when exists (select 1 from public.stage_guests g where g.show_id = p_show_id and g.user_id = p_user and g.joined_at is not null) then 'co-host'
      when private.show_staff(p_show_id, p_user) then 'moderator'
      else 'viewer' end);
end $$;
comment on function private.show_role is 'host, co-host, moderator or viewer: the one place that decides it.';

create function private.kept_out_of_stream(p_show_id uuid, p_user uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_user is not null and (private.banned_from_show(p_show_id, p_user)
    or exists (select 1 from private.bidders b where b.user_id = p_user and b.banned_until > clock_timestamp()))
$$;
comment on function private.kept_out_of_stream is 'True while the user is banned from the show, by its seller or by the platform.';

create function private.stream_access(p_show_id uuid, p_guest text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  v_show public.shows;
  v_role text;
  v_wait int;
begin
  if v_user is null and (p_guest is null or p_guest !~ '^[0-9a-f]{64}$') then
    perform private.invalid('p_guest', 'Without a session, p_guest must be 64 hexadecimal digits.');
  end if;
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  perform private.assert_show_status(v_show, 'live');
  if private.kept_out_of_stream(p_show_id, v_user) then
    perform private.fail('KBANN', 'You cannot watch this show.');
  end if;
  -- A guest is known by a keyed digest of an address, which many people may share.
  v_wait := private.take_token('stream_access:' || coalesce(v_user::text, p_guest), 60, 0.5);
  if v_wait > 0 then
    perform private.fail('RTLIM', 'Too fast. Wait a moment and try again.', jsonb_build_object('retry_after_ms', v_wait));
  end if;
  v_role := private.show_role(p_show_id, v_user);
  return jsonb_build_object('room', p_show_id, 'role', v_role,
    'identity', case when v_role in ('host', 'co-host') then v_user::text
      else concat(coalesce(v_user::text, 'guest'), '.', encode(extensions.gen_random_bytes(8), 'hex')) end,
    'name', coalesce((select p.username from public.profiles p where p.id = v_user), 'guest'));
end $$;
create function public.stream_access(p_show_id uuid, p_guest text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.stream_access(p_show_id, p_guest) $$;
comment on function public.stream_access is
  'Whether and as what the caller may enter a live show''s room: {room, role, identity, name}. Only the edge function turns it into a token. p_guest: for callers without a session, what their requests are counted by. Errors: NOFND, STATE {status} (not live), KBANN, RTLIM {retry_after_ms}, INVAL.';
grant execute on function private.show_role(uuid, uuid) to authenticated;
grant execute on function private.stream_access(uuid, text), public.stream_access(uuid, text) to anon, authenticated;

-- ── what the video server reports ─────────────────────────────────────────────────────────────────────────────────

create table private.livekit_events (
  id text primary key check (char_length(id) between 1 and 100),
  kind text not null check (char_length(kind) between 1 and 60),
  room text,
  at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  detail jsonb not null
);
comment on table private.livekit_events is 'Webhooks of the video server, each once: the inbox that makes a replay harmless. Kept for 30 days.';
create index livekit_events_received on private.livekit_events (received_at);

-- Reports may come late and in any order. Each thing is known by the id that the server gives it once, and an end is
-- never undone: the order does not matter.
create table private.stream_rooms (
  show_id uuid not null references public.shows (id) on delete cascade,
  sid text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (show_id, sid)
);
comment on table private.stream_rooms is 'Rooms that the video server has had open for a show.';

create table private.stream_participants (
  show_id uuid not null references public.shows (id) on delete cascade,
  sid text not null,
  room_sid text not null,
  identity text not null,
  user_id uuid,
  role text not null check (role in ('host', 'co-host', 'moderator', 'viewer', 'ingress')),
  joined_at timestamptz not null,
  left_at timestamptz,
  primary key (show_id, sid)
);
comment on table private.stream_participants is 'Connections to a show''s room: one row each, from joining to leaving.';
create index stream_participants_here on private.stream_participants (show_id, role) where left_at is null;
create index stream_participants_user on private.stream_participants (user_id) where left_at is null;

create table private.stream_tracks (
  show_id uuid not null references public.shows (id) on delete cascade,
  sid text not null,
  participant_sid text not null,
  kind text not null check (kind in ('audio', 'video', 'data')),
  published_at timestamptz not null,
  ended_at timestamptz,
  primary key (show_id, sid)
);
comment on table private.stream_tracks is 'What is published in a show''s room: one row a track.';

alter table private.livekit_events enable row level security;
alter table private.stream_rooms enable row level security;
alter table private.stream_participants enable row level security;
alter table private.stream_tracks enable row level security;

create function private.stream_viewers(p_show_id uuid) returns int
language sql stable security definer set search_path = '' as $$
  select count(distinct coalesce(p.user_id::text, p.identity))::int from private.stream_participants p
  where p.show_id = p_show_id and p.left_at is null and p.role in ('viewer', 'moderator')
$$;
comment on function private.stream_viewers is 'How many people the video server has in the room, without those on the stage; a person with two devices is one.';

create function private.refresh_video(p_show_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_video boolean;
begin
  perform 1 from public.shows s where s.id = p_show_id for no key update;
  v_video := exists (select 1 from private.stream_tracks t
    join private.stream_participants p on p.show_id = t.show_id and p.sid = t.participant_sid
    where t.show_id = p_show_id and t.kind = 'video' and t.ended_at is null and p.left_at is null);
  update public.shows s set video_since = case when v_video then clock_timestamp() end
  where s.id = p_show_id and (s.video_since is not null) is distinct from v_video;
  if found then
    perform private.touch_show(p_show_id);
  end if;
end $$;
comment on function private.refresh_video is 'Says in the show, and to its viewers, whether there is a picture.';
