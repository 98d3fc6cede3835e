-- What keeps giveaways and polls going without anybody's command: the second's tick, the end of a show, and a place in its snapshot.

create function private.engage() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_seen record;
begin
  if not pg_try_advisory_xact_lock(hashtext('blytz.engage')) then
    return;
  end if;
  perform private.count_poll(p.id, p.closes_at <= clock_timestamp()) from public.polls p where p.status = 'open';
  perform private.draw_overdue();
  perform private.call_audience();
  -- Entries are counted for the audience once a second, however many come in at once.
  for v_seen in
    update private.giveaway_secrets x set announced = e.position
    from public.giveaways g cross join lateral private.last_entry(g.id) e
    where g.status = 'open' and x.giveaway_id = g.id and e.position > x.announced
    returning g.id, g.show_id, e.position
  loop
    perform private.broadcast('show:' || v_seen.show_id, 'giveaway',
      jsonb_build_object('id', v_seen.id, 'version', v_seen.position + 1, 'status', 'open', 'entries', v_seen.position));
  end loop;
end $$;
comment on function private.engage is 'Once a second: tallies of open polls, polls whose time is up, entries since the last second, giveaways that are overdue, the audience of shows that have gone live.';
select cron.schedule('engage', '1 seconds', 'select private.engage()');

create function private.tg_shows__end_engagement() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Polls first, as private.engage takes them.
  perform private.count_poll(p.id, true) from public.polls p where p.show_id = new.id and p.status = 'open';
  perform private.finish_giveaway(l, 'cancelled')
  from public.giveaways g cross join lateral private.lock_giveaway(g.id) l where g.show_id = new.id and g.status = 'open' and l.status = 'open';
  return null;
end $$;
comment on function private.tg_shows__end_engagement is 'With the show, its polls close and a giveaway that was not drawn is called off.';
create trigger tg_shows__end_engagement after update of status on public.shows
  for each row when (old.status = 'live' and new.status <> 'live') execute function private.tg_shows__end_engagement();

create function private.show_engagement(p_show public.shows, p_user uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'giveaway', (select private.giveaway_json(g, p_user) from public.giveaways g where g.show_id = p_show.id order by g.opened_at desc limit 1),
      'poll', (select private.poll_json(p, p_user) from public.polls p where p.show_id = p_show.id order by p.opened_at desc limit 1),
      'peak_viewers', p_show.peak_viewers,
      'followers', (select s.followers from public.sellers s where s.id = p_show.seller_id),
      'following', private.follows_seller(p_user, p_show.seller_id),
      'reminded', exists (select 1 from public.show_reminders r where r.user_id = p_user and r.show_id = p_show.id)));
end $$;
comment on function private.show_engagement is 'The part `engagement` of a show''s snapshot: its latest giveaway and poll, peak viewers, and whether the caller follows and is reminded.';
