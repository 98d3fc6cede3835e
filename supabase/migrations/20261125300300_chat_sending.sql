-- Sending in a show's chat: who may, what a text is made of, who is told; and reading back.

create function private.chat_text(p_body text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  v_body text;
begin
  -- Looked at before it is worked on: nobody makes the server normalise ten megabytes.
  if char_length(p_body) > 4000 then
    perform private.invalid('p_body', 'p_body is longer than 500 characters.');
  end if;
  v_body := regexp_replace(private.clean_text('p_body', p_body, 500),
    -- No more than four marks on a letter: stacks of them run over the neighbours' lines.
    '([\u0300-\u036F\u0483-\u0489\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]{4})[\u0300-\u036F\u0483-\u0489\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]+', '\1', 'g');
  -- Joiners, variation selectors, fillers and blanks that are letters to Unicode and nothing to the eye.
  if v_body !~ '[^\s\u00A0\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2000-\u200D\u2028\u2029\u202F\u205F\u2800\u3000\u3164\uFE00-\uFE0F\uFFA0]' then
    perform private.invalid('p_body', 'p_body must not be empty.');
  end if;
  return v_body;
end $$;
comment on function private.chat_text is 'A chat message as it is kept: 1-500 visible characters, normalised; raises INVAL.';

create function private.chat_refusal(p_show public.shows, p_user uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_muted timestamptz;
begin
  if (select b.banned_until > clock_timestamp() from private.bidders b where b.user_id = p_user) or private.banned_from_show(p_show.id, p_user) then
    return jsonb_build_object('code', 'KBANN');
  end if;
  select m.muted_until into v_muted from public.show_moderation m
  where m.show_id = p_show.id and m.user_id = p_user and m.muted_until > clock_timestamp();
  if v_muted is not null then
    return jsonb_build_object('code', 'MUTED', 'detail', jsonb_build_object('until', nullif(v_muted, 'infinity')));
  end if;
  if p_show.chat_audience <> 'everyone' and private.chat_rank(p_show.id, p_user) = 0 and not private.in_chat_audience(p_show, p_user) then
    return jsonb_build_object('code', 'NAUDI', 'detail', jsonb_build_object('audience', p_show.chat_audience));
  end if;
  return null;
end $$;
comment on function private.chat_refusal is 'Why the user may not write in the show''s chat, as {code, detail}; null when they may. Slow mode and rates are asked when they write.';

create function private.in_chat_audience(p_show public.shows, p_user uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return case p_show.chat_audience
    when 'followers' then private.follows_seller(p_user, p_show.seller_id)
    -- Bought anything here, from anybody, before the show: if it were this shop's own sales, the first to speak after
    -- the first sale would tell everybody who stands behind the winner's alias.
    when 'buyers' then exists (select 1 from public.orders o where o.buyer_id = p_user and o.status <> 'cancelled'
      and o.created_at < coalesce(p_show.started_at, p_show.starts_at, p_show.created_at))
    else true end;
end $$;
comment on function private.in_chat_audience is 'True when the user belongs to those for whom the host keeps the chat.';

create function private.send_chat_message(p_show_id uuid, p_body text, p_client_id uuid, p_reply_to uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
  v_body text := private.chat_text(p_body);
  v_refusal jsonb;
  v_last timestamptz;
  v_sent jsonb;
begin
  if p_client_id is null then
    perform private.invalid('p_client_id', 'p_client_id must be a uuid made by the client.');
  end if;
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  perform private.assert_show_status(v_show, 'scheduled', 'live');
  -- A repeat after a lost answer is never refused by what has happened since.
  v_sent := private.sent_before(p_show_id, v_user, v_body, p_client_id);
  if v_sent is not null then
    return v_sent;
  end if;
  v_refusal := private.chat_refusal(v_show, v_user);
  if v_refusal is not null then
    perform private.fail(v_refusal ->> 'code', case v_refusal ->> 'code'
      when 'KBANN' then 'You cannot chat here.' when 'MUTED' then 'A moderator has muted you.' else format('Only %s can chat now.', v_show.chat_audience) end,
      v_refusal -> 'detail');
  end if;
  -- The bucket's row is also the user's queue: of two messages at once, the second sees the first below.
  perform private.limit_rate('send_chat_message', v_user, 8, 1);
  if v_show.slow_mode_seconds > 0 and private.chat_rank(p_show_id, v_user) = 0 then
    select max(m.created_at) into v_last from public.chat_messages m where m.show_id = p_show_id and m.user_id = v_user;
    if v_last > clock_timestamp() - make_interval(secs => v_show.slow_mode_seconds) then
      perform private.fail('SLOWM', 'Slow mode is on.', jsonb_build_object('retry_after_ms',
        ceil(extract(epoch from v_last + make_interval(secs => v_show.slow_mode_seconds) - clock_timestamp()) * 1000)));
    end if;
  end if;
  if p_reply_to is not null and not exists (
    select 1 from public.chat_messages m where m.id = p_reply_to and m.show_id = p_show_id and m.removed_at is null) then
    perform private.fail('NOFND', 'The message to reply to is gone.');
  end if;
  if v_show.seller_id <> v_user and private.has_blocked_word(v_show.seller_id, v_body) then
    perform private.fail('WORDS', 'Your message has a word that this shop does not allow.');
  end if;
  v_sent := private.post_chat_message(p_show_id, v_user, 'text', v_body, p_client_id, p_reply_to);
  perform private.tell_mentioned(v_show, v_user, v_sent);
  return v_sent;
end $$;
create function public.send_chat_message(p_show_id uuid, p_body text, p_client_id uuid, p_reply_to uuid default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.send_chat_message(p_show_id, p_body, p_client_id, p_reply_to) $$;
comment on function public.send_chat_message is
  'Says something in a show (1-500 characters). p_client_id makes a repeat harmless. Returns {id, kind, body, detail, user_id, username, reply_to, reply, client_id, created_at, host, moderator}. Errors: 42501, INVAL, NOFND, STATE, KBANN, MUTED {until}, NAUDI {audience}, WORDS, SLOWM {retry_after_ms}, RTLIM, IDMPT.';

-- ── who is told ───────────────────────────────────────────────────────────────────────────────────────────────────

create function private.tell_mentioned(p_show public.shows, p_from uuid, p_message jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_told record;
begin
  for v_told in
    select t.user_id, bool_or(t.reply) as reply from (
      select p.id as user_id, false as reply
      from (select distinct lower(r.m[1]) as name from regexp_matches(p_message ->> 'body', '(?<![[:alnum:]_@.])@([a-z0-9_]{3,24})(?![a-z0-9_])', 'gi') r(m) limit 5) n
      join public.profiles p on p.username = n.name
      union all
      select m.user_id, true from public.chat_messages m where m.id = (p_message ->> 'reply_to')::uuid and m.user_id is not null) t
    where t.user_id <> p_from and not private.banned_from_show(p_show.id, t.user_id)
    group by t.user_id
  loop
    -- Three at once and one a minute from one person to another; whoever calls more often is simply not heard.
    continue when private.take_token('mention:' || p_from || ':' || v_told.user_id, 3, 1.0 / 60) > 0;
    perform private.notify(v_told.user_id, case when v_told.reply then 'reply' else 'mention' end,
      format(case when v_told.reply then '@%s answered you' else '@%s mentioned you' end, p_message ->> 'username'),
      left(p_message ->> 'body', 120), jsonb_build_object('show_id', p_show.id, 'message_id', p_message -> 'id', 'show_title', p_show.title));
  end loop;
end $$;
comment on function private.tell_mentioned is 'Notifies whoever a message names (@username, five at most) or answers.';

-- ── reading back ──────────────────────────────────────────────────────────────────────────────────────────────────

create function private.chat_history(p_show_id uuid, p_before uuid, p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_before public.chat_messages;
begin
  if not exists (select 1 from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = auth.uid())) then
    perform private.fail('NOFND', 'No such show.');
  end if;
  if p_before is not null then
    -- A removed message is still a place to go on from.
    select m.* into v_before from public.chat_messages m where m.id = p_before and m.show_id = p_show_id;
    if v_before.id is null then
      perform private.fail('NOFND', 'No such message in this show.');
    end if;
  end if;
  return private.chat_list(array(
    select c.id from public.chat_messages c
    where c.show_id = p_show_id and c.removed_at is null
      and (p_before is null or (c.created_at, c.id) < (v_before.created_at, v_before.id))
    order by c.created_at desc, c.id desc limit least(greatest(coalesce(p_limit, 50), 1), 100)));
end $$;
create function public.chat_history(p_show_id uuid, p_before uuid default null, p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.chat_history(p_show_id, p_before, p_limit) $$;
comment on function public.chat_history is
  'The messages of a show before the message p_before (the latest without it), oldest first, up to 100, each as send_chat_message returns it. Errors: NOFND.';

grant execute on function private.send_chat_message(uuid, text, uuid, uuid), public.send_chat_message(uuid, text, uuid, uuid) to authenticated;
grant execute on function private.chat_history(uuid, uuid, int), public.chat_history(uuid, uuid, int) to anon, authenticated, service_role;
