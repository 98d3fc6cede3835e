-- Jobs: one tick a second. It may be missing for a while without harm: every deadline holds inside the commands.

create function private.open_or_close(p_auction_id uuid, p_open boolean) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_open then
    return (private.open_auction(p_auction_id, null)).status = 'live';
  end if;
  return private.close_due_auction(p_auction_id);
end $$;
comment on function private.open_or_close is 'Opens an auction that is due, or closes it; false when there was nothing to do.';

/* One auction whose rows contradict each other must not keep all others from opening and closing. All in one go, which costs
   nothing; only when that fails each on its own, and the log names the one. */
create function private.open_or_close_all(p_ids uuid[], p_open boolean) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
  v_count int := 0;
begin
  begin
    foreach v_id in array p_ids loop
      v_count := v_count + private.open_or_close(v_id, p_open)::int;
    end loop;
    return v_count;
  exception when integrity_constraint_violation or data_exception or plpgsql_error then
    v_count := 0;
  end;
  foreach v_id in array p_ids loop
    begin
      v_count := v_count + private.open_or_close(v_id, p_open)::int;
    exception when integrity_constraint_violation or data_exception or plpgsql_error then
      raise warning 'Auction % cannot be %: %', v_id, case when p_open then 'opened' else 'closed' end, sqlerrm;
    end;
  end loop;
  return v_count;
end $$;
comment on function private.open_or_close_all is 'private.open_or_close for each; returns for how many there was something to do. What fails is left as it is, with a warning in the log.';

create function private.open_due() returns int
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.open_or_close_all(array(
    select a.id from public.auctions a where a.status = 'scheduled' and a.starts_at <= clock_timestamp() order by a.starts_at limit 500), true);
end $$;

create function private.close_due() returns int
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.open_or_close_all(array(
    select a.id from public.auctions a where a.status = 'live' and a.ends_at <= clock_timestamp() order by a.id limit 500), false);
end $$;

create table private.projection (
  id boolean primary key default true check (id),
  done_until timestamptz not null
);
comment on table private.projection is 'One row: up to when project_recent has seen the ledgers, so that it catches up after an outage of the tick.';
alter table private.projection enable row level security;
insert into private.projection (done_until) values (now());

/* Events are stamped before they commit; looking back further than any commit takes means that none is missed. */
create function private.project_recent() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_now timestamptz := clock_timestamp();
  v_changed record;
  v_count int := 0;
begin
  for v_changed in
    select a.id, a.title, a.show_id, e.leader_id, e.price_cents, a.version as seen, e.announced_at < e.placed_at as unannounced
    from (select distinct ev.auction_id from private.auction_events ev where ev.placed_at > (select p.done_until - interval '15 seconds' from private.projection p)) r
    join public.auctions a on a.id = r.auction_id
    cross join lateral private.last_event(r.auction_id) e
    where e.seq > a.version
    order by a.id
  loop
    -- Who led and no longer does hears of it here, at most once a second, instead of within the bid that beat them.
    perform private.broadcast('user:' || b.leader_id, 'outbid', jsonb_build_object(
      'auction_id', v_changed.id, 'show_id', v_changed.show_id, 'title', v_changed.title, 'price_cents', v_changed.price_cents))
    from (
      select distinct ev.leader_id from private.auction_events ev
      where ev.auction_id = v_changed.id and ev.seq >= v_changed.seen and ev.leader_id is distinct from v_changed.leader_id) b
    where b.leader_id is not null;
    perform private.project_auction(v_changed.id);
    if v_changed.unannounced then
      -- The last bid of a burst before a crowd; or whoever was to announce it is gone (a cancelled request, a crash): see place_bid.
      perform private.announce_auction(a, private.last_event(a.id)) from public.auctions a where a.id = v_changed.id;
    end if;
    v_count := v_count + 1;
  end loop;
  update private.projection set done_until = v_now;
  return v_count;
end $$;
comment on function private.project_recent is 'Copies what the ledgers gained in the last seconds into the catalogue and tells outbid bidders.';

create function private.count_viewers() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show record;
  v_count int := 0;
begin
  delete from private.show_viewers v where v.seen_at < clock_timestamp() - interval '45 seconds';
  for v_show in
    -- Who watches without a heartbeat (a page in the background that is listened to) is known to the video server.
    select s.id, s.viewers, greatest(private.stream_viewers(s.id), (select count(*)::int from private.show_viewers v where v.show_id = s.id)) as present
    from public.shows s where s.status = 'live'
  loop
    continue when v_show.viewers = v_show.present;
    update public.shows s set viewers = v_show.present, peak_viewers = greatest(s.peak_viewers, v_show.present) where s.id = v_show.id;
    perform private.touch_show(v_show.id);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;

create function private.tick() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- One tick at a time: a slow one must not meet the next.
  if not pg_try_advisory_xact_lock(hashtext('blytz.tick')) then
    return;
  end if;
  -- Shows before auctions, the order of private.lock_auction: a host's command must not wait for the tick in a circle.
  perform private.count_viewers();
  perform private.open_due();
  perform private.extend_groups();
  perform private.close_due();
  perform private.project_recent();
  perform private.project_descending();
end $$;
comment on function private.tick is 'Once a second: opens and closes what is due, refreshes the catalogue, tells the outbid, counts viewers.';

create extension if not exists pg_cron;
select cron.schedule('tick', '1 seconds', 'select private.tick()');
select cron.schedule('settle', '10 seconds', 'select private.settle_due()');
select cron.schedule('forget-attempts', '7 3 * * *', 'select private.forget_attempts()');
