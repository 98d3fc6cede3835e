-- Notifications: what a person should hear of even when they are elsewhere. Any domain writes one with private.notify.

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z][a-z_]{2,31}$'),
  title text not null check (char_length(title) between 1 and 200),
  body text not null default '' check (char_length(body) <= 500),
  subject jsonb not null default '{}' check (jsonb_typeof(subject) = 'object'),
  created_at timestamptz not null default clock_timestamp(),
  read_at timestamptz
);
comment on table public.notifications is 'What one user is told, newest first in the bell. Written by private.notify only.';
comment on column public.notifications.subject is 'Ids of what it is about: show_id, auction_id, order_id, message_id, … The client makes the link from them.';
create index notifications_page on public.notifications (user_id, created_at desc, id desc);
create index notifications_unread on public.notifications (user_id) where read_at is null;

alter table public.notifications enable row level security;
create policy notifications_select_own on public.notifications for select to authenticated using (user_id = (select auth.uid()));
grant select on public.notifications to authenticated, service_role;

create function private.notify(p_user uuid, p_kind text, p_title text, p_body text default '', p_subject jsonb default '{}') returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  insert into public.notifications (user_id, kind, title, body, subject)
  values (p_user, p_kind, left(p_title, 200), left(coalesce(p_body, ''), 500), coalesce(p_subject, '{}'))
  returning id into v_id;
  perform private.broadcast('user:' || p_user, 'notification', jsonb_build_object('id', v_id, 'kind', p_kind, 'title', left(p_title, 200)));
  return v_id;
end $$;
comment on function private.notify is
  'Tells one user something: a row in their bell and a broadcast on user:<id>. Texts are cut to 200 and 500 characters. Internal.';

create function private.mark_notifications_read(p_ids uuid[]) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_count int;
begin
  perform private.limit_rate('mark_notifications_read', v_user, 20, 2);
  if cardinality(p_ids) > 200 then
    perform private.invalid('p_ids', 'At most 200 at once.');
  end if;
  update public.notifications n set read_at = clock_timestamp()
  where n.user_id = v_user and n.read_at is null and (p_ids is null or n.id = any (p_ids));
  get diagnostics v_count = row_count;
  return v_count;
end $$;
create function public.mark_notifications_read(p_ids uuid[] default null) returns int
language sql volatile set search_path = '' as $$ select private.mark_notifications_read(p_ids) $$;
comment on function public.mark_notifications_read is
  'Marks own notifications as read, all of them without p_ids; returns how many were unread. Errors: 42501, INVAL, RTLIM.';
grant execute on function private.mark_notifications_read(uuid[]), public.mark_notifications_read(uuid[]) to authenticated;

create function private.forget_notifications() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  delete from public.notifications n where n.created_at < clock_timestamp() - interval '90 days';
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.forget_notifications is 'Deletes what is older than 90 days; a bell is no archive.';
select cron.schedule('forget-notifications', '23 3 * * *', 'select private.forget_notifications()');
