-- Recordings of shows. The host asks for one; it begins with the first picture, ends with the show, and is watched
-- again with the lots as chapters (…_replay.sql). The egress server makes the file and puts it into the bucket.

create table private.recordings (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id) on delete cascade,
  egress_id text not null unique check (char_length(egress_id) between 1 and 100),
  status text not null default 'recording' check (status in ('recording', 'processing', 'ready', 'failed')),
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  duration_ms bigint check (duration_ms >= 0),
  path text unique check (char_length(path) <= 300),
  hidden boolean not null default false,
  captions text check (captions ~ '^WEBVTT' and octet_length(captions) <= 500000),
  deleted_at timestamptz,
  constraint recordings_ended check ((status = 'recording') = (ended_at is null)),
  constraint recordings_ready_has_file check (status <> 'ready' or num_nulls(path, duration_ms) = 0)
);
comment on table private.recordings is 'What was recorded of a show: a row for each egress, from its start to its file. Watched through show_replay.';
comment on column private.recordings.started_at is 'When the file begins; until the file is there, when the recording was begun.';
comment on column private.recordings.path is 'Where the file lies in the bucket `recordings`: <show id>/<time>.mp4.';
comment on column private.recordings.captions is 'What is said, as a WebVTT file of the host''s.';
create index recordings_show on private.recordings (show_id, started_at);
create unique index recordings_one_at_a_time on private.recordings (show_id) where status = 'recording';
alter table private.recordings enable row level security;

create function private.is_recorded(p_show_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from private.recordings r where r.show_id = p_show_id and r.status = 'recording');
end $$;
comment on function private.is_recorded is 'True while a show is being recorded, which everybody in it is told.';

-- ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.ask_for_recording(p_show_id uuid, p_wanted boolean) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
begin
  perform private.limit_rate('ask_for_recording', v_show.seller_id, 20, 0.5);
  if p_wanted is null then
    perform private.invalid('p_wanted', 'Yes or no?');
  end if;
  perform private.assert_show_status(v_show, 'draft', 'scheduled', 'live');
  if v_show.record <> p_wanted then
    update public.shows s set record = p_wanted where s.id = p_show_id;
    perform private.touch_show(p_show_id);
  end if;
  return p_wanted;
end $$;
create function public.ask_for_recording(p_show_id uuid, p_wanted boolean) returns boolean
language sql volatile set search_path = '' as $$ select private.ask_for_recording(p_show_id, p_wanted) $$;
comment on function public.ask_for_recording is
  'Host: whether the show is to be recorded from its first picture on; viewers are told before and meanwhile. Ends no recording that runs. Errors: 42501, NOFND, STATE {status}, INVAL, RTLIM.';
grant execute on function private.ask_for_recording(uuid, boolean), public.ask_for_recording(uuid, boolean) to authenticated;

/* Not at the start of the show but with the first picture: an egress that sees nothing for a while gives up. */
create function private.tg_shows__record() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not private.is_recorded(new.id) then
    perform private.enqueue('stream_record', concat('stream_record:', new.id, ':', gen_random_uuid()), jsonb_build_object('show_id', new.id));
    perform private.wake_jobs();
  end if;
  return null;
end $$;
create trigger tg_shows__record after update of status, record, video_since on public.shows for each row
  when (new.status = 'live' and new.record and new.video_since is not null
    and not (old.status = 'live' and old.record and old.video_since is not null))
  execute function private.tg_shows__record();

create function private.recording_wanted(p_show_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.shows s where s.id = p_show_id and s.status = 'live' and s.record and s.video_since is not null)
    and not private.is_recorded(p_show_id)
$$;
create function public.recording_wanted(p_show_id uuid) returns boolean
language sql stable set search_path = '' as $$ select private.recording_wanted(p_show_id) $$;
comment on function public.recording_wanted is 'Secret key: whether a recording is still to be begun, asked by the job right before it begins one.';

-- ── begun, stopped, finished ──────────────────────────────────────────────────────────────────────────────────────

create function private.set_recording(p_show_id uuid, p_egress_id text, p_replaces text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows;
  v_now timestamptz := clock_timestamp();
begin
  if num_nonnulls(p_egress_id, p_replaces) <> 1 then
    perform private.invalid('p_egress_id', 'A recording is begun or stopped.');
  end if;
  select s.* into v_show from public.shows s where s.id = p_show_id for no key update;
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  if p_egress_id is not null then
    perform private.assert_show_status(v_show, 'live');
    if exists (select 1 from private.recordings r where r.show_id = p_show_id and r.status = 'recording' and r.egress_id <> p_egress_id) then
      perform private.fail('STATE', 'The show is being recorded already.', null, 'Look again.');
    end if;
    insert into private.recordings (show_id, egress_id, started_at) values (p_show_id, p_egress_id, v_now) on conflict (egress_id) do nothing;
  else
    update private.recordings r set status = 'processing', ended_at = v_now
    where r.show_id = p_show_id and r.egress_id = p_replaces and r.status = 'recording';
    if not found then
      perform private.fail('STATE', 'The recording was stopped meanwhile.', null, 'Look again.');
    end if;
  end if;
  -- Who stops a recording does not want the next picture to begin another.
  update public.shows s set record = p_egress_id is not null where s.id = p_show_id;
  perform private.touch_show(p_show_id);
end $$;
create function public.set_recording(p_show_id uuid, p_egress_id text, p_replaces text) returns void
language sql volatile set search_path = '' as $$ select private.set_recording(p_show_id, p_egress_id, p_replaces) $$;
comment on function public.set_recording is
  'Secret key: a live show is now recorded by the egress p_egress_id, or no longer by p_replaces. Errors: NOFND, STATE (not live; another records; stopped already), INVAL.';

create function private.note_recording(p_show_id uuid, p_at timestamptz, p_egress jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_start timestamptz := coalesce((p_egress ->> 'started_at')::timestamptz, p_at);
  v_duration bigint := (p_egress ->> 'duration_ms')::bigint;
  -- The file is where it was told to be, below the show's own folder, or it is nowhere.
  v_path text := case when starts_with(p_egress ->> 'path', p_show_id || '/') then p_egress ->> 'path' end;
  v_ready boolean := coalesce((p_egress ->> 'complete')::boolean, false) and num_nulls(v_path, v_duration) = 0;
begin
  -- The report may be faster than the answer to the call that began it, or all that is left of that call.
  insert into private.recordings as r (show_id, egress_id, status, started_at, ended_at, duration_ms, path)
  values (p_show_id, p_egress ->> 'id', case when v_ready then 'ready' else 'failed' end, v_start, p_at, v_duration, case when v_ready then v_path end)
  on conflict (egress_id) do update
    set status = excluded.status, started_at = excluded.started_at, ended_at = excluded.ended_at, duration_ms = excluded.duration_ms, path = excluded.path
    where r.show_id = excluded.show_id and r.status in ('recording', 'processing');
  if found then
    perform private.touch_show(p_show_id);
  end if;
end $$;
comment on function private.note_recording is
  'The egress server has ended a recording: p_egress {id, complete, path, started_at, duration_ms}. Its first word about an end is its last.';

create function private.tg_shows__end_recording() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.recordings r set status = 'processing', ended_at = new.ended_at where r.show_id = new.id and r.status = 'recording';
  return null;
end $$;
comment on function private.tg_shows__end_recording is 'With the show its room is closed, and with the room its recording ends.';
create trigger tg_shows__end_recording after update of status on public.shows for each row
  when (old.status = 'live' and new.status = 'ended') execute function private.tg_shows__end_recording();

create function private.give_up_recordings() returns void
language sql volatile security definer set search_path = '' as $$
  update private.recordings r set status = 'failed' where r.status = 'processing' and r.ended_at < clock_timestamp() - interval '1 day'
$$;
comment on function private.give_up_recordings is 'Once an hour: a file of which nothing was heard for a day will not come any more.';
select cron.schedule('give-up-recordings', '31 * * * *', 'select private.give_up_recordings()');

grant execute on function private.recording_wanted(uuid), public.recording_wanted(uuid),
  private.set_recording(uuid, text, text), public.set_recording(uuid, text, text) to service_role;
