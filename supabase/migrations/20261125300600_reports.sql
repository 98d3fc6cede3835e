-- Reports: what people say is wrong, with a copy of it as it was.

create table public.reports (
  id uuid primary key default gen_random_uuid(),
  reporter_id uuid not null references public.profiles (id) on delete cascade,
  subject_kind text not null check (subject_kind in ('message', 'user', 'show', 'auction')),
  subject_id uuid not null,
  show_id uuid references public.shows (id) on delete set null,
  reason text not null check (reason in ('spam', 'abuse', 'fraud', 'counterfeit', 'other')),
  note text check (char_length(note) <= 500),
  evidence jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint reports_once_each unique (reporter_id, subject_kind, subject_id)
);
comment on table public.reports is 'Reported messages, people, shows and auctions. Seen by the reporter and platform moderators; never by the reported.';
comment on column public.reports.evidence is 'What was reported, as it was then: a message is removed sooner than it is looked at.';
create index reports_recent on public.reports (created_at desc);
create index reports_show on public.reports (show_id) where show_id is not null;

alter table public.reports enable row level security;
create policy reports_select_own_or_moderator on public.reports for select to authenticated
  using (reporter_id = (select auth.uid()) or (select private.has_role('moderator') or private.has_role('admin')));
grant select on public.reports to authenticated, service_role;

create function private.report_evidence(p_kind text, p_id uuid, p_user uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case p_kind
    when 'message' then (select jsonb_build_object('show_id', m.show_id, 'user_id', m.user_id, 'username', p.username, 'body', m.body, 'sent_at', m.created_at)
      from public.chat_messages m join public.shows s on s.id = m.show_id join public.profiles p on p.id = m.user_id
      where m.id = p_id and m.removed_at is null and (s.status <> 'draft' or s.seller_id = p_user))
    when 'user' then (select jsonb_build_object('user_id', p.id, 'username', p.username, 'display_name', p.display_name, 'bio', p.bio)
      from public.profiles p where p.id = p_id)
    when 'show' then (select jsonb_build_object('show_id', s.id, 'user_id', s.seller_id, 'title', s.title, 'description', s.description)
      from public.shows s where s.id = p_id and s.status <> 'draft')
    when 'auction' then (select jsonb_build_object('show_id', a.show_id, 'user_id', a.seller_id, 'title', a.title, 'product_id', a.product_id)
      from public.auctions a where a.id = p_id and a.status <> 'draft') end
$$;
comment on function private.report_evidence is 'A copy of what is reported; null when it does not exist or the reporter cannot see it.';

create function private.report_content(p_subject_kind text, p_subject_id uuid, p_reason text, p_note text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_note text := private.clean_text('p_note', p_note, 500, false);
  v_evidence jsonb;
  v_id uuid;
begin
  perform private.limit_rate('report_content', v_user, 10, 0.1);
  if p_subject_kind is null or p_subject_kind not in ('message', 'user', 'show', 'auction') then
    perform private.invalid('p_subject_kind', 'A report is about a message, a user, a show or an auction.');
  end if;
  if p_reason is null or p_reason not in ('spam', 'abuse', 'fraud', 'counterfeit', 'other') then
    perform private.invalid('p_reason', 'The reason is spam, abuse, fraud, counterfeit or other.');
  end if;
  v_evidence := private.report_evidence(p_subject_kind, p_subject_id, v_user);
  if v_evidence is null then
    perform private.fail('NOFND', 'There is nothing like that to report.');
  end if;
  if (v_evidence ->> 'user_id')::uuid = v_user then
    perform private.invalid('p_subject_id', 'You cannot report yourself.');
  end if;
  insert into public.reports (reporter_id, subject_kind, subject_id, show_id, reason, note, evidence)
  values (v_user, p_subject_kind, p_subject_id, (v_evidence ->> 'show_id')::uuid, p_reason, v_note, v_evidence)
  on conflict on constraint reports_once_each do nothing returning id into v_id;
  return coalesce(v_id, (select r.id from public.reports r
    where r.reporter_id = v_user and r.subject_kind = p_subject_kind and r.subject_id = p_subject_id));
end $$;
create function public.report_content(p_subject_kind text, p_subject_id uuid, p_reason text, p_note text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.report_content(p_subject_kind, p_subject_id, p_reason, p_note) $$;
comment on function public.report_content is
  'Reports a message, user, show or auction for spam, abuse, fraud, counterfeit or other, with a note of up to 500 characters. A second report of the same thing returns the first. Errors: 42501, INVAL, NOFND, RTLIM.';
grant execute on function private.report_content(text, uuid, text, text), public.report_content(text, uuid, text, text) to authenticated;
