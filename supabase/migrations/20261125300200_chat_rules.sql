-- Rules of a show's chat: slow mode, who may write, the line above the composer, a pinned message, blocked words.

create type public.chat_audience as enum ('everyone', 'followers', 'buyers');

alter table public.shows
  add column chat_audience public.chat_audience not null default 'everyone',
  add column chat_rules text check (char_length(chat_rules) <= 200),
  add column chat_pinned_id uuid references public.chat_messages (id),
  add column chat_version int not null default 0;
comment on column public.shows.chat_version is 'Rises with every change of the chat''s rules; a client takes only a greater one.';
create index shows_chat_pinned on public.shows (chat_pinned_id) where chat_pinned_id is not null;

-- ── who has a say ─────────────────────────────────────────────────────────────────────────────────────────────────

create function private.chat_rank(p_show_id uuid, p_user uuid) returns int
language sql stable security definer set search_path = '' as $$
  select case
    when private.show_is_hosted_by(p_show_id, p_user) then 3
    when exists (select 1 from private.user_roles r where r.user_id = p_user and r.role in ('moderator', 'admin')) then 2
    when private.show_staff(p_show_id, p_user) then 1
    else 0 end
$$;
comment on function private.chat_rank is
  'Standing in a show''s chat: 3 host, 2 moderator of the platform, 1 moderator appointed by the host, 0 anybody. One moderates only those below.';

create function private.require_chat_rank(p_show_id uuid, p_rank int) returns public.shows
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
begin
  perform private.limit_rate('moderate', v_user, 60, 5);
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  if private.chat_rank(p_show_id, v_user) < p_rank then
    perform private.fail('42501', case p_rank when 3 then 'Only the host can do that.' else 'Only the host and moderators can do that.' end);
  end if;
  return v_show;
end $$;
comment on function private.require_chat_rank is 'The show, when the caller has at least this rank in its chat. Errors: 42501, NOFND, RTLIM.';

-- ── rules ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create function private.chat_rules_json(p_show public.shows) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('version', p_show.chat_version, 'slow_mode_seconds', p_show.slow_mode_seconds, 'audience', p_show.chat_audience,
      'rules', p_show.chat_rules, 'pinned', (select private.chat_json(m) from public.chat_messages m where m.id = p_show.chat_pinned_id and m.removed_at is null)));
end $$;
comment on function private.chat_rules_json is 'The rules of a chat as snapshots and the broadcast chat_rules carry them.';

create function private.announce_chat_rules(p_show_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows;
  v_json jsonb;
begin
  update public.shows s set chat_version = s.chat_version + 1 where s.id = p_show_id returning s.* into v_show;
  v_json := private.chat_rules_json(v_show);
  perform private.broadcast(private.chat_topic(p_show_id), 'chat_rules', v_json);
  return v_json;
end $$;

create function private.set_chat_rules(p_show_id uuid, p_slow_mode_seconds int, p_audience public.chat_audience, p_rules text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.require_chat_rank(p_show_id, 1);
  v_rules text := private.clean_text('p_rules', p_rules, 200, false);
begin
  perform private.assert_show_status(v_show, 'draft', 'scheduled', 'live');
  if p_slow_mode_seconds not between 0 and 300 then
    perform private.invalid('p_slow_mode_seconds', 'Slow mode is 0 to 300 seconds.');
  end if;
  update public.shows s
  set slow_mode_seconds = coalesce(p_slow_mode_seconds, s.slow_mode_seconds), chat_audience = coalesce(p_audience, s.chat_audience),
      -- Null leaves the line as it is, an empty one takes it away.
      chat_rules = case when p_rules is null then s.chat_rules else v_rules end
  where s.id = p_show_id;
  perform private.log_moderation(p_show_id, 'set_rules', p_detail => jsonb_strip_nulls(jsonb_build_object(
    'slow_mode_seconds', p_slow_mode_seconds, 'audience', p_audience, 'rules', p_rules)));
  return private.announce_chat_rules(p_show_id);
end $$;
create function public.set_chat_rules(
  p_show_id uuid, p_slow_mode_seconds int default null, p_audience public.chat_audience default null, p_rules text default null
) returns jsonb
language sql volatile set search_path = '' as $$ select private.set_chat_rules(p_show_id, p_slow_mode_seconds, p_audience, p_rules) $$;
comment on function public.set_chat_rules is
  'Host and moderators: slow mode (0-300 s), audience (everyone, followers, buyers) and the rules line (up to 200 characters, empty for none); null leaves as is. Returns {version, slow_mode_seconds, audience, rules, pinned}. Errors: 42501, NOFND, STATE, INVAL, RTLIM.';

create function private.pin_chat_message(p_show_id uuid, p_message_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.require_chat_rank(p_show_id, 1);
  if p_message_id is not null and not exists (
    select 1 from public.chat_messages m where m.id = p_message_id and m.show_id = p_show_id and m.removed_at is null) then
    perform private.fail('NOFND', 'No such message in this show.');
  end if;
  update public.shows s set chat_pinned_id = p_message_id where s.id = p_show_id;
  perform private.log_moderation(p_show_id, case when p_message_id is null then 'unpin' else 'pin' end, p_message_id => p_message_id);
  return private.announce_chat_rules(p_show_id);
end $$;
create function public.pin_chat_message(p_show_id uuid, p_message_id uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.pin_chat_message(p_show_id, p_message_id) $$;
comment on function public.pin_chat_message is
  'Host and moderators: keeps one message of the show in sight; null unpins. Returns the rules as set_chat_rules. Errors: 42501, NOFND, RTLIM.';

grant execute on function private.set_chat_rules(uuid, int, public.chat_audience, text), public.set_chat_rules(uuid, int, public.chat_audience, text),
  private.pin_chat_message(uuid, uuid), public.pin_chat_message(uuid, uuid) to authenticated;
