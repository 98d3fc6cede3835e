-- Webhooks of the video server, applied. The edge function verifies the signature; only the secret key may call this.

create function private.user_of_identity(p_identity text) returns uuid
language sql immutable set search_path = '' as $$
  select case when p_identity ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\.|$)' then split_part(p_identity, '.', 1)::uuid end
$$;
comment on function private.user_of_identity is 'The user behind a participant''s identity; null for guests and machines.';

/* Reports repeat what is known of a participant, so that a lost one is made up for by the next. */
create function private.note_participant(p_show_id uuid, p_room_sid text, p_participant jsonb, p_at timestamptz, p_left boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_identity text := p_participant ->> 'identity';
  v_user uuid := private.user_of_identity(v_identity);
begin
  insert into private.stream_participants as p (show_id, sid, room_sid, identity, user_id, role, joined_at, left_at)
  values (p_show_id, p_participant ->> 'sid', p_room_sid, v_identity, v_user,
    case when p_participant ->> 'kind' = 'ingress' then 'ingress' else private.show_role(p_show_id, v_user) end,
    p_at, case when p_left then p_at end)
  on conflict (show_id, sid) do update set left_at = coalesce(p.left_at, excluded.left_at), joined_at = least(p.joined_at, excluded.joined_at);
  -- The room may have been reported closed before this.
  update private.stream_participants p set left_at = r.closed_at from private.stream_rooms r
  where p.show_id = p_show_id and p.sid = p_participant ->> 'sid' and p.left_at is null
    and r.show_id = p_show_id and r.sid = p_room_sid and r.closed_at is not null;
end $$;

create function private.apply_livekit_event(p_show_id uuid, p_kind text, p_at timestamptz, p_detail jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_room_sid text := p_detail ->> 'room_sid';
  v_participant jsonb := p_detail -> 'participant';
  v_track jsonb := p_detail -> 'track';
begin
  if p_detail ? 'egress' then
    if p_kind = 'egress_ended' then
      perform private.note_recording(p_show_id, p_at, p_detail -> 'egress');
    end if;
    return;
  end if;
  if p_kind in ('room_started', 'room_finished') then
    insert into private.stream_rooms as r (show_id, sid, opened_at, closed_at)
    values (p_show_id, v_room_sid, p_at, case when p_kind = 'room_finished' then p_at end)
    on conflict (show_id, sid) do update set closed_at = coalesce(r.closed_at, excluded.closed_at), opened_at = least(r.opened_at, excluded.opened_at);
    update private.stream_participants p set left_at = p_at
    where p_kind = 'room_finished' and p.show_id = p_show_id and p.room_sid = v_room_sid and p.left_at is null;
  elsif v_participant ->> 'sid' is not null and coalesce(v_participant ->> 'kind', '') in ('standard', 'ingress') then
    perform private.note_participant(p_show_id, v_room_sid, v_participant, p_at, p_kind in ('participant_left', 'participant_connection_aborted'));
    if v_track ->> 'sid' is not null and p_kind in ('track_published', 'track_unpublished') then
      insert into private.stream_tracks as t (show_id, sid, participant_sid, kind, published_at, ended_at)
      values (p_show_id, v_track ->> 'sid', v_participant ->> 'sid', v_track ->> 'kind', p_at, case when p_kind = 'track_unpublished' then p_at end)
      on conflict (show_id, sid) do update set ended_at = coalesce(t.ended_at, excluded.ended_at);
    end if;
  end if;
  -- Viewers come and go by the thousand: only what can change the picture looks at the show.
  if p_kind not in ('participant_joined', 'participant_left', 'participant_connection_aborted')
    or coalesce(private.show_role(p_show_id, private.user_of_identity(v_participant ->> 'identity')), '') in ('host', 'co-host')
    or v_participant ->> 'kind' = 'ingress' then
    perform private.refresh_video(p_show_id);
  end if;
end $$;

create function private.record_livekit_event(p_id text, p_kind text, p_room text, p_at timestamptz, p_detail jsonb) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows;
  v_first boolean;
begin
  if p_id is null or char_length(p_id) not between 1 and 100 then
    perform private.invalid('p_id', 'An event has an id of 1 to 100 characters.');
  end if;
  if p_kind is null or char_length(p_kind) not between 1 and 60 then
    perform private.invalid('p_kind', 'An event has a kind of 1 to 60 characters.');
  end if;
  if p_at is null then
    perform private.invalid('p_at', 'An event has a time.');
  end if;
  if coalesce(jsonb_typeof(p_detail), '') <> 'object' then
    perform private.invalid('p_detail', 'The detail must be an object.');
  end if;
  insert into private.livekit_events (id, kind, room, at, detail) values (p_id, p_kind, p_room, p_at, p_detail) on conflict (id) do nothing;
  v_first := found;
  select s.* into v_show from public.shows s where s.id::text = p_room;
  if v_first and v_show.id is not null then
    perform private.apply_livekit_event(v_show.id, p_kind, p_at, p_detail);
  end if;
  -- Answered for a repeat, too: the removal may have been what failed.
  return jsonb_build_object('first', v_first, 'unwelcome', v_show.id is not null and p_kind = 'participant_joined'
    and (v_show.status <> 'live' or private.kept_out_of_stream(v_show.id, private.user_of_identity(p_detail -> 'participant' ->> 'identity'))));
end $$;
create function public.record_livekit_event(p_id text, p_kind text, p_room text, p_at timestamptz, p_detail jsonb) returns jsonb
language sql volatile set search_path = '' as $$ select private.record_livekit_event(p_id, p_kind, p_room, p_at, p_detail) $$;
comment on function public.record_livekit_event is
  'Secret key: takes a verified webhook of the video server. p_detail: {room_sid, participant?: {sid, identity, kind}, track?: {sid, kind}, egress?: {id, complete, path, started_at, duration_ms}}. Returns {first: false for a repeat, unwelcome: true when who joined may not be there (a token outlived a ban or the show)}. Errors: INVAL.';
grant execute on function private.record_livekit_event(text, text, text, timestamptz, jsonb),
  public.record_livekit_event(text, text, text, timestamptz, jsonb) to service_role;

create function private.forget_livekit_events() returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.livekit_events e where e.received_at < clock_timestamp() - interval '30 days';
  delete from private.stream_participants p where coalesce(p.left_at, p.joined_at) < clock_timestamp() - interval '30 days';
  delete from private.stream_tracks t where coalesce(t.ended_at, t.published_at) < clock_timestamp() - interval '30 days';
  delete from private.stream_rooms r where coalesce(r.closed_at, r.opened_at) < clock_timestamp() - interval '30 days'
$$;
comment on function private.forget_livekit_events is 'Once a day: who watched what is not kept for longer than it can explain anything.';
select cron.schedule('forget-livekit-events', '23 3 * * *', 'select private.forget_livekit_events()');
