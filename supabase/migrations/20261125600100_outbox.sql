-- Outbox: effects outside the database. The transaction that causes one writes a row; a worker leases it, carries it out with the
-- row's key as idempotency key, and marks it done. A crash anywhere ends in a lapsed lease and the same key again.

create table private.outbox (
  id bigint generated always as identity primary key,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  key text not null unique check (char_length(key) <= 200),
  payload jsonb not null,
  run_at timestamptz not null default clock_timestamp(),
  attempts int not null default 0,
  failures int not null default 0,
  leased_until timestamptz,
  done_at timestamptz,
  dead_at timestamptz,
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  constraint outbox_one_end check (done_at is null or dead_at is null)
);
comment on table private.outbox is 'Effects outside the database, written in the transaction that causes them; a worker carries them out once per key.';
comment on column private.outbox.attempts is
  'The number of the lease, the proof of who holds it. It only ever rises, so that no holder is ever mistaken for another.';
comment on column private.outbox.failures is 'How often in a row it has failed: the pause before the next try, and the limit.';
create index outbox_due on private.outbox (kind, run_at) where done_at is null and dead_at is null;
create index outbox_done on private.outbox (done_at) where done_at is not null;
alter table private.outbox enable row level security;

create view ops.outbox with (security_invoker = true) as
  select o.id, o.kind, o.key, o.payload, o.run_at, o.attempts, o.failures, o.leased_until, o.done_at, o.dead_at, o.last_error, o.created_at,
    case when o.dead_at is not null then 'dead' when o.done_at is not null then 'done'
      when o.leased_until > clock_timestamp() then 'leased' when o.run_at > clock_timestamp() then 'waiting' else 'due' end as state
  from private.outbox o;
comment on view ops.outbox is
  'The outbox by state. A dead letter has failed twenty times: mend the cause, then update private.outbox set dead_at = null, failures = 0 for its id.';

create function private.enqueue(p_kind text, p_key text, p_payload jsonb, p_run_at timestamptz default null) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.outbox (kind, key, payload, run_at) values (p_kind, p_key, p_payload, coalesce(p_run_at, clock_timestamp()))
  on conflict (key) do nothing;
end $$;
comment on function private.enqueue is 'Asks for an effect, once per key, in the caller''s transaction.';

create function private.ask_again(p_key text, p_seconds int default 0) returns void
language sql volatile security definer set search_path = '' as $$
  -- The number goes on, so that a worker who holds it now can no longer call it done.
  update private.outbox o
  set run_at = clock_timestamp() + make_interval(secs => p_seconds), done_at = null, dead_at = null, leased_until = null,
      last_error = null, attempts = o.attempts + 1, failures = 0
  where o.key = p_key
$$;
comment on function private.ask_again is 'Something has changed that the effect depends on: a job is due again, done or not, in so many seconds.';

create function private.give_up_job(p_key text, p_error text) returns void
language sql volatile security definer set search_path = '' as $$
  update private.outbox o
  set dead_at = clock_timestamp(), done_at = null, leased_until = null, last_error = left(p_error, 500), attempts = o.attempts + 1
  where o.key = p_key
$$;
comment on function private.give_up_job is
  'No repetition of the effect will help: a job is dead at once, for operators to see (stuck_jobs), until somebody asks again.';

create function private.lease_jobs(p_kinds text[], p_limit int, p_seconds int) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_now timestamptz := clock_timestamp();
  v_jobs jsonb;
begin
  if p_limit is null or p_limit not between 1 and 200 then
    perform private.invalid('p_limit', 'A worker leases between 1 and 200 jobs.');
  elsif p_seconds is null or p_seconds not between 1 and 600 then
    perform private.invalid('p_seconds', 'A lease lasts between 1 and 600 seconds.');
  end if;
  with due as (
    select o.id from private.outbox o
    where o.done_at is null and o.dead_at is null and o.kind = any (p_kinds) and o.run_at <= v_now
      and (o.leased_until is null or o.leased_until <= v_now)
    order by o.run_at, o.id limit p_limit for update skip locked),
  leased as (
    update private.outbox o set leased_until = v_now + make_interval(secs => p_seconds), attempts = o.attempts + 1
    from due where o.id = due.id returning o.id, o.kind, o.key, o.payload, o.attempts, o.run_at)
  select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'kind', l.kind, 'key', l.key, 'payload', l.payload, 'attempt', l.attempts)
    order by l.run_at, l.id), '[]') into v_jobs from leased l;
  return v_jobs;
end $$;
create function public.lease_jobs(p_kinds text[], p_limit int default 50, p_seconds int default 60) returns jsonb
language sql volatile set search_path = '' as $$ select private.lease_jobs(p_kinds, p_limit, p_seconds) $$;
comment on function public.lease_jobs is
  'Secret key only: takes due jobs of these kinds for p_seconds, oldest first: [{id, kind, key, payload, attempt}]. Two workers never hold one job. Errors: INVAL {field}.';

create function private.finish_job(p_id bigint, p_attempt int) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.outbox o set done_at = clock_timestamp(), leased_until = null, last_error = null
  where o.id = p_id and o.attempts = p_attempt and o.done_at is null and o.dead_at is null;
  return found;
end $$;
create function public.finish_job(p_id bigint, p_attempt int) returns boolean
language sql volatile set search_path = '' as $$ select private.finish_job(p_id, p_attempt) $$;
comment on function public.finish_job is 'Secret key only: a leased job is done; false when the lease lapsed and somebody else holds it.';

create function private.retry_job(p_id bigint, p_attempt int, p_error text, p_seconds int) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_state text;
begin
  update private.outbox o
  set leased_until = null, last_error = left(p_error, 500),
      dead_at = case when p_seconds is null and o.failures >= 19 then clock_timestamp() end,
      -- A wait that the effect itself asked for is no failure.
      failures = case when p_seconds is null then o.failures + 1 else 0 end,
      run_at = clock_timestamp() + make_interval(secs => coalesce(p_seconds,
        least(1800, 4 * 2 ^ least(o.failures, 12)) * (0.5 + random() / 2)))
  where o.id = p_id and o.attempts = p_attempt and o.done_at is null and o.dead_at is null
  returning case when o.dead_at is null then 'waiting' else 'dead' end into v_state;
  return coalesce(v_state, 'lost');
end $$;
create function public.retry_job(p_id bigint, p_attempt int, p_error text default null, p_seconds int default null) returns text
language sql volatile set search_path = '' as $$ select private.retry_job(p_id, p_attempt, p_error, p_seconds) $$;
comment on function public.retry_job is
  'Secret key only: gives a leased job back. After a failure the pause doubles from 4 s to half an hour, with jitter, and the twentieth time is the last; with p_seconds it is only asked again then. Returns waiting, dead, or lost (the lease was over).';

create function private.call_jobs() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (
      select 1 from private.outbox o where o.done_at is null and o.dead_at is null and o.run_at <= clock_timestamp()
        and coalesce(o.leased_until <= clock_timestamp(), true)) then
    return false;
  end if;
  perform private.wake_jobs();
  return true;
end $$;
comment on function private.call_jobs is 'Every five seconds: calls the edge function jobs when something is due, and costs nothing when not.';
select cron.schedule('call-jobs', '5 seconds', 'select private.call_jobs()');

create function private.forget_jobs() returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_count int;
begin
  delete from private.outbox o where o.done_at < clock_timestamp() - interval '30 days';
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function private.forget_jobs is 'Nightly: done jobs are kept for 30 days.';
select cron.schedule('forget-jobs', '23 3 * * *', 'select private.forget_jobs()');

grant execute on function private.lease_jobs(text[], int, int), public.lease_jobs(text[], int, int),
  private.finish_job(bigint, int), public.finish_job(bigint, int),
  private.retry_job(bigint, int, text, int), public.retry_job(bigint, int, text, int) to service_role;
