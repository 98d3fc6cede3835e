-- Calling the audience: when a show goes live, its reminders and the shop's followers are told, a few hundred a second, so that a
-- host with many followers goes live as fast as one with none.

create table private.show_calls (
  show_id uuid primary key references public.shows (id) on delete cascade,
  after_user uuid,
  done_at timestamptz
);
comment on table private.show_calls is 'Shows whose audience is being called, and the last user who was told.';
create index show_calls_open on private.show_calls (show_id) where done_at is null;
alter table private.show_calls enable row level security;

create function private.tg_shows__call_audience() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.show_calls (show_id) values (new.id) on conflict do nothing;
  return null;
end $$;
create trigger tg_shows__call_audience after update of status on public.shows
  for each row when (old.status is distinct from 'live' and new.status = 'live') execute function private.tg_shows__call_audience();

create function private.call_audience(p_batch int default 200) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_call record;
  v_users uuid[];
  v_count int := 0;
begin
  for v_call in
    select c.show_id, c.after_user, s.seller_id, s.title, s.status, se.shop_name
    from private.show_calls c join public.shows s on s.id = c.show_id join public.sellers se on se.id = s.seller_id
    where c.done_at is null order by c.show_id
  loop
    select coalesce(array_agg(u.user_id order by u.user_id), '{}') into v_users
    from (
      select f.user_id from public.follows f where f.seller_id = v_call.seller_id and (v_call.after_user is null or f.user_id > v_call.after_user)
      union
      select r.user_id from public.show_reminders r where r.show_id = v_call.show_id and (v_call.after_user is null or r.user_id > v_call.after_user)
      order by 1 limit p_batch) u
    where v_call.status = 'live';
    -- Nobody is called to a show that is over, or that they may not see.
    perform private.notify(u.id, 'show_started', v_call.shop_name || ' is live', v_call.title, jsonb_build_object('show_id', v_call.show_id))
    from unnest(v_users) u (id) where not private.banned_from_show(v_call.show_id, u.id);
    update private.show_calls c
    set after_user = coalesce(v_users[cardinality(v_users)], c.after_user), done_at = case when cardinality(v_users) < p_batch then clock_timestamp() end
    where c.show_id = v_call.show_id;
    v_count := v_count + cardinality(v_users);
  end loop;
  return v_count;
end $$;
comment on function private.call_audience is 'Tells the next followers and reminded users of each show that has gone live; each of them once.';
