-- Chat of a show: sending and reading. Moderation marks rows, it deletes none.

create type public.chat_kind as enum ('text', 'image', 'system');

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id) on delete cascade,
  user_id uuid references public.profiles (id),
  kind public.chat_kind not null default 'text',
  body text not null check (char_length(body) between 1 and 500),
  reply_to uuid references public.chat_messages (id),
  client_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz,
  constraint chat_messages_system_has_no_author check ((kind = 'system') = (user_id is null)),
  constraint chat_messages_one_per_client_id unique (user_id, client_id)
);
comment on table public.chat_messages is 'What was said in a show. Sent by command, so that bans, mutes and limits hold.';
create index chat_messages_page on public.chat_messages (show_id, created_at desc, id desc);
create index chat_messages_reply on public.chat_messages (reply_to) where reply_to is not null;

alter table public.chat_messages enable row level security;
create policy chat_messages_select_visible on public.chat_messages for select to anon, authenticated
  using (removed_at is null and exists (select 1 from public.shows s where s.id = show_id));
grant select on public.chat_messages to anon, authenticated, service_role;

create function private.chat_json(p_message public.chat_messages) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_message.id, 'kind', p_message.kind, 'body', p_message.body, 'user_id', p_message.user_id,
    'username', p.username, 'reply_to', p_message.reply_to, 'client_id', p_message.client_id, 'created_at', p_message.created_at,
    'host', s.seller_id = p_message.user_id)
  from public.shows s left join public.profiles p on p.id = p_message.user_id
  where s.id = p_message.show_id
$$;
comment on function private.chat_json is 'A message as broadcasts and snapshots carry it.';

create function private.post_chat_message(p_show_id uuid, p_user uuid, p_kind public.chat_kind, p_body text, p_client_id uuid, p_reply_to uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.chat_messages;
  v_json jsonb;
begin
  insert into public.chat_messages (show_id, user_id, kind, body, client_id, reply_to)
  values (p_show_id, p_user, p_kind, p_body, p_client_id, p_reply_to)
  on conflict on constraint chat_messages_one_per_client_id do nothing
  returning * into v_row;
  if v_row.id is null then
    select m.* into v_row from public.chat_messages m where m.user_id = p_user and m.client_id = p_client_id;
    if (v_row.show_id, v_row.body) is distinct from (p_show_id, p_body) then
      perform private.fail('IDMPT', 'This client id was used for another message.');
    end if;
    return private.chat_json(v_row);
  end if;
  v_json := private.chat_json(v_row);
  perform private.broadcast('show:' || p_show_id || ':chat', 'chat', jsonb_build_object('messages', jsonb_build_array(v_json)));
  return v_json;
end $$;
comment on function private.post_chat_message is 'Stores and broadcasts one message; sending the same client id again returns the first message.';

create function private.send_chat_message(p_show_id uuid, p_body text, p_client_id uuid, p_reply_to uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
  v_body text := private.clean_text('p_body', p_body, 500);
  v_muted timestamptz;
  v_last timestamptz;
begin
  if p_client_id is null then
    perform private.invalid('p_client_id', 'p_client_id must be a uuid made by the client.');
  end if;
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  perform private.assert_show_status(v_show, 'scheduled', 'live');
  if (select b.banned_until > clock_timestamp() from private.bidders b where b.user_id = v_user) or private.banned_from_show(p_show_id, v_user) then
    perform private.fail('KBANN', 'You cannot chat here.');
  end if;
  select m.muted_until into v_muted from public.show_moderation m where m.show_id = p_show_id and m.user_id = v_user and m.muted_until > clock_timestamp();
  if v_muted is not null then
    perform private.fail('MUTED', 'A moderator has muted you.', jsonb_build_object('until', v_muted));
  end if;
  if p_reply_to is not null and not exists (
    select 1 from public.chat_messages m where m.id = p_reply_to and m.show_id = p_show_id and m.removed_at is null) then
    perform private.fail('NOFND', 'The message to reply to is gone.');
  end if;
  perform private.limit_rate('send_chat_message', v_user, 8, 1);
  if v_show.slow_mode_seconds > 0 and not private.show_staff(p_show_id, v_user) then
    select max(m.created_at) into v_last from public.chat_messages m where m.show_id = p_show_id and m.user_id = v_user and m.client_id <> p_client_id;
    if v_last > clock_timestamp() - make_interval(secs => v_show.slow_mode_seconds) then
      perform private.fail('SLOWM', 'Slow mode is on.', jsonb_build_object('retry_after_ms',
        ceil(extract(epoch from v_last + make_interval(secs => v_show.slow_mode_seconds) - clock_timestamp()) * 1000)));
    end if;
  end if;
  return private.post_chat_message(p_show_id, v_user, 'text', v_body, p_client_id, p_reply_to);
end $$;
create function public.send_chat_message(p_show_id uuid, p_body text, p_client_id uuid, p_reply_to uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.send_chat_message(p_show_id, p_body, p_client_id, p_reply_to) $$;
comment on function public.send_chat_message is
  'Says something in a show (1-500 characters). p_client_id makes a repeat harmless. Returns {id, kind, body, user_id, username, reply_to, client_id, created_at, host}. Errors: 42501, INVAL, NOFND, STATE, KBANN, MUTED, SLOWM {retry_after_ms}, RTLIM, IDMPT.';
grant execute on function private.send_chat_message(uuid, text, uuid, uuid), public.send_chat_message(uuid, text, uuid, uuid) to authenticated;
