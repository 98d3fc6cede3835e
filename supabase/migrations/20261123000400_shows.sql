-- Shows: live sessions of a seller. Commands change them; every change raises the version and is broadcast.

create type public.show_status as enum ('draft', 'scheduled', 'live', 'ended', 'cancelled');

create table public.shows (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null default auth.uid() references public.sellers (id),
  category_id uuid references public.categories (id),
  title text not null check (char_length(title) between 3 and 120),
  description text not null default '' check (char_length(description) <= 2000),
  cover_image text check (char_length(cover_image) <= 500),
  status public.show_status not null default 'draft',
  starts_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  current_auction_id uuid,
  pinned_auction_id uuid,
  version int not null default 0,
  viewers int not null default 0,
  peak_viewers int not null default 0,
  video_since timestamptz,
  record boolean not null default false,
  slow_mode_seconds int not null default 0 check (slow_mode_seconds between 0 and 300),
  created_at timestamptz not null default now(),
  constraint shows_scheduled_has_start check (status in ('draft', 'cancelled') or starts_at is not null),
  constraint shows_live_has_started check (status not in ('live', 'ended') or started_at is not null),
  constraint shows_ended_has_end check ((status = 'ended') = (ended_at is not null))
);
comment on table public.shows is 'Live sessions: one seller, one video room, many lots. Drafts are the seller''s own rows; the rest moves by commands.';
comment on column public.shows.video_since is 'Since when there is a picture from the stage; null while there is none. Kept by the video server''s webhooks.';
comment on column public.shows.record is 'The host wants this show recorded (ask_for_recording); viewers are told.';
create trigger tg_shows__clean before insert or update of title, description on public.shows
  for each row execute function private.tg_clean_texts('title', 'description');
create index shows_by_status on public.shows (status, starts_at);
create unique index shows_one_live_per_seller on public.shows (seller_id) where status = 'live';
create index shows_category on public.shows (category_id);
create index shows_seller on public.shows (seller_id, starts_at desc);

create table public.show_moderation (
  show_id uuid not null references public.shows (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  muted_until timestamptz,
  banned_until timestamptz,
  moderator boolean not null default false,
  reason text,
  primary key (show_id, user_id)
);
comment on table public.show_moderation is 'Who moderates a show and who is kept out of it. Read by the host, moderators and the user concerned.';
create index show_moderation_user on public.show_moderation (user_id);

create unlogged table private.show_viewers (
  show_id uuid not null,
  viewer text not null,
  seen_at timestamptz not null,
  rtt_ms int check (rtt_ms between 0 and 10000),
  primary key (show_id, viewer)
);
comment on column private.show_viewers.rtt_ms is 'The round trip that the viewer measured last, cut off at ten seconds.';
comment on table private.show_viewers is 'Heartbeats of the last minute; the tick turns them into shows.viewers.';

create function private.show_is_hosted_by(p_show_id uuid, p_user uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from public.shows s where s.id = p_show_id and s.seller_id = p_user);
end $$;

create function private.show_staff(p_show_id uuid, p_user uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.show_is_hosted_by(p_show_id, p_user)
      or exists (select 1 from public.show_moderation m where m.show_id = p_show_id and m.user_id = p_user and m.moderator));
end $$;
comment on function private.show_staff is 'True for the host and the moderators of a show.';

-- ── grants and policies ───────────────────────────────────────────────────────────────────────────────────────────

alter table public.shows enable row level security;
alter table public.show_moderation enable row level security;
alter table private.show_viewers enable row level security;

create function private.is_crowded(p_show_id uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.shows s where s.id = p_show_id and s.viewers > 200)
$$;
comment on function private.is_crowded is 'Above 200 viewers every broadcast costs so many deliveries that chat waits for the tick.';

create policy shows_select_public on public.shows for select to anon using (status <> 'draft');
create policy shows_select_public_or_own on public.shows for select to authenticated
  using (status <> 'draft' or seller_id = (select auth.uid()));
create policy shows_insert_own on public.shows for insert to authenticated
  with check (seller_id = (select auth.uid()) and status = 'draft');
create policy shows_update_own on public.shows for update to authenticated
  using (seller_id = (select auth.uid()) and status in ('draft', 'scheduled'))
  with check (seller_id = (select auth.uid()) and status in ('draft', 'scheduled'));
create policy shows_delete_own_draft on public.shows for delete to authenticated
  using (seller_id = (select auth.uid()) and status = 'draft');
grant select on public.shows to anon, authenticated, service_role;
grant insert (id, category_id, title, description, cover_image), delete on public.shows to authenticated;
grant update (category_id, title, description, cover_image) on public.shows to authenticated;

create policy show_moderation_select_staff_or_own on public.show_moderation for select to authenticated
  using (user_id = (select auth.uid()) or private.show_staff(show_id, (select auth.uid())));
grant select on public.show_moderation to authenticated, service_role;
grant execute on function private.show_staff(uuid, uuid), private.show_is_hosted_by(uuid, uuid) to authenticated;

-- ── helpers of the commands ───────────────────────────────────────────────────────────────────────────────────────

create function private.broadcast(p_topic text, p_event text, p_payload jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform realtime.send(p_payload, p_event, p_topic, true);
end $$;
comment on function private.broadcast is 'A hint to subscribers of a private topic. realtime.send swallows its errors, so nothing may depend on it.';

create function private.touch_show(p_show_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.shows;
begin
  update public.shows set version = version + 1 where id = p_show_id returning * into v_row;
  perform private.broadcast('show:' || p_show_id, 'show', jsonb_build_object(
    'version', v_row.version, 'status', v_row.status, 'current_auction_id', v_row.current_auction_id,
    'pinned_auction_id', v_row.pinned_auction_id, 'viewers', v_row.viewers, 'video', v_row.video_since is not null));
  return v_row;
end $$;
comment on function private.touch_show is 'Raises a show''s version and broadcasts its public state.';

create function private.lock_own_show(p_show_id uuid) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row public.shows;
begin
  select s.* into v_row from public.shows s where s.id = p_show_id and s.seller_id = v_user for no key update;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such show of yours.');
  end if;
  perform private.assert_console(p_show_id);
  return v_row;
end $$;
comment on function private.lock_own_show is
  'The caller''s own show, locked until the end of the transaction; NOFND otherwise, STATE for a console that has lost the show.';

create function private.assert_show_status(p_show public.shows, variadic p_allowed public.show_status[]) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if not p_show.status = any (p_allowed) then
    perform private.fail('STATE', format('The show is %s.', p_show.status), jsonb_build_object('status', p_show.status));
  end if;
end $$;
