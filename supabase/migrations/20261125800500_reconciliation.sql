-- Reconciliation: every hour the books are held against Stripe's balance transactions. What a lost webhook would have told is fetched
-- anew and applied like one; what nobody can explain stays in ops.reconciliation until the two agree.

create table private.reconciliation_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  compared_until timestamptz,
  looked_at int not null default 0
);
comment on table private.reconciliation_runs is
  'Each comparison; the next begins two days before the last finished one did, or goes on where one ran out of time.';
comment on column private.reconciliation_runs.compared_until is 'Of a run that ran out of time: everything before has been compared.';
alter table private.stripe_accounts add column compared_at timestamptz;
comment on column private.stripe_accounts.compared_at is 'When its balance was last held against the books.';
create index reconciliation_runs_finished on private.reconciliation_runs (started_at) where finished_at is not null;
alter table private.reconciliation_runs enable row level security;

create table private.reconciliation (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('missing', 'balance')),
  object text not null check (char_length(object) between 1 and 120),
  currency char(3),
  ours_cents bigint,
  theirs_cents bigint,
  found_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  failure text check (char_length(failure) between 1 and 300),
  explanation text check (char_length(explanation) between 1 and 500),
  explained_by uuid references public.profiles (id) on delete set null,
  explained_at timestamptz,
  explained_cents bigint,
  constraint reconciliation_explained check ((explanation is null) = (explained_at is null))
);
comment on table private.reconciliation is
  'Differences to Stripe: an object that we did not know (settled when it was repaired), a balance that the books do not have (settled when they agree again).';
comment on column private.reconciliation.failure is 'Why it could not be looked at, or was refused, the last time.';
comment on column private.reconciliation.explained_cents is
  'The difference that the explanation is about: another one on the same account has to be explained anew.';
create unique index reconciliation_open on private.reconciliation (kind, object, currency) nulls not distinct where settled_at is null;
create index reconciliation_found on private.reconciliation (found_at desc);
create index reconciliation_explained_by on private.reconciliation (explained_by) where explained_by is not null;
alter table private.reconciliation enable row level security;

create function private.difference_state(p_row private.reconciliation) returns text
language sql immutable set search_path = '' as $$
  select case when p_row.settled_at is not null then 'settled'
    when p_row.explanation is not null and p_row.explained_cents is not distinct from p_row.theirs_cents - p_row.ours_cents then 'explained'
    else 'open' end
$$;
comment on function private.difference_state is
  'settled: the two agree, or it was repaired; explained: an administrator has said why, and the sum is still that one; else open.';

create function private.is_unsettled(p_object text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from private.reconciliation r where r.object = p_object and r.settled_at is null)
$$;

create view ops.reconciliation with (security_invoker = true) as
  select r.kind, r.object, r.currency, r.ours_cents, r.theirs_cents, r.theirs_cents - r.ours_cents as difference_cents,
    private.difference_state(r) as state, r.found_at, r.seen_at, r.settled_at, r.failure, r.explanation, r.explained_by, r.explained_at
  from private.reconciliation r;
comment on view ops.reconciliation is
  'What the hourly comparison with Stripe has found. Open and still seen: money moved that is in no book, such as a transfer or a top-up from Stripe''s dashboard.';

create function private.ask_for_reconciliation() returns void
language sql volatile security definer set search_path = '' as $$
  select private.enqueue('reconcile', 'reconcile:' || to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24'), '{}')
$$;
comment on function private.ask_for_reconciliation is 'Hourly; a second time in an hour asks for nothing.';
select cron.schedule('reconcile', '7 * * * *', 'select private.ask_for_reconciliation()');

create function private.begin_reconciliation() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_run private.reconciliation_runs;
  v_since timestamptz;
begin
  select r.* into v_run from private.reconciliation_runs r order by r.id desc limit 1;
  if v_run.compared_until is not null and v_run.finished_at is null and v_run.started_at > clock_timestamp() - interval '1 day' then
    v_since := v_run.compared_until;
  else
    v_since := (select max(r.started_at) - interval '2 days' from private.reconciliation_runs r where r.finished_at is not null);
    insert into private.reconciliation_runs default values returning * into v_run;
  end if;
  return jsonb_build_object('run', v_run.id, 'since', coalesce(floor(extract(epoch from v_since)), 0)::bigint,
    -- By chance, so that none waits for ever behind a hundred others.
    'open_disputes', coalesce((select jsonb_agg(s.stripe_id) from (
      select d.stripe_id from public.disputes d where d.closed_at is null order by random() limit 100) s), '[]'),
    'stale_accounts', coalesce((select jsonb_agg(s.account_id) from (
      select a.account_id from private.stripe_accounts a where coalesce(a.observed_at < clock_timestamp() - interval '1 day', true)
      order by private.is_unsettled(a.account_id), a.observed_at nulls first limit 100) s), '[]'),
    'accounts', coalesce((select jsonb_agg(jsonb_build_object('id', s.account_id,
        'since', coalesce(floor(extract(epoch from s.compared_at - interval '2 days')), 0)::bigint)) from (
      select a.account_id, a.compared_at from private.stripe_accounts a
      -- Daily at least: a bank may send a payout back long after the last order.
      where private.is_unsettled(a.account_id) or coalesce(a.compared_at < clock_timestamp() - interval '1 day', true) or exists (select 1 from private.ledger_entries e
        where e.account = 'stripe:' || a.account_id and e.created_at > coalesce(a.compared_at, '-infinity'))
      order by private.is_unsettled(a.account_id), a.compared_at nulls first limit 100) s), '[]'));
end $$;
create function public.begin_reconciliation() returns jsonb
language sql volatile set search_path = '' as $$ select private.begin_reconciliation() $$;
comment on function public.begin_reconciliation is
  'Secret key only: {run, since: Unix seconds, open_disputes, stale_accounts: to be looked at anew, accounts [{id, since}]: whose balance may have changed}, at most a hundred of each; who has waited longest comes first, and what was in trouble the last time comes last.';

create function private.pause_reconciliation(p_run bigint, p_until bigint, p_looked_at int) returns void
language sql volatile security definer set search_path = '' as $$
  update private.reconciliation_runs r set compared_until = greatest(r.compared_until, to_timestamp(p_until)), looked_at = r.looked_at + p_looked_at
  where r.id = p_run and r.finished_at is null;
  -- Once for how far it has come: a run that comes no further waits for the next hour's.
  select private.enqueue('reconcile', 'reconcile:' || p_run || ':' || p_until, '{}')
$$;
create function public.pause_reconciliation(p_run bigint, p_until bigint, p_looked_at int) returns void
language sql volatile set search_path = '' as $$ select private.pause_reconciliation(p_run, p_until, p_looked_at) $$;
comment on function public.pause_reconciliation is
  'Secret key only: time is up; what was before p_until (Unix seconds) has been compared. Asks for a job in which begin_reconciliation goes on from there.';

create function private.unknown_at_stripe(p_facts jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(f || jsonb_build_object('tried', private.is_unsettled(f ->> 'id')) order by private.is_unsettled(f ->> 'id'), n), '[]')
  from jsonb_array_elements(p_facts) with ordinality as a(f, n)
  where not case f ->> 'type'
    when 'payment_intent' then exists (select 1 from public.payments p where p.intent_id = f ->> 'id' and p.booked_at is not null)
    when 'refund' then exists (select 1 from public.refunds r where r.stripe_id = f ->> 'id')
    when 'refund_failed' then exists (select 1 from public.refunds r where r.stripe_id = f ->> 'id' and r.status = 'failed')
    when 'dispute' then exists (select 1 from public.disputes d where d.stripe_id = f ->> 'id' and d.withdrawn_at is not null)
    when 'inquiry' then exists (select 1 from public.disputes d where d.stripe_id = f ->> 'id')
    when 'dispute_won' then exists (select 1 from public.disputes d where d.stripe_id = f ->> 'id' and d.status = 'won')
    else false end
$$;
create function public.unknown_at_stripe(p_facts jsonb) returns jsonb
language sql stable set search_path = '' as $$ select private.unknown_at_stripe(p_facts) $$;
comment on function public.unknown_at_stripe is
  'Secret key only: which of [{type: payment_intent, refund, refund_failed, dispute, dispute_won or inquiry, id}], seen at Stripe, are not in the books; last those that were in vain before (tried).';

create function private.reconcile_object(p_object text, p_effect jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_repaired boolean := coalesce(private.apply_effect(p_effect), false);
begin
  insert into private.reconciliation as r (kind, object, settled_at, failure)
  values ('missing', p_object, case when v_repaired then clock_timestamp() end, left(p_effect ->> 'failure', 300))
  on conflict (kind, object, currency) where settled_at is null do update set seen_at = clock_timestamp(), failure = excluded.failure;
  if v_repaired then
    update private.reconciliation r set settled_at = clock_timestamp() where r.object = p_object and r.kind = 'missing' and r.settled_at is null;
  end if;
  return v_repaired;
end $$;
create function public.reconcile_object(p_object text, p_effect jsonb) returns boolean
language sql volatile set search_path = '' as $$ select private.reconcile_object(p_object, p_effect) $$;
comment on function public.reconcile_object is
  'Secret key only: an object at Stripe that the books do not know, with its effect as apply_stripe_event takes it; true when that has repaired it. Without an effect it is only written down: nothing of ours ({}), unreachable or refused ({failure}). Errors: those of sync_payment and sync_refund.';

create function private.finish_reconciliation(p_run bigint, p_looked_at int, p_balances jsonb) returns int
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_open int;
begin
  with theirs as (
    select b ->> 'account' as account, upper(b ->> 'currency') as currency, (b ->> 'cents')::bigint as cents from jsonb_array_elements(p_balances) b),
  compared as (
    select t.account, t.currency, t.cents as theirs, coalesce((
      select sum(e.amount_cents) from private.ledger_entries e where e.account = 'stripe:' || t.account and e.currency = t.currency), 0)::bigint as ours
    from theirs t),
  settled as (
    update private.reconciliation r set settled_at = clock_timestamp(), ours_cents = c.ours, theirs_cents = c.theirs
    from compared c
    where r.kind = 'balance' and r.object = c.account and r.currency = c.currency and r.settled_at is null and c.ours = c.theirs returning 1)
  insert into private.reconciliation as r (kind, object, currency, ours_cents, theirs_cents)
  select 'balance', c.account, c.currency, c.ours, c.theirs from compared c where c.ours <> c.theirs
  on conflict (kind, object, currency) where settled_at is null
    do update set seen_at = clock_timestamp(), ours_cents = excluded.ours_cents, theirs_cents = excluded.theirs_cents;
  update private.stripe_accounts a set compared_at = clock_timestamp()
  where a.account_id in (select b ->> 'account' from jsonb_array_elements(p_balances) b);
  update private.reconciliation_runs r set finished_at = clock_timestamp(), looked_at = r.looked_at + p_looked_at where r.id = p_run and r.finished_at is null;
  select count(*)::int into v_open from private.reconciliation r
  where r.settled_at is null and private.difference_state(r) = 'open';
  return v_open;
end $$;
create function public.finish_reconciliation(p_run bigint, p_looked_at int, p_balances jsonb) returns int
language sql volatile set search_path = '' as $$ select private.finish_reconciliation(p_run, p_looked_at, p_balances) $$;
comment on function public.finish_reconciliation is
  'Secret key only: Stripe''s balances [{account: platform or acct_…, currency, cents}] against the books; returns how many differences nobody has explained.';

grant execute on function private.begin_reconciliation(), public.begin_reconciliation(),
  private.pause_reconciliation(bigint, bigint, int), public.pause_reconciliation(bigint, bigint, int),
  private.unknown_at_stripe(jsonb), public.unknown_at_stripe(jsonb),
  private.reconcile_object(text, jsonb), public.reconcile_object(text, jsonb),
  private.finish_reconciliation(bigint, int, jsonb), public.finish_reconciliation(bigint, int, jsonb) to service_role;
