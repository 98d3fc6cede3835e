-- Chat of a show: what is said, and how it reaches people. Who may say what: chat_rules, chat_sending, moderation.

create type public.chat_kind as enum ('text', 'image', 'system');

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id) on delete cascade,
  user_id uuid references public.profiles (id),
  kind public.chat_kind not null default 'text',
  body text not null check (char_length(body) between 1 and 500),
  detail jsonb,
  reply_to uuid references public.chat_messages (id),
  client_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  removed_at timestamptz,
  constraint chat_messages_system_has_no_author check ((kind = 'system') = (user_id is null)),
  constraint chat_messages_detail check ((detail is null) = (kind = 'text') or kind = 'system'),
  constraint chat_messages_one_per_client_id unique (user_id, client_id)
);
comment on table public.chat_messages is 'What was said in a show. Sent by command, so that bans, mutes and limits hold. Moderation marks rows, it deletes none.';
comment on column public.chat_messages.detail is
  'Of a system message: {type, …}, from which a client writes its own words; body is the plain English for all others. Of an image: {type: "picture", auction_id, image}; body says what it shows.';
create index chat_messages_page on public.chat_messages (show_id, created_at desc, id desc);
create index chat_messages_author on public.chat_messages (show_id, user_id, created_at desc);
create index chat_messages_reply on public.chat_messages (reply_to) where reply_to is not null;

alter table public.chat_messages enable row level security;
create policy chat_messages_select_visible on public.chat_messages for select to anon, authenticated
  using (removed_at is null and exists (select 1 from public.shows s where s.id = show_id));
grant select on public.chat_messages to anon, authenticated, service_role;

create function private.message_json(p_message public.chat_messages, p_username text, p_reply jsonb, p_host boolean, p_moderator boolean) returns jsonb
language sql stable
return jsonb_build_object('id', (p_message).id, 'kind', (p_message).kind, 'body', (p_message).body, 'detail', (p_message).detail,
  'user_id', (p_message).user_id, 'username', p_username, 'reply_to', (p_message).reply_to, 'reply', p_reply,
  'client_id', (p_message).client_id, 'created_at', (p_message).created_at, 'host', p_host, 'moderator', p_moderator);
comment on function private.message_json is 'A message as broadcasts and snapshots carry it, from what was looked up for it.';

create function private.chat_json(p_message public.chat_messages) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.message_json(p_message, p.username, case when p_message.reply_to is not null then (
        select jsonb_build_object('username', rp.username, 'body', left(r.body, 80))
        from public.chat_messages r left join public.profiles rp on rp.id = r.user_id where r.id = p_message.reply_to and r.removed_at is null) end,
      s.seller_id = p_message.user_id,
      coalesce((select m.moderator from public.show_moderation m where m.show_id = s.id and m.user_id = p_message.user_id), false))
    from public.shows s left join public.profiles p on p.id = p_message.user_id
    where s.id = p_message.show_id);
end $$;
comment on function private.chat_json is 'One message, see message_json.';

create function private.chat_list(p_ids uuid[]) returns jsonb
language plpgsql stable security definer set search_path = '' set enable_seqscan = off as $$
begin
  return coalesce((
    select jsonb_agg(private.message_json(m, p.username,
      case when r.id is not null then jsonb_build_object('username', rp.username, 'body', left(r.body, 80)) end,
      s.seller_id = m.user_id, coalesce(d.moderator, false)) order by m.created_at, m.id)
    from unnest(p_ids) wanted (id)
    join public.chat_messages m on m.id = wanted.id
    join public.shows s on s.id = m.show_id
    left join public.profiles p on p.id = m.user_id
    left join public.show_moderation d on d.show_id = m.show_id and d.user_id = m.user_id
    left join public.chat_messages r on r.id = m.reply_to and r.removed_at is null
    left join public.profiles rp on rp.id = r.user_id), '[]');
end $$;
comment on function private.chat_list is 'Messages as a JSON array, oldest first, in one statement: a snapshot has fifty of them.';

-- ── reaching people ───────────────────────────────────────────────────────────────────────────────────────────────

/* Unlogged: a crash loses hints, the messages themselves are rows. */
create unlogged table private.chat_backlog (
  message_id uuid primary key,
  show_id uuid not null
);
comment on table private.chat_backlog is 'Messages of crowded shows that wait for the next tick to be broadcast together.';
create index chat_backlog_show on private.chat_backlog (show_id);
alter table private.chat_backlog enable row level security;

create function private.chat_topic(p_show_id uuid) returns text
language sql immutable set search_path = '' as $$ select 'show:' || p_show_id || ':chat' $$;

create function private.announce_message(p_message public.chat_messages) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_json jsonb := private.chat_json(p_message);
begin
  if private.is_crowded(p_message.show_id) then
    insert into private.chat_backlog (message_id, show_id) values (p_message.id, p_message.show_id);
  else
    perform private.broadcast(private.chat_topic(p_message.show_id), 'chat', jsonb_build_object('messages', jsonb_build_array(v_json)));
  end if;
  return v_json;
end $$;
comment on function private.announce_message is 'Broadcasts a message at once, or with the next tick in a crowded show; returns it as clients see it.';

create function private.flush_chat() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_batch record;
  v_count int := 0;
begin
  for v_batch in
    with due as (delete from private.chat_backlog b returning b.message_id),
    numbered as (
      select m.id, m.show_id, row_number() over (partition by m.show_id order by m.created_at, m.id) as place
      from due d join public.chat_messages m on m.id = d.message_id where m.removed_at is null)
    -- A hundred messages are some 40 kB, well below what a broadcast may carry.
    select n.show_id, private.chat_list(array_agg(n.id)) as messages
    from numbered n group by n.show_id, (n.place - 1) / 100 order by n.show_id, min(n.place)
  loop
    perform private.broadcast(private.chat_topic(v_batch.show_id), 'chat', jsonb_build_object('messages', v_batch.messages));
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;
comment on function private.flush_chat is 'Once a second: what crowded shows said since the last tick, a broadcast for each show.';

create function private.post_chat_message(p_show_id uuid, p_user uuid, p_kind public.chat_kind, p_body text, p_client_id uuid, p_reply_to uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.chat_messages;
begin
  insert into public.chat_messages (show_id, user_id, kind, body, client_id, reply_to)
  values (p_show_id, p_user, p_kind, p_body, p_client_id, p_reply_to)
  on conflict on constraint chat_messages_one_per_client_id do nothing
  returning * into v_row;
  if v_row.id is null then
    return private.sent_before(p_show_id, p_user, p_body, p_client_id);
  end if;
  return private.announce_message(v_row);
end $$;
comment on function private.post_chat_message is 'Stores and announces one message; sending the same client id again returns the first message.';

create function private.sent_before(p_show_id uuid, p_user uuid, p_body text, p_client_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_row public.chat_messages;
begin
  select m.* into v_row from public.chat_messages m where m.user_id = p_user and m.client_id = p_client_id;
  if v_row.id is null then
    return null;
  end if;
  if (v_row.show_id, v_row.body) is distinct from (p_show_id, p_body) then
    perform private.fail('IDMPT', 'This client id was used for another message.');
  end if;
  return private.chat_json(v_row);
end $$;
comment on function private.sent_before is 'The message that a client id stands for, or null; IDMPT when it stands for another.';

-- ── the show speaks ───────────────────────────────────────────────────────────────────────────────────────────────

create function private.say_in_show(p_show_id uuid, p_body text, p_detail jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.chat_messages;
begin
  insert into public.chat_messages (show_id, kind, body, detail, client_id)
  values (p_show_id, 'system', left(p_body, 500), p_detail, gen_random_uuid()) returning * into v_row;
  perform private.announce_message(v_row);
end $$;
comment on function private.say_in_show is 'A system message. It never names a bidder: an alias next to a time or a name would unmask somebody.';

create function private.tg_auctions__say() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_lot jsonb := jsonb_build_object('auction_id', new.id, 'lot_number', new.lot_number, 'title', new.title);
  v_name text := format('Lot %s, %s', new.lot_number, new.title);
begin
  if not exists (select 1 from public.shows s where s.id = new.show_id and s.status = 'live') then
    return null;
  end if;
  if new.status = 'live' then
    perform private.say_in_show(new.show_id, v_name || ', is open.', v_lot || jsonb_build_object('type', 'lot_open',
      'price_cents', new.price_cents, 'currency', new.currency));
  elsif new.status = 'sold' then
    perform private.say_in_show(new.show_id, v_name || ', is sold.', v_lot || jsonb_build_object('type', 'lot_sold',
      'price_cents', new.price_cents, 'currency', new.currency));
  elsif new.status = 'unsold' then
    perform private.say_in_show(new.show_id, v_name || ', is not sold.', v_lot || jsonb_build_object('type', 'lot_unsold'));
  elsif new.status = 'cancelled' and old.status = 'live' then
    perform private.say_in_show(new.show_id, v_name || ', is withdrawn.', v_lot || jsonb_build_object('type', 'lot_passed'));
  end if;
  return null;
end $$;
create trigger tg_auctions__say after update of status on public.auctions
  for each row when (new.show_id is not null and new.status is distinct from old.status) execute function private.tg_auctions__say();

create function private.tg_shows__say() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.status is distinct from old.status then
    perform private.say_in_show(new.id, case new.status when 'live' then 'The show has started.' else 'The show has ended. Thank you for coming.' end,
      jsonb_build_object('type', case new.status when 'live' then 'show_started' else 'show_ended' end));
  else
    perform private.say_in_show(new.id, format('%s new viewers have come in. Welcome!', new.viewers - old.viewers),
      jsonb_build_object('type', 'raid', 'viewers', new.viewers - old.viewers));
  end if;
  return null;
end $$;
create trigger tg_shows__say_status after update of status on public.shows
  for each row when (new.status in ('live', 'ended') and new.status is distinct from old.status) execute function private.tg_shows__say();
-- Twenty more within one count, and half as many again: a crowd that came together. The first minute is everybody's arrival.
create trigger tg_shows__say_raid after update of viewers on public.shows
  for each row when (new.status = 'live' and new.viewers - old.viewers >= 20 and new.viewers * 2 >= old.viewers * 3
    and new.started_at < now() - interval '1 minute') execute function private.tg_shows__say();
