-- Operators: what a platform administrator sees of the money, and the few things they may do about it. Looking needs the role;
-- whatever moves something needs the second factor as well.

create function private.require_operator() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_user uuid := private.require_user();
begin
  if not private.has_role('admin') then
    raise exception using errcode = '42501', message = 'Administrators only.';
  end if;
  return v_user;
end $$;
comment on function private.require_operator is
  'The caller''s id when they are an administrator, else 42501. For looking; commands that change something ask require_admin (aal2).';

-- ── differences to Stripe ─────────────────────────────────────────────────────────────────────────────────────────

create function private.money_differences(p_state text, p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_operator();
  if p_state is null or p_state not in ('open', 'explained', 'settled') then
    perform private.invalid('p_state', 'The state is open, explained or settled.');
  elsif p_limit is null or p_limit not between 1 and 200 then
    perform private.invalid('p_limit', 'Between 1 and 200 differences.');
  end if;
  return jsonb_build_object(
    'compared_at', (select max(n.finished_at) from private.reconciliation_runs n),
    'counts', (select jsonb_build_object('open', count(*) filter (where c.state = 'open'), 'explained', count(*) filter (where c.state = 'explained'))
      from (select private.difference_state(r) as state from private.reconciliation r where r.settled_at is null) c),
    'differences', coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'object', d.object, 'currency', d.currency,
        'ours_cents', d.ours_cents, 'theirs_cents', d.theirs_cents, 'state', d.state, 'found_at', d.found_at, 'seen_at', d.seen_at,
        'settled_at', d.settled_at, 'explanation', d.explanation, 'explained_at', d.explained_at, 'explained_by', p.username)
        order by d.found_at desc, d.id desc)
      from (
        select r.id, r.kind, r.object, r.currency, r.ours_cents, r.theirs_cents, r.found_at, r.seen_at, r.settled_at, r.explanation, r.explained_at,
          r.explained_by, private.difference_state(r) as state
        from private.reconciliation r
        where private.difference_state(r) = p_state and (p_state = 'settled') = (r.settled_at is not null)
        order by r.found_at desc, r.id desc limit p_limit) d
      left join public.profiles p on p.id = d.explained_by), '[]'));
end $$;
create function public.money_differences(p_state text default 'open', p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.money_differences(p_state, p_limit) $$;
comment on function public.money_differences is
  'Admin: differences between the books and Stripe, latest first: {compared_at, counts {open, explained}, differences [{id, kind: balance|missing, object, currency, ours_cents, theirs_cents, state, found_at, seen_at, settled_at, explanation, explained_at, explained_by}]}. Errors: 42501, INVAL {field}.';

create function private.explain_difference(p_id bigint, p_explanation text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_operator();
  v_text text := private.clean_text('p_explanation', p_explanation, 500);
  v_row private.reconciliation;
begin
  perform private.require_admin();
  perform private.limit_rate('explain_difference', v_user, 30, 0.5);
  select r.* into v_row from private.reconciliation r where r.id = p_id for no key update;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such difference.');
  elsif v_row.settled_at is not null then
    perform private.fail('STATE', 'The books and Stripe agree by now.', '{"status": "settled"}');
  end if;
  update private.reconciliation r
  set explanation = v_text, explained_by = v_user, explained_at = clock_timestamp(), explained_cents = r.theirs_cents - r.ours_cents
  where r.id = p_id;
end $$;
create function public.explain_difference(p_id bigint, p_explanation text) returns void
language sql volatile set search_path = '' as $$ select private.explain_difference(p_id, p_explanation) $$;
comment on function public.explain_difference is
  'Admin (aal2): says why the books and Stripe differ (1-500 characters). It counts as explained as long as the sum stays what it is; nothing is booked. Errors: 42501, MFAAL, INVAL {field}, NOFND, STATE {status: settled}, RTLIM.';

create function private.compare_money() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_operator();
begin
  perform private.require_admin();
  perform private.limit_rate('compare_money', v_user, 5, 0.05);
  if exists (select 1 from private.outbox o where o.kind = 'reconcile' and o.done_at is null and o.dead_at is null) then
    return false;
  end if;
  perform private.enqueue('reconcile', 'reconcile:asked:' || gen_random_uuid(), '{}');
  perform private.wake_jobs();
  return true;
end $$;
create function public.compare_money() returns boolean
language sql volatile set search_path = '' as $$ select private.compare_money() $$;
comment on function public.compare_money is
  'Admin (aal2): has the books compared with Stripe now instead of within the hour; false when that is under way already. Errors: 42501, MFAAL, RTLIM.';

-- ── jobs that do not get on ───────────────────────────────────────────────────────────────────────────────────────

create function private.job_order(p_payload jsonb) returns uuid
language sql stable security definer set search_path = '' as $$
  select coalesce((p_payload ->> 'order_id')::uuid,
    (select p.order_id from public.payments p where p.id = (p_payload ->> 'payment_id')::uuid),
    (select r.order_id from public.refunds r where r.id = (p_payload ->> 'refund_id')::uuid),
    (select d.order_id from public.disputes d where d.id = (p_payload ->> 'dispute_id')::uuid))
$$;
comment on function private.job_order is 'The order that a job is about; null for what is about none.';

create function private.stuck_jobs(p_limit int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_operator();
  if p_limit is null or p_limit not between 1 and 200 then
    perform private.invalid('p_limit', 'Between 1 and 200 jobs.');
  end if;
  return coalesce((
    select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'state', s.state, 'failures', s.failures, 'last_error', s.last_error,
        'created_at', s.created_at, 'run_at', s.run_at, 'dead_at', s.dead_at, 'order_id', n.id, 'order_number', n.number)
      order by s.state <> 'dead', s.created_at, s.id)
    from (
      select o.id, o.kind, o.payload, o.state, o.failures, o.last_error, o.created_at, o.run_at, o.dead_at from ops.outbox o
      where o.done_at is null
        and (o.dead_at is not null or o.last_error is not null or o.state = 'due' and o.run_at < clock_timestamp() - interval '5 minutes')
      order by o.state <> 'dead', o.created_at, o.id limit p_limit) s
    left join public.orders n on n.id = private.job_order(s.payload)), '[]');
end $$;
create function public.stuck_jobs(p_limit int default 50) returns jsonb
language sql stable set search_path = '' as $$ select private.stuck_jobs(p_limit) $$;
comment on function public.stuck_jobs is
  'Admin: jobs of the outbox that are dead, have failed and will be tried again, or have been due for five minutes: [{id, kind, state: dead|waiting|due|leased, failures: in a row, last_error, created_at, run_at, dead_at, order_id, order_number}], the dead ones first. Errors: 42501, INVAL {field}.';

create function private.retry_stuck_job(p_id bigint) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_user uuid := private.require_operator();
  v_row private.outbox;
begin
  perform private.require_admin();
  perform private.limit_rate('retry_stuck_job', v_user, 30, 0.5);
  select o.* into v_row from private.outbox o where o.id = p_id for no key update;
  if v_row.id is null then
    perform private.fail('NOFND', 'No such job.');
  elsif v_row.done_at is not null or v_row.leased_until > clock_timestamp() then
    perform private.fail('STATE', 'There is nothing to try again.',
      jsonb_build_object('status', case when v_row.done_at is null then 'leased' else 'done' end));
  end if;
  perform private.ask_again(v_row.key);
  perform private.wake_jobs();
end $$;
create function public.retry_stuck_job(p_id bigint) returns void
language sql volatile set search_path = '' as $$ select private.retry_stuck_job(p_id) $$;
comment on function public.retry_stuck_job is
  'Admin (aal2): makes a dead or waiting job due now, with its own key, so that an effect which has happened does not happen twice. Errors: 42501, MFAAL, NOFND, STATE {status: done or leased}, RTLIM.';

grant execute on function private.money_differences(text, int), public.money_differences(text, int),
  private.explain_difference(bigint, text), public.explain_difference(bigint, text),
  private.compare_money(), public.compare_money(),
  private.stuck_jobs(int), public.stuck_jobs(int),
  private.retry_stuck_job(bigint), public.retry_stuck_job(bigint) to authenticated;
