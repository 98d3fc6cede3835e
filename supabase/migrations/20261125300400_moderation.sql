-- Moderation of a show: who is kept quiet or out, by whom, why and for how long. Bans live in public.show_moderation (a show)
-- and private.seller_bans (a shop); private.banned_from_show is the one question that chat, channels and video ask.

create table public.moderation_log (
  id bigint generated always as identity primary key,
  show_id uuid not null,
  actor_id uuid not null,
  action text not null,
  user_id uuid,
  message_id uuid,
  reason text,
  until timestamptz,
  detail jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp()
);
comment on table public.moderation_log is
  'Append-only: every act of moderation in a show, with what was removed. Read by the show''s staff and platform moderators. Refers to nothing by key, so that it outlives what it speaks of.';
create index moderation_log_page on public.moderation_log (show_id, id desc);
alter table public.moderation_log enable row level security;
create policy moderation_log_select_staff on public.moderation_log for select to authenticated
  using (private.show_staff(show_id, (select auth.uid())) or (select private.has_role('moderator') or private.has_role('admin')));
grant select on public.moderation_log to authenticated, service_role;

create function private.tg_moderation_log__append_only() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  raise exception using errcode = '42501', message = 'The moderation log is append-only.';
end $$;
create trigger tg_moderation_log__append_only before update or delete or truncate on public.moderation_log
  for each statement execute function private.tg_moderation_log__append_only();

create function private.log_moderation(
  p_show_id uuid, p_action text, p_user_id uuid default null, p_message_id uuid default null, p_reason text default null,
  p_until timestamptz default null, p_detail jsonb default '{}'
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.moderation_log (show_id, actor_id, action, user_id, message_id, reason, until, detail)
  values (p_show_id, auth.uid(), p_action, p_user_id, p_message_id, p_reason, p_until, p_detail)
$$;

create function private.require_rank_above(p_show_id uuid, p_user_id uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_rank int := private.chat_rank(p_show_id, p_user_id);
begin
  if p_user_id = auth.uid() then
    perform private.invalid('p_user_id', 'You cannot moderate yourself.');
  elsif v_rank = 3 then
    perform private.fail('42501', 'The host cannot be moderated in their own show.');
  elsif v_rank >= private.chat_rank(p_show_id, auth.uid()) then
    perform private.fail('42501', 'Moderators do not moderate each other; the host can.');
  end if;
end $$;
comment on function private.require_rank_above is 'Passes when the caller stands above the user in the show''s chat. Errors: 42501, INVAL (oneself).';

-- ── messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.take_down(p_show_id uuid, p_ids uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if cardinality(p_ids) > 0 then
    update public.chat_messages m set removed_at = clock_timestamp() where m.id = any (p_ids) and m.removed_at is null;
    delete from private.chat_backlog b where b.message_id = any (p_ids);
    perform private.broadcast(private.chat_topic(p_show_id), 'chat_removed', jsonb_build_object('ids', to_jsonb(p_ids)));
    if exists (select 1 from public.shows s where s.id = p_show_id and s.chat_pinned_id = any (p_ids)) then
      update public.shows s set chat_pinned_id = null where s.id = p_show_id;
      perform private.announce_chat_rules(p_show_id);
    end if;
  end if;
end $$;
comment on function private.take_down is 'Marks messages of a show as removed and tells everybody.';

create function private.remove_chat_message(p_message_id uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_reason text := private.clean_text('p_reason', p_reason, 200, false);
  v_message public.chat_messages;
begin
  perform private.limit_rate('remove_chat_message', v_user, 60, 5);
  select m.* into v_message from public.chat_messages m join public.shows s on s.id = m.show_id
  where m.id = p_message_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_message.id is null then
    perform private.fail('NOFND', 'No such message.');
  end if;
  if v_message.user_id is distinct from v_user then
    perform private.require_chat_rank(v_message.show_id, 1);
    if v_message.user_id is not null then
      perform private.require_rank_above(v_message.show_id, v_message.user_id);
    end if;
  end if;
  if v_message.removed_at is null then
    perform private.take_down(v_message.show_id, array[v_message.id]);
    perform private.log_moderation(v_message.show_id, 'remove_message', v_message.user_id, v_message.id, v_reason,
      p_detail => jsonb_build_object('body', v_message.body));
  end if;
end $$;
create function public.remove_chat_message(p_message_id uuid, p_reason text default null) returns void
language sql volatile set search_path = '' as $$ select private.remove_chat_message(p_message_id, p_reason) $$;
comment on function public.remove_chat_message is
  'Host and moderators, and the author of a message: takes it out of the chat; again is harmless. Errors: 42501, NOFND, INVAL, RTLIM.';

-- ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.standing_json(p_show_id uuid, p_user_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('show_id', s.id, 'user_id', p.id, 'username', p.username, 'avatar_url', p.avatar_url,
    'rank', private.chat_rank(s.id, p.id), 'muted', coalesce(m.muted_until > clock_timestamp(), false), 'muted_until', nullif(m.muted_until, 'infinity'),
    'banned', coalesce(m.banned_until > clock_timestamp(), false), 'banned_until', nullif(m.banned_until, 'infinity'),
    'shop_banned', exists (select 1 from private.seller_bans b where b.seller_id = s.seller_id and b.user_id = p.id and b.until > clock_timestamp()),
    'reason', m.reason)
  from public.shows s join public.profiles p on p.id = p_user_id
  left join public.show_moderation m on m.show_id = s.id and m.user_id = p.id
  where s.id = p_show_id
$$;
comment on function private.standing_json is 'How a person stands in a show''s chat, for its staff. muted_until is null when muted for good; look at muted.';

create function private.moderate_viewer(p_show_id uuid, p_user_id uuid, p_action text, p_seconds int, p_reason text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.require_chat_rank(p_show_id, case when p_action in ('ban_from_shop', 'unban_from_shop', 'appoint', 'dismiss') then 3 else 1 end);
  v_reason text := private.clean_text('p_reason', p_reason, 200, false);
  v_until timestamptz := coalesce(clock_timestamp() + make_interval(secs => p_seconds), 'infinity');
begin
  if p_action is null or p_action not in ('timeout', 'mute', 'unmute', 'ban', 'unban', 'ban_from_shop', 'unban_from_shop', 'appoint', 'dismiss') then
    perform private.invalid('p_action', 'No such action.');
  end if;
  if p_seconds not between 1 and 31536000 or (p_action = 'timeout' and p_seconds is null)
    or (p_seconds is not null and p_action not in ('timeout', 'mute', 'ban', 'ban_from_shop')) then
    perform private.invalid('p_seconds', 'A time is 1 second to 365 days; a timeout needs one.');
  end if;
  if not exists (select 1 from public.profiles p where p.id = p_user_id) then
    perform private.fail('NOFND', 'No such user.');
  end if;
  perform private.require_rank_above(p_show_id, p_user_id);
  if p_action = 'ban_from_shop' then
    insert into private.seller_bans as b (seller_id, user_id, until, reason) values (v_show.seller_id, p_user_id, v_until, v_reason)
    on conflict (seller_id, user_id) do update set until = excluded.until, reason = excluded.reason;
  elsif p_action = 'unban_from_shop' then
    delete from private.seller_bans b where b.seller_id = v_show.seller_id and b.user_id = p_user_id;
  end if;
  insert into public.show_moderation as m (show_id, user_id, muted_until, banned_until, moderator, reason)
  values (p_show_id, p_user_id, case when p_action in ('timeout', 'mute') then v_until end, case when p_action = 'ban' then v_until end,
    p_action = 'appoint', v_reason)
  on conflict (show_id, user_id) do update
  set muted_until = case when p_action in ('timeout', 'mute') then v_until when p_action in ('unmute', 'appoint') then null else m.muted_until end,
      banned_until = case when p_action = 'ban' then v_until when p_action in ('unban', 'appoint') then null else m.banned_until end,
      moderator = p_action = 'appoint' or (m.moderator and p_action not in ('dismiss', 'ban', 'ban_from_shop')),
      reason = v_reason;
  perform private.log_moderation(p_show_id, p_action, p_user_id, p_reason => v_reason,
    p_until => case when p_action in ('timeout', 'mute', 'ban', 'ban_from_shop') then v_until end);
  if p_action in ('ban', 'ban_from_shop') then
    perform private.take_down(p_show_id, array(select m.id from public.chat_messages m
      where m.show_id = p_show_id and m.user_id = p_user_id and m.removed_at is null order by m.created_at desc limit 500));
    delete from private.show_viewers v where v.show_id = p_show_id and v.viewer = p_user_id::text;
  end if;
  perform private.broadcast('user:' || p_user_id, 'moderation', jsonb_build_object('show_id', p_show_id, 'action', p_action,
    'reason', v_reason, 'you', private.show_you(p_show_id, p_user_id)));
  return private.standing_json(p_show_id, p_user_id);
end $$;
create function public.moderate_viewer(p_show_id uuid, p_user_id uuid, p_action text, p_seconds int default null, p_reason text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.moderate_viewer(p_show_id, p_user_id, p_action, p_seconds, p_reason) $$;
comment on function public.moderate_viewer is
  'Host and moderators: timeout (p_seconds), mute, unmute, ban, unban; host alone: ban_from_shop (bids, too), unban_from_shop, appoint and dismiss a moderator. Without p_seconds for good. A ban takes the user''s messages down. Returns {user_id, username, rank, muted, muted_until, banned, banned_until, shop_banned, reason}. Errors: 42501, NOFND, INVAL, RTLIM.';

create function private.show_you(p_show_id uuid, p_user uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'role', private.show_role(s.id, p_user),
      'banned', private.banned_from_show(s.id, p_user),
      'muted', exists (select 1 from public.show_moderation m where m.show_id = s.id and m.user_id = p_user and m.muted_until > clock_timestamp()),
      'muted_until', (select nullif(m.muted_until, 'infinity') from public.show_moderation m
        where m.show_id = s.id and m.user_id = p_user and m.muted_until > clock_timestamp()),
      'chat_refusal', private.chat_refusal(s, p_user) ->> 'code',
      'stage', (select case when g.joined_at is null then 'invited' else 'joined' end
        from public.stage_guests g where g.show_id = s.id and g.user_id = p_user and s.status in ('scheduled', 'live')))
    from public.shows s where s.id = p_show_id);
end $$;
comment on function private.show_you is
  'What a show''s snapshot says to a user about themselves: role, ban, mute, the code that keeps them from writing, and whether they are asked onto the stage.';

-- ── what the staff sees ───────────────────────────────────────────────────────────────────────────────────────────

create function private.show_people(p_show_id uuid, p_limit int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_chat_rank(p_show_id, 1);
  return coalesce((
    select jsonb_agg(private.standing_json(p_show_id, w.user_id) || jsonb_build_object('messages', w.messages, 'removed', w.removed, 'last_at', w.last_at)
      order by w.last_at desc nulls last, w.user_id)
    from (
      select u.user_id, sum(u.messages)::int as messages, sum(u.removed)::int as removed, max(u.last_at) as last_at from (
        select c.user_id, count(*) filter (where c.removed_at is null) as messages, count(c.removed_at) as removed, max(c.created_at) as last_at
        from public.chat_messages c where c.show_id = p_show_id and c.user_id is not null group by c.user_id
        union all
        select m.user_id, 0, 0, null from public.show_moderation m where m.show_id = p_show_id
        union all
        select b.user_id, 0, 0, null from private.seller_bans b join public.shows s on s.seller_id = b.seller_id
        where s.id = p_show_id and b.until > clock_timestamp()) u
      group by u.user_id order by 4 desc nulls last, 1 limit least(greatest(coalesce(p_limit, 100), 1), 500)) w), '[]');
end $$;
create function public.show_people(p_show_id uuid, p_limit int default 100) returns jsonb
language sql volatile set search_path = '' as $$ select private.show_people(p_show_id, p_limit) $$;
comment on function public.show_people is
  'Host and moderators: who has written or is moderated, latest first, each as moderate_viewer returns it plus messages, removed, last_at. Errors: 42501, NOFND, RTLIM.';

create function private.moderation_history(p_show_id uuid, p_before bigint, p_limit int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_chat_rank(p_show_id, 1);
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', l.id, 'action', l.action, 'actor', a.username, 'user_id', l.user_id, 'username', u.username,
      'message_id', l.message_id, 'reason', l.reason, 'until', nullif(l.until, 'infinity'), 'detail', l.detail, 'created_at', l.created_at) order by l.id desc)
    from (select g.* from public.moderation_log g where g.show_id = p_show_id and (p_before is null or g.id < p_before)
      order by g.id desc limit least(greatest(coalesce(p_limit, 50), 1), 200)) l
    left join public.profiles a on a.id = l.actor_id left join public.profiles u on u.id = l.user_id), '[]');
end $$;
create function public.moderation_history(p_show_id uuid, p_before bigint default null, p_limit int default 50) returns jsonb
language sql volatile set search_path = '' as $$ select private.moderation_history(p_show_id, p_before, p_limit) $$;
comment on function public.moderation_history is
  'Host and moderators: the log of moderation of a show, newest first, up to 200 below the id p_before. Errors: 42501, NOFND, RTLIM.';

grant execute on function private.remove_chat_message(uuid, text), public.remove_chat_message(uuid, text),
  private.moderate_viewer(uuid, uuid, text, int, text), public.moderate_viewer(uuid, uuid, text, int, text),
  private.show_people(uuid, int), public.show_people(uuid, int),
  private.moderation_history(uuid, bigint, int), public.moderation_history(uuid, bigint, int) to authenticated;
