-- The catalogue and functions of pg_cron 1.6 with the grants hosted Supabase gives; `supabase/local/cron` runs the jobs.
create schema cron;

create sequence cron.jobid_seq;
create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default inet_server_port(),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);

create sequence cron.runid_seq;
create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid integer,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);

alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

create function cron._check(p_schedule text) returns void language plpgsql immutable as $$
begin
  if p_schedule !~ '^\s*([1-9]|[1-5][0-9])\s+seconds?\s*$'
     and p_schedule !~ '^\s*[-0-9*/,a-zA-Z$]+(\s+[-0-9*/,a-zA-Z$]+){4}\s*$'
     and p_schedule !~ '^\s*@(yearly|annually|monthly|weekly|daily|midnight|hourly)\s*$' then
    raise exception 'invalid schedule: %', p_schedule
      using hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
end $$;

-- Writing is definer's work: pg_cron lets nobody but itself write cron.job.
create function cron._put(p_user text, p_name text, p_schedule text, p_command text, p_database text, p_active boolean)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  v_jobid bigint;
begin
  perform cron._check(p_schedule);
  insert into cron.job (jobname, schedule, command, database, username, active)
  values (p_name, p_schedule, p_command, p_database, p_user, p_active)
  on conflict on constraint jobname_username_uniq do update
    set schedule = excluded.schedule, command = excluded.command, database = excluded.database
  returning jobid into v_jobid;
  return v_jobid;
end $$;

create function cron._drop(p_user text, p_jobid bigint, p_name text)
returns boolean language plpgsql security definer set search_path = '' as $$
begin
  delete from cron.job j where j.username = p_user and (j.jobid = p_jobid or j.jobname = p_name);
  if not found then
    raise exception 'could not find valid entry for job %', coalesce(quote_literal(p_name), p_jobid::text);
  end if;
  return true;
end $$;

create function cron._alter(p_user text, p_jobid bigint, p_schedule text, p_command text, p_database text, p_active boolean)
returns void language plpgsql security definer set search_path = '' as $$
begin
  if p_schedule is not null then
    perform cron._check(p_schedule);
  end if;
  update cron.job j set schedule = coalesce(p_schedule, j.schedule), command = coalesce(p_command, j.command),
    database = coalesce(p_database, j.database), active = coalesce(p_active, j.active)
  where j.jobid = p_jobid and j.username = p_user;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', p_jobid;
  end if;
end $$;

create function cron.schedule(schedule text, command text) returns bigint language sql
  as $$ select cron._put(current_user, null, schedule, command, current_database(), true) $$;
create function cron.schedule(job_name text, schedule text, command text) returns bigint language sql
  as $$ select cron._put(current_user, job_name, schedule, command, current_database(), true) $$;
create function cron.schedule_in_database(job_name text, schedule text, command text, database text,
  username text default null, active boolean default true) returns bigint language sql
  as $$ select cron._put(coalesce(username, current_user), job_name, schedule, command, database, active) $$;
create function cron.unschedule(job_id bigint) returns boolean language sql
  as $$ select cron._drop(current_user, job_id, null) $$;
create function cron.unschedule(job_name text) returns boolean language sql
  as $$ select cron._drop(current_user, null, job_name) $$;
create function cron.alter_job(job_id bigint, schedule text default null, command text default null,
  database text default null, username text default null, active boolean default null) returns void language sql
  as $$ select cron._alter(current_user, job_id, schedule, command, database, active) $$;

revoke all on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;

grant usage on schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
grant usage on sequence cron.jobid_seq, cron.runid_seq to postgres;
