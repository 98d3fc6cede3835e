-- Watching a show again: its recordings with the lots as chapters. Files lie in a private bucket; who may see a recording
-- gets a signed address from Storage, which asks the policy below, so that hiding one takes its address away, too.

create function private.recording_chapters(p_recording private.recordings) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('auction_id', a.id, 'lot_number', a.lot_number, 'title', a.title, 'status', a.status,
      'price_cents', a.price_cents, 'currency', a.currency, 'image', coalesce(a.offered #>> '{images,0}', p.images[1]),
      'offset_ms', greatest(0, extract(epoch from e.placed_at - p_recording.started_at) * 1000)::bigint) order by e.placed_at, a.lot_number), '[]')
  from public.auctions a
  join private.auction_events e on e.auction_id = a.id and e.kind = 'opened'
  join public.products p on p.id = a.product_id
  where a.show_id = p_recording.show_id and e.placed_at < p_recording.ended_at
    and (a.closed_at is null or a.closed_at > p_recording.started_at)
$$;
comment on function private.recording_chapters is
  'The lots that were open while it was recorded: offset_ms is when each opened, in milliseconds from the beginning of the file; 0 for one that was open already.';

create function private.show_replay(p_show_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := auth.uid();
  v_show public.shows;
  v_host boolean;
begin
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  if private.kept_out_of_stream(p_show_id, v_user) then
    perform private.fail('KBANN', 'You cannot watch this show.');
  end if;
  v_host := v_show.seller_id is not distinct from v_user;
  return jsonb_build_object('is_host', v_host, 'recordings', coalesce((
    select jsonb_agg(jsonb_build_object('id', r.id, 'status', r.status, 'hidden', r.hidden, 'started_at', r.started_at, 'ended_at', r.ended_at,
      'duration_ms', r.duration_ms, 'path', r.path, 'captions', r.captions is not null,
      'chapters', case when r.status = 'ready' then private.recording_chapters(r) else '[]' end) order by r.started_at)
    from private.recordings r
    where r.show_id = p_show_id and r.deleted_at is null and r.status <> 'recording' and (v_host or not r.hidden)), '[]'));
end $$;
create function public.show_replay(p_show_id uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.show_replay(p_show_id) $$;
comment on function public.show_replay is
  'The recordings of a show that have ended: {is_host, recordings: [{id, status: processing|ready|failed, hidden, started_at, ended_at, duration_ms, path, captions: boolean, chapters: [{auction_id, lot_number, title, status, price_cents, currency, image, offset_ms}]}]}. Hidden ones are for the host alone. Errors: NOFND, KBANN.';

create function private.may_watch_recording(p_path text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from private.recordings r join public.shows s on s.id = r.show_id
    where r.path = p_path and r.status = 'ready' and r.deleted_at is null
      and (s.seller_id is not distinct from auth.uid() or not (r.hidden or private.kept_out_of_stream(r.show_id, auth.uid()))))
$$;
comment on function private.may_watch_recording is 'The rule of show_replay for one file, as Storage asks it.';

create function private.recording_captions(p_recording_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select r.captions from private.recordings r where r.id = p_recording_id and private.may_watch_recording(r.path)
$$;
create function public.recording_captions(p_recording_id uuid) returns text
language sql stable set search_path = '' as $$ select private.recording_captions(p_recording_id) $$;
comment on function public.recording_captions is 'The captions of a recording (WebVTT) for who may watch it; null when there are none.';

-- ── the host's say ────────────────────────────────────────────────────────────────────────────────────────────────

create function private.own_recording(p_recording_id uuid) returns private.recordings
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row private.recordings;
begin
  perform private.limit_rate('own_recording', v_user, 20, 0.5);
  select r.* into v_row from private.recordings r
  where r.id = p_recording_id and r.deleted_at is null and private.show_is_hosted_by(r.show_id, v_user) for update;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such recording of yours.');
  end if;
  return v_row;
end $$;

create function private.hide_recording(p_recording_id uuid, p_hidden boolean) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row private.recordings := private.own_recording(p_recording_id);
begin
  if p_hidden is null then
    perform private.invalid('p_hidden', 'Hidden or not?');
  end if;
  update private.recordings r set hidden = p_hidden where r.id = v_row.id;
  return p_hidden;
end $$;
create function public.hide_recording(p_recording_id uuid, p_hidden boolean) returns boolean
language sql volatile set search_path = '' as $$ select private.hide_recording(p_recording_id, p_hidden) $$;
comment on function public.hide_recording is 'Host: takes a recording away from viewers, or gives it back. Errors: 42501, NOFND, INVAL, RTLIM.';

create function private.set_captions(p_recording_id uuid, p_captions text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row private.recordings := private.own_recording(p_recording_id);
  -- Files from Windows begin with a byte order mark.
  v_captions text := ltrim(p_captions, U&'\FEFF');
begin
  if v_captions !~ '^WEBVTT' or octet_length(v_captions) > 500000 then
    perform private.invalid('p_captions', 'Captions are a WebVTT file of at most 500 kB.');
  end if;
  update private.recordings r set captions = v_captions where r.id = v_row.id;
  return v_captions is not null;
end $$;
create function public.set_captions(p_recording_id uuid, p_captions text) returns boolean
language sql volatile set search_path = '' as $$ select private.set_captions(p_recording_id, p_captions) $$;
comment on function public.set_captions is
  'Host: what is said in a recording, as WebVTT, or null to take it away. Returns whether there are captions now. Errors: 42501, NOFND, INVAL, RTLIM.';

create function private.delete_recording(p_recording_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row private.recordings := private.own_recording(p_recording_id);
begin
  if v_row.status not in ('ready', 'failed') then
    perform private.fail('STATE', 'The recording is not finished.', jsonb_build_object('status', v_row.status), 'Wait until it is there, or hide it.');
  end if;
  update private.recordings r set deleted_at = clock_timestamp() where r.id = v_row.id;
  if v_row.path is not null then
    perform private.enqueue('recording_delete', 'recording_delete:' || v_row.id, jsonb_build_object('path', v_row.path));
    perform private.wake_jobs();
  end if;
end $$;
create function public.delete_recording(p_recording_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.delete_recording(p_recording_id) $$;
comment on function public.delete_recording is
  'Host: nobody sees the recording any more from now on, and its file is removed from the bucket. Errors: 42501, NOFND, STATE {status} (not finished yet), RTLIM.';

grant execute on function private.show_replay(uuid), public.show_replay(uuid) to anon, authenticated;
grant execute on function private.recording_captions(uuid), public.recording_captions(uuid) to anon, authenticated;
grant execute on function private.may_watch_recording(text) to anon, authenticated;
grant execute on function private.hide_recording(uuid, boolean), public.hide_recording(uuid, boolean),
  private.set_captions(uuid, text), public.set_captions(uuid, text),
  private.delete_recording(uuid), public.delete_recording(uuid) to authenticated;

-- ── where the files lie ───────────────────────────────────────────────────────────────────────────────────────────

insert into storage.buckets (id, name, public, allowed_mime_types) values ('recordings', 'recordings', false, '{video/mp4}')
on conflict (id) do nothing;
-- Written by the egress server alone, through Storage's S3 door; read by who may watch.
create policy objects_select_recordings on storage.objects for select to anon, authenticated
  using (bucket_id = 'recordings' and private.may_watch_recording(name));
