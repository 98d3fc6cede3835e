-- Reactions: taps that burst over the video and are gone. Clients cannot send broadcasts, so the server counts and sends.

create unlogged table private.reaction_taps (
  show_id uuid not null,
  kind text not null,
  taps int not null
);
comment on table private.reaction_taps is 'Reactions since the last tick. Only inserted into and emptied: no counter that a thousand thumbs would wait for.';
alter table private.reaction_taps enable row level security;

create function private.send_reaction(p_show_id uuid, p_kind text, p_count int) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_show public.shows;
begin
  if p_kind is null or p_kind not in ('heart', 'fire', 'clap', 'wow', 'laugh') then
    perform private.invalid('p_kind', 'A reaction is heart, fire, clap, wow or laugh.');
  end if;
  if p_count is null or p_count not between 1 and 10 then
    perform private.invalid('p_count', 'One to ten taps at once.');
  end if;
  select s.* into v_show from public.shows s where s.id = p_show_id and (s.status <> 'draft' or s.seller_id = v_user);
  if v_show.id is null then
    perform private.fail('NOFND', 'No such show.');
  end if;
  perform private.assert_show_status(v_show, 'live');
  if private.banned_from_show(p_show_id, v_user) then
    perform private.fail('KBANN', 'You cannot take part here.');
  end if;
  perform private.limit_rate('send_reaction', v_user, 6, 1.5);
  insert into private.reaction_taps (show_id, kind, taps) values (p_show_id, p_kind, p_count);
end $$;
create function public.send_reaction(p_show_id uuid, p_kind text, p_count int default 1) returns void
language sql volatile set search_path = '' as $$ select private.send_reaction(p_show_id, p_kind, p_count) $$;
comment on function public.send_reaction is
  'Reacts to a live show: heart, fire, clap, wow or laugh, one to ten taps. Counted by the server, broadcast once a second, kept nowhere. Errors: 42501, INVAL, NOFND, STATE, KBANN, RTLIM.';
grant execute on function private.send_reaction(uuid, text, int), public.send_reaction(uuid, text, int) to authenticated;

create function private.flush_reactions() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_burst record;
  v_count int := 0;
begin
  for v_burst in
    with taken as (delete from private.reaction_taps t returning t.show_id, t.kind, t.taps),
    summed as (select t.show_id, t.kind, sum(t.taps)::int as taps from taken t group by t.show_id, t.kind)
    select s.show_id, jsonb_object_agg(s.kind, s.taps) as counts from summed s group by s.show_id
  loop
    perform private.broadcast(private.chat_topic(v_burst.show_id), 'reactions', jsonb_build_object('counts', v_burst.counts));
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;
comment on function private.flush_reactions is 'Once a second: the taps since the last tick, one broadcast a show.';

create function private.tick_chat() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not pg_try_advisory_xact_lock(hashtext('blytz.tick_chat')) then
    return;
  end if;
  perform private.flush_chat();
  perform private.flush_reactions();
end $$;
comment on function private.tick_chat is 'Once a second, apart from the auctions'' tick so that neither waits for the other: crowded chats and reactions.';
select cron.schedule('tick-chat', '1 seconds', 'select private.tick_chat()');
