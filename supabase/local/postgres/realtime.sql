-- The database side of Supabase Realtime (server 2.x, August 2026): a contract that production owns, hence never
-- part of a migration. Migrations add policies on realtime.messages and call realtime.send. Run as supabase_admin.
create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at)
) partition by range (inserted_at);
alter table realtime.messages
  add constraint messages_payload_exclusive check (payload is null or binary_payload is null);
create index messages_inserted_at_topic_index on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;
alter table realtime.messages enable row level security;
alter table realtime.messages owner to supabase_realtime_admin;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on realtime.messages to postgres;

create publication supabase_realtime;
create publication supabase_realtime_messages_publication for table realtime.messages;

create function realtime.topic() returns text language sql stable
  as $$ select nullif(current_setting('realtime.topic', true), '')::text $$;

create function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void language plpgsql as $$
declare
  generated_id uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (
    generated_id,
    case when payload ? 'id' then payload else jsonb_set(payload, '{id}', to_jsonb(generated_id)) end,
    event, topic, private, 'broadcast'
  );
exception when others then
  -- A broadcast never undoes the write that caused it.
  raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end $$;

create function realtime.send_binary(payload bytea, event text, topic text, private boolean default true)
returns void language plpgsql as $$
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (binary_payload, event, topic, private, extension)
  values (payload, event, topic, private, 'broadcast');
exception when others then
  raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end $$;

create function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text default 'ROW'
) returns void language plpgsql as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object('old_record', old, 'record', new, 'operation', operation,
      'table', table_name, 'schema', table_schema),
    event_name, topic_name
  );
end $$;

-- Yesterday to three days ahead exist; what is older than 72 hours goes. Called at start and by the janitor.
create function realtime.maintain_partitions() returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_today date := (clock_timestamp() at time zone 'utc')::date;
  v_day date;
  v_name text;
begin
  perform pg_catalog.pg_advisory_xact_lock(hashtext('realtime.maintain_partitions'));
  for v_day in select d::date from generate_series(v_today - 1, v_today + 3, interval '1 day') d loop
    v_name := format('messages_%s', to_char(v_day, 'YYYY_MM_DD'));
    if to_regclass(format('realtime.%I', v_name)) is null then
      execute format('create table realtime.%I partition of realtime.messages for values from (%L) to (%L)',
        v_name, v_day, v_day + 1);
      execute format('alter table realtime.%I owner to supabase_realtime_admin', v_name);
    end if;
  end loop;
  for v_name in
    select c.relname from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'realtime.messages'::regclass
      and c.relname < format('messages_%s', to_char(v_today - 3, 'YYYY_MM_DD'))
  loop
    execute format('drop table realtime.%I', v_name);
  end loop;
end $$;
revoke execute on function realtime.maintain_partitions() from public;
select realtime.maintain_partitions();
