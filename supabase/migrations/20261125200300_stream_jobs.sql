-- What the video server must be told: rooms open and close with their shows, and who is banned leaves at once. Each is a row
-- of the outbox, written by the transaction that causes it, so that no way of starting a show or banning somebody forgets it.

create function private.wake_jobs() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_url text;
  v_key text;
begin
  -- Heard by the scheduler of the embedded stack once this transaction has committed; hosted, nobody listens.
  perform pg_notify('jobs', '');
  -- pg_net and the vault exist hosted only, so they are named in dynamic SQL.
  if to_regclass('vault.decrypted_secrets') is null or to_regnamespace('net') is null then
    return;
  end if;
  execute 'select max(s.decrypted_secret) filter (where s.name = ''project_url''), max(s.decrypted_secret) filter (where s.name = ''secret_key'')
    from vault.decrypted_secrets s' into v_url, v_key;
  if v_url is not null and v_key is not null then
    execute 'select net.http_post(url => $1, headers => $2, body => ''{}''::jsonb)'
      using v_url || '/functions/v1/jobs', jsonb_build_object('apikey', v_key, 'content-type', 'application/json');
  end if;
end $$;
comment on function private.wake_jobs is 'Has the outbox drained now, not only by the next of its regular calls. A hint: without it the effects come some seconds later.';

create function private.tg_shows__stream() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ingress text;
begin
  if new.status = 'ended' then
    select x.ingress_id into v_ingress from private.stream_secrets x where x.show_id = new.id;
    delete from private.stream_secrets x where x.show_id = new.id;
  end if;
  -- A key that lived on could send a picture into an empty room for ever; a recording ends with its room.
  perform private.enqueue('stream_room', concat('stream_room:', new.id, ':', new.status),
    jsonb_build_object('show_id', new.id, 'open', new.status = 'live', 'ingress_id', v_ingress));
  perform private.wake_jobs();
  return null;
end $$;
create trigger tg_shows__stream after update of status on public.shows for each row
  when (new.status is distinct from old.status and new.status in ('live', 'ended')) execute function private.tg_shows__stream();

create function private.remove_from_stream(p_show_id uuid, p_user_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- A ban may be given again after it was lifted: each one is a removal of its own.
  perform private.enqueue('stream_remove', concat('stream_remove:', p_show_id, ':', p_user_id, ':', gen_random_uuid()),
    jsonb_build_object('show_id', p_show_id, 'user_id', p_user_id));
  perform private.wake_jobs();
end $$;
comment on function private.remove_from_stream is 'Has every connection of a user to a show''s room ended.';

create function private.tg_show_moderation__stream() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.banned_until > clock_timestamp() and exists (select 1 from public.shows s where s.id = new.show_id and s.status = 'live') then
    perform private.remove_from_stream(new.show_id, new.user_id);
  end if;
  return null;
end $$;
create trigger tg_show_moderation__stream after insert or update of banned_until on public.show_moderation for each row
  when (new.banned_until is not null) execute function private.tg_show_moderation__stream();

create function private.tg_seller_bans__stream() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.until > clock_timestamp() then
    perform private.remove_from_stream(s.id, new.user_id) from public.shows s where s.seller_id = new.seller_id and s.status = 'live';
  end if;
  return null;
end $$;
create trigger tg_seller_bans__stream after insert or update of until on private.seller_bans for each row
  execute function private.tg_seller_bans__stream();

create function private.tg_bidders__stream() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.banned_until > clock_timestamp() then
    perform private.remove_from_stream(p.show_id, new.user_id)
    from (select distinct c.show_id from private.stream_participants c where c.user_id = new.user_id and c.left_at is null) p;
  end if;
  return null;
end $$;
create trigger tg_bidders__stream after update of banned_until on private.bidders for each row
  when (new.banned_until is distinct from old.banned_until) execute function private.tg_bidders__stream();

create function private.forget_stream_jobs() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.outbox o
  where o.kind in ('stream_room', 'stream_remove', 'stream_record') and o.done_at is null and o.created_at < clock_timestamp() - interval '1 day';
end $$;
comment on function private.forget_stream_jobs is 'Without a video server nobody does these jobs, and a day later nobody needs them.';
select cron.schedule('forget-stream-jobs', '27 3 * * *', 'select private.forget_stream_jobs()');
