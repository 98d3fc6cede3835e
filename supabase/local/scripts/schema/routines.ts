/** Schemas, types, sequences, functions and jobs. */
import type { Sql } from 'postgres'
import type { Grants } from './grants.ts'

export async function describeSchemas(
  sql: Sql,
  schemas: string[],
  grants: Grants,
): Promise<string[]> {
  const rows = await sql<{ oid: string; statement: string }[]>`
    select n.oid::text, format('create schema %I;%s', n.nspname,
      coalesce(format(e'\ncomment on schema %I is ', n.nspname) || quote_literal(obj_description(n.oid, 'pg_namespace')) || ';', '')) as statement
    from pg_namespace n where n.nspname = any(${schemas}) order by n.nspname collate "C"`
  return rows.map(({ oid, statement }) =>
    [statement, ...(grants.schemas.get(oid) ?? [])].join('\n'),
  )
}

export async function describeDefaultPrivileges(sql: Sql): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    select format('-- default privileges of %s%s on %s: %s', pg_get_userbyid(d.defaclrole),
      coalesce(' in schema ' || n.nspname, ''),
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' else 'schemas' end,
      (select string_agg(acl::text, ' ' order by acl::text collate "C") from unnest(d.defaclacl) acl)) as statement
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
    where pg_get_userbyid(d.defaclrole) = 'postgres' order by 1`
  return rows.map(({ statement }) => statement)
}

export async function describeExtensions(sql: Sql): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    select format('create extension %I with schema %I;', e.extname, n.nspname) as statement
    from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname <> 'plpgsql' order by e.extname collate "C"`
  return rows.map(({ statement }) => statement)
}

export async function describeTypes(sql: Sql, schemas: string[]): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    select case t.typtype
      when 'e' then format('create type %s as enum (%s);', t.oid::regtype,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      when 'd' then format('create domain %s as %s%s%s;', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
        case when t.typnotnull then ' not null' else '' end,
        (select coalesce(string_agg(format(' constraint %I %s', conname, pg_get_constraintdef(k.oid)), '' order by conname), '')
          from pg_constraint k where k.contypid = t.oid))
      else format('create type %s as (%s);', t.oid::regtype,
        (select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
          from pg_attribute where attrelid = t.typrelid and attnum > 0)) end
      || coalesce(format(e'\ncomment on %s %s is ', case t.typtype when 'd' then 'domain' else 'type' end,
        t.oid::regtype) || quote_literal(obj_description(t.oid, 'pg_type')) || ';', '') as statement
    from pg_type t left join pg_class c on c.oid = t.typrelid
    where t.typnamespace::regnamespace::text = any(${schemas})
      and (t.typtype in ('e', 'd') or (t.typtype = 'c' and c.relkind = 'c'))
      and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
    order by t.oid::regtype::text collate "C"`
  return rows.map(({ statement }) => statement)
}

/** Identity columns bring their sequence along; only free ones are listed. */
export async function describeSequences(
  sql: Sql,
  schemas: string[],
  grants: Grants,
): Promise<string[]> {
  const rows = await sql<{ oid: string; statement: string }[]>`
    select c.oid::text, format('create sequence %s as %s start %s increment %s;', c.oid::regclass,
      s.seqtypid::regtype, s.seqstart, s.seqincrement) as statement
    from pg_class c join pg_sequence s on s.seqrelid = c.oid
    where c.relnamespace::regnamespace::text = any(${schemas})
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'i')
    order by c.oid::regclass::text collate "C"`
  return rows.map(({ oid, statement }) =>
    [statement, ...(grants.relations.get(oid) ?? [])].join('\n'),
  )
}

export async function describeFunctions(
  sql: Sql,
  schemas: string[],
  grants: Grants,
): Promise<string[]> {
  const rows = await sql<{ oid: string; statement: string }[]>`
    select p.oid::text, rtrim(pg_get_functiondef(p.oid), e'\n') || ';'
      || coalesce(format(e'\ncomment on function %s is ', p.oid::regprocedure) || quote_literal(obj_description(p.oid, 'pg_proc')) || ';', '')
      as statement
    from pg_proc p
    where p.pronamespace::regnamespace::text = any(${schemas}) and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.oid::regprocedure::text collate "C"`
  return rows.map(({ oid, statement }) =>
    [statement, ...(grants.functions.get(oid) ?? [])].join('\n'),
  )
}

export async function describeJobs(sql: Sql): Promise<string[]> {
  const [present] = await sql`select 1 from pg_extension where extname = 'pg_cron'`
  if (!present) return []
  const rows = await sql<{ statement: string }[]>`
    select format('select cron.schedule(%L, %L, %L);', jobname, schedule, command) as statement
    from cron.job order by jobname collate "C"`
  return rows.map(({ statement }) => statement)
}
