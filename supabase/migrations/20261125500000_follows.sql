-- Whom people follow, and which shows they want to be reminded of: plain rows of their owner, written under row level security.

create table public.follows (
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  seller_id uuid not null references public.sellers (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, seller_id),
  constraint follows_nobody_follows_themselves check (user_id is distinct from seller_id)
);
comment on table public.follows is 'Who follows which shop. Seen by the follower alone; the shop has a number (sellers.followers), no names.';
create index follows_seller on public.follows (seller_id, user_id);
alter table public.sellers add column followers int not null default 0 check (followers >= 0);
comment on column public.sellers.followers is 'How many follow the shop; kept by a trigger on follows.';

create table public.show_reminders (
  user_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  show_id uuid not null references public.shows (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, show_id)
);
comment on table public.show_reminders is 'Who wants to be told when a scheduled show starts. Seen by the owner alone.';
create index show_reminders_show on public.show_reminders (show_id, user_id);

create function private.tg_follows__limit() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Each one writes to the shop's row or is read at the start of a show: a script must not turn them on and off all day.
  perform private.limit_rate('follow', new.user_id, 60, 0.5);
  return new;
end $$;
create trigger tg_follows__limit before insert on public.follows for each row execute function private.tg_follows__limit();
create trigger tg_show_reminders__limit before insert on public.show_reminders for each row execute function private.tg_follows__limit();

create function private.tg_follows__count() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.sellers s set followers = s.followers + case tg_op when 'INSERT' then 1 else -1 end
  where s.id = coalesce(new.seller_id, old.seller_id);
  return null;
end $$;
create trigger tg_follows__count after insert or delete on public.follows for each row execute function private.tg_follows__count();

alter table public.follows enable row level security;
alter table public.show_reminders enable row level security;

create policy follows_select_own on public.follows for select to authenticated using (user_id = (select auth.uid()));
create policy follows_insert_own on public.follows for insert to authenticated
  with check (user_id = (select auth.uid()) and exists (select 1 from public.sellers s where s.id = seller_id and s.status = 'approved'));
create policy follows_delete_own on public.follows for delete to authenticated using (user_id = (select auth.uid()));
grant select, delete on public.follows to authenticated;
grant insert (seller_id) on public.follows to authenticated;
grant select on public.follows to service_role;

create policy show_reminders_select_own on public.show_reminders for select to authenticated using (user_id = (select auth.uid()));
create policy show_reminders_insert_own on public.show_reminders for insert to authenticated
  with check (user_id = (select auth.uid()) and exists (select 1 from public.shows s where s.id = show_id and s.status = 'scheduled'));
create policy show_reminders_delete_own on public.show_reminders for delete to authenticated using (user_id = (select auth.uid()));
grant select, delete on public.show_reminders to authenticated;
grant insert (show_id) on public.show_reminders to authenticated;
grant select on public.show_reminders to service_role;

create function private.follows_seller(p_user uuid, p_seller_id uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from public.follows f where f.user_id = p_user and f.seller_id = p_seller_id);
end $$;
comment on function private.follows_seller is 'True when the user follows the shop: for whatever is open to followers only.';
