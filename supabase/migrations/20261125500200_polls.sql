-- Polls: one question of the host, two to four answers, one vote each. Tallies are public, who chose what is not.

create type public.poll_status as enum ('open', 'closed');

create table public.polls (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id),
  question text not null check (char_length(question) between 3 and 140),
  options text[] not null check (cardinality(options) between 2 and 4),
  tallies int[] not null,
  status public.poll_status not null default 'open',
  opened_at timestamptz not null default clock_timestamp(),
  closes_at timestamptz not null,
  version int not null default 1,
  constraint polls_one_tally_per_option check (cardinality(tallies) = cardinality(options)),
  constraint polls_window check (closes_at > opened_at)
);
comment on table public.polls is 'Questions a host has asked in a show, with their tallies: at most a second old while open, final when closed.';
create unique index polls_one_open_per_show on public.polls (show_id) where status = 'open';
create index polls_show on public.polls (show_id, opened_at desc);

create table private.poll_votes (
  poll_id uuid not null references public.polls (id),
  user_id uuid not null,
  choice int not null check (choice between 1 and 4),
  primary key (poll_id, user_id)
);
comment on table private.poll_votes is 'One vote each, never shown to anybody but its voter.';

alter table public.polls enable row level security;
alter table private.poll_votes enable row level security;
create policy polls_select_visible on public.polls for select to anon, authenticated
  using (exists (select 1 from public.shows s where s.id = show_id));
grant select on public.polls to anon, authenticated, service_role;

create function private.poll_json(p_poll public.polls, p_user uuid default null) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('id', p_poll.id, 'show_id', p_poll.show_id, 'question', p_poll.question, 'options', p_poll.options, 'tallies', p_poll.tallies,
      'status', p_poll.status, 'opened_at', p_poll.opened_at, 'closes_at', p_poll.closes_at, 'version', p_poll.version)
      || case when p_user is null then '{}' else jsonb_build_object('your_choice', (
        select v.choice from private.poll_votes v where v.poll_id = p_poll.id and v.user_id = p_user)) end);
end $$;
comment on function private.poll_json is 'A poll as broadcasts and snapshots carry it; for a user also their own choice (1 is the first option).';

create function private.count_poll(p_poll_id uuid, p_close boolean) returns public.polls
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.polls;
  v_tallies int[];
begin
  if p_close then
    -- Waits for votes under way, each of which holds the row's key: none can be lost after the final count.
    perform from public.polls p where p.id = p_poll_id for update;
  end if;
  select p.* into v_row from public.polls p where p.id = p_poll_id;
  select array_agg(coalesce(c.votes, 0) order by o.choice) into v_tallies
  from generate_series(1, cardinality(v_row.options)) o (choice)
  left join (select v.choice, count(*)::int as votes from private.poll_votes v where v.poll_id = p_poll_id group by v.choice) c using (choice);
  if v_row.status = 'closed' or v_tallies = v_row.tallies and not p_close then
    return v_row;
  end if;
  update public.polls p set tallies = v_tallies, version = p.version + 1, status = case when p_close then 'closed' else p.status end,
    closes_at = case when p_close then least(p.closes_at, clock_timestamp()) else p.closes_at end
  where p.id = p_poll_id returning p.* into v_row;
  perform private.broadcast('show:' || v_row.show_id, 'poll',
    jsonb_build_object('id', v_row.id, 'version', v_row.version, 'status', v_row.status, 'tallies', v_row.tallies, 'closes_at', v_row.closes_at));
  return v_row;
end $$;
comment on function private.count_poll is 'Counts the votes again and tells viewers when something changed; p_close makes the count final.';

create function private.open_poll(p_show_id uuid, p_question text, p_options text[], p_seconds int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_show public.shows := private.lock_own_show(p_show_id);
  v_question text := private.clean_text('p_question', p_question, 140);
  v_options text[];
  v_row public.polls;
begin
  perform private.limit_rate('run_poll', private.require_seller(), 30, 1);
  if char_length(v_question) < 3 then
    perform private.invalid('p_question', 'A question has at least three characters.');
  elsif p_options is null or array_ndims(p_options) is distinct from 1 or cardinality(p_options) not between 2 and 4 then
    perform private.invalid('p_options', 'A poll has two to four answers.');
  elsif p_seconds is null or p_seconds not between 15 and 600 then
    perform private.invalid('p_seconds', 'A poll runs for 15 to 600 seconds.');
  end if;
  v_options := (select array_agg(private.clean_text('p_options', o.text, 40) order by o.place) from unnest(p_options) with ordinality o (text, place));
  if (select count(distinct lower(o)) from unnest(v_options) o) < cardinality(v_options) then
    perform private.invalid('p_options', 'Every answer is another.');
  end if;
  perform private.assert_show_status(v_show, 'live');
  if exists (select 1 from public.polls p where p.show_id = p_show_id and p.status = 'open') then
    perform private.fail('STATE', 'Another poll is open.', '{"status":"open"}', 'Close it first.');
  end if;
  insert into public.polls (show_id, question, options, tallies, closes_at)
  values (p_show_id, v_question, v_options, array_fill(0, array[cardinality(v_options)]), clock_timestamp() + make_interval(secs => p_seconds))
  returning * into v_row;
  perform private.broadcast('show:' || p_show_id, 'poll', private.poll_json(v_row));
  return private.poll_json(v_row);
end $$;
create function public.open_poll(p_show_id uuid, p_question text, p_options text[], p_seconds int default 60) returns jsonb
language sql volatile set search_path = '' as $$ select private.open_poll(p_show_id, p_question, p_options, p_seconds) $$;
comment on function public.open_poll is
  'Host: asks the live show''s viewers a question with 2-4 different answers, for 15-600 seconds. One open poll a show. Errors: 42501, NOFND, INVAL, STATE (not live, another is open), RTLIM.';

create function private.vote_in_poll(p_poll_id uuid, p_choice int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
  v_row public.polls;
  v_choice int;
begin
  perform private.limit_rate('vote_in_poll', v_user, 10, 0.5);
  perform private.limit_rate_by_address('vote_in_poll', 50, 1);
  select p.* into v_row from public.polls p where p.id = p_poll_id for key share;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such poll.');
  elsif p_choice is null or p_choice not between 1 and cardinality(v_row.options) then
    perform private.invalid('p_choice', 'That is none of the answers.');
  end if;
  select v.choice into v_choice from private.poll_votes v where v.poll_id = p_poll_id and v.user_id = v_user;
  if v_choice = p_choice then
    return private.poll_json(v_row, v_user);
  elsif v_choice is not null then
    perform private.fail('STATE', 'You have voted already.', jsonb_build_object('status', 'voted', 'choice', v_choice));
  elsif v_row.status = 'closed' or clock_timestamp() >= v_row.closes_at then
    perform private.fail('STATE', 'The poll is over.', '{"status":"closed"}');
  elsif private.show_is_hosted_by(v_row.show_id, v_user) then
    raise exception using errcode = '42501', message = 'The host asks, the viewers answer.';
  elsif private.banned_from_show(v_row.show_id, v_user) or exists (
    select 1 from private.bidders b where b.user_id = v_user and b.banned_until > clock_timestamp()) then
    perform private.fail('KBANN', 'You cannot take part here.');
  elsif not exists (select 1 from private.bidders b where b.user_id = v_user and b.email_confirmed) then
    perform private.fail('UNVER', 'Confirm your e-mail first.');
  end if;
  insert into private.poll_votes (poll_id, user_id, choice) values (p_poll_id, v_user, p_choice) on conflict do nothing returning choice into v_choice;
  if v_choice is null then
    -- Two taps at once: the other one counts.
    perform private.fail('STATE', 'You have voted already.', '{"status":"voted"}');
  end if;
  return private.poll_json(v_row, v_user);
end $$;
create function public.vote_in_poll(p_poll_id uuid, p_choice int) returns jsonb
language sql volatile set search_path = '' as $$ select private.vote_in_poll(p_poll_id, p_choice) $$;
comment on function public.vote_in_poll is
  'Votes for an answer (1 is the first), once; the same vote again is harmless. Tallies follow within a second. Errors: 42501 (not signed in, or the host), NOFND, INVAL, STATE (over; voted otherwise {choice}), KBANN, UNVER, RTLIM.';

create function private.close_poll(p_poll_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  -- The show before the bucket, as in open_poll.
  perform private.lock_own_show((select p.show_id from public.polls p where p.id = p_poll_id));
  perform private.limit_rate('run_poll', v_user, 30, 1);
  return private.poll_json(private.count_poll(p_poll_id, true), v_user);
end $$;
create function public.close_poll(p_poll_id uuid) returns jsonb
language sql volatile set search_path = '' as $$ select private.close_poll(p_poll_id) $$;
comment on function public.close_poll is 'Host: ends a poll before its time; again is harmless. Returns the final tallies. Errors: 42501, NOFND, STATE (another console runs the show), RTLIM.';

grant execute on function
  private.open_poll(uuid, text, text[], int), public.open_poll(uuid, text, text[], int),
  private.vote_in_poll(uuid, int), public.vote_in_poll(uuid, int), private.close_poll(uuid), public.close_poll(uuid) to authenticated;
