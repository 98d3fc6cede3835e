-- The host's desk: an encoder's way in (OBS), recording, and acting on who stands in the room. The edge function talks to the
-- video server; here is who may do what, and which ingress and egress belong to which show. Stream keys are not kept at all.

create table private.stream_secrets (
  show_id uuid primary key references public.shows (id) on delete cascade,
  ingress_id text check (char_length(ingress_id) <= 100),
  ingress_kind text check (ingress_kind in ('rtmp', 'whip')),
  ingress_since timestamptz,
  constraint stream_secrets_whole_ingress check (num_nonnulls(ingress_id, ingress_kind, ingress_since) in (0, 3))
);
comment on table private.stream_secrets is 'The video server''s id of a show''s ingress. The stream key itself is shown once and kept nowhere.';
alter table private.stream_secrets enable row level security;

create function private.stream_desk(p_show_id uuid, p_action text, p_user_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_role text;
  v_show public.shows;
begin
  if p_action is null or p_action not in ('status', 'create_ingress', 'rotate_key', 'delete_ingress', 'start_recording', 'stop_recording', 'remove', 'mute') then
    perform private.invalid('p_action', 'No such action.');
  end if;
  if p_action in ('remove', 'mute') and p_user_id is null then
    perform private.invalid('p_user_id', 'Whom?');
  end if;
  perform private.limit_rate('stream_desk', v_user, 20, 0.5);
  v_role := private.show_role(p_show_id, v_user);
  select s.* into v_show from public.shows s where s.id = p_show_id;
  if v_show.id is null or not (v_role = 'host' or (v_role = 'moderator' and p_action in ('remove', 'mute') and v_show.status <> 'draft')) then
    perform private.fail('NOFND', 'No such show of yours.');
  end if;
  if p_action in ('remove', 'mute') and (p_user_id = v_show.seller_id or p_user_id = v_user) then
    perform private.fail('42501', 'Nobody acts on the host, or on themselves.');
  end if;
  if p_action in ('create_ingress', 'rotate_key') then
    perform private.assert_show_status(v_show, 'scheduled', 'live');
  elsif p_action in ('start_recording', 'remove', 'mute') then
    perform private.assert_show_status(v_show, 'live');
  end if;
  return jsonb_build_object('room', v_show.id, 'role', v_role, 'status', v_show.status,
    'ingress', (select jsonb_build_object('id', x.ingress_id, 'kind', x.ingress_kind, 'since', x.ingress_since)
      from private.stream_secrets x where x.show_id = p_show_id and x.ingress_id is not null),
    'recording', (select jsonb_build_object('id', r.egress_id, 'since', r.started_at)
      from private.recordings r where r.show_id = p_show_id and r.status = 'recording'));
end $$;
create function public.stream_desk(p_show_id uuid, p_action text, p_user_id uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.stream_desk(p_show_id, p_action, p_user_id) $$;
comment on function public.stream_desk is
  'Whether the caller may do this at the show''s desk (host: all; moderators: remove, mute), and what is there: {room, role, status, ingress, recording}. Only the edge function can carry it out. Errors: 42501, NOFND, STATE {status}, INVAL {field}, RTLIM.';

create function private.set_ingress(p_show_id uuid, p_ingress_id text, p_kind text, p_replaces text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if (p_ingress_id is null) <> (p_kind is null) or p_kind not in ('rtmp', 'whip') then
    perform private.invalid('p_kind', 'An ingress is rtmp or whip; none has no kind.');
  end if;
  if not exists (select 1 from public.shows s where s.id = p_show_id) then
    perform private.fail('NOFND', 'No such show.');
  end if;
  insert into private.stream_secrets (show_id) values (p_show_id) on conflict (show_id) do nothing;
  update private.stream_secrets x set ingress_id = p_ingress_id, ingress_kind = p_kind, ingress_since = case when p_ingress_id is not null then clock_timestamp() end
  where x.show_id = p_show_id and x.ingress_id is not distinct from p_replaces;
  if not found then
    perform private.fail('STATE', 'The stream key was changed meanwhile.', null, 'Look again.');
  end if;
end $$;
create function public.set_ingress(p_show_id uuid, p_ingress_id text, p_kind text, p_replaces text) returns void
language sql volatile set search_path = '' as $$ select private.set_ingress(p_show_id, p_ingress_id, p_kind, p_replaces) $$;
comment on function public.set_ingress is 'Secret key: a show''s ingress is now this one, or none, in place of the one named. Errors: INVAL {field}, NOFND, STATE (another was there).';

grant execute on function private.stream_desk(uuid, text, uuid), public.stream_desk(uuid, text, uuid) to authenticated;
grant execute on function private.set_ingress(uuid, text, text, text), public.set_ingress(uuid, text, text, text) to service_role;
