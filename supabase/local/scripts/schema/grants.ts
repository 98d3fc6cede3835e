/** Privileges as GRANT statements; what the owner has is left out, defaults are written as if granted. */
import type { Sql } from 'postgres'

export interface Grants {
  /** Keyed by object id (and column name for column grants). */
  relations: Map<string, string[]>
  functions: Map<string, string[]>
  schemas: Map<string, string[]>
}

interface Row {
  oid: string
  statement: string
}

function byObject(rows: Row[]): Map<string, string[]> {
  const grants = new Map<string, string[]>()
  for (const { oid, statement } of rows) {
    grants.set(oid, [...(grants.get(oid) ?? []), statement])
  }
  return grants
}

/** Reads all privileges in `schemas` at once. */
export async function readGrants(sql: Sql, schemas: string[]): Promise<Grants> {
  const relations = await sql<Row[]>`
    with acl as (
      select c.oid, null::name as attname, a.grantee, a.privilege_type, c.relowner as owner
      from pg_class c, aclexplode(c.relacl) a
      where c.relnamespace::regnamespace::text = any(${schemas}) and c.relkind in ('r', 'p', 'v', 'm', 'S')
      union all
      select c.oid, t.attname, a.grantee, a.privilege_type, c.relowner
      from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a
      where c.relnamespace::regnamespace::text = any(${schemas})
    ), grouped as (
      select oid, grantee, privilege_type,
        string_agg(quote_ident(attname), ', ' order by attname collate "C") as columns
      from acl where grantee <> owner group by oid, grantee, privilege_type
    )
    select g.oid::text, format('grant %s on %s%s to %s;',
      string_agg(lower(privilege_type) || coalesce(' (' || columns || ')', ''), ', '
        order by privilege_type collate "C"),
      case when c.relkind = 'S' then 'sequence ' else '' end, g.oid::regclass,
      case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end) as statement
    from grouped g join pg_class c on c.oid = g.oid
    group by g.oid, c.relkind, grantee order by pg_get_userbyid(grantee)::text collate "C"`
  const functions = await sql<Row[]>`
    select p.oid::text, format('grant execute on function %s to %s;', p.oid::regprocedure,
      case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) as statement
    from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    where p.pronamespace::regnamespace::text = any(${schemas}) and a.grantee <> p.proowner
    order by pg_get_userbyid(a.grantee)::text collate "C"`
  const schemaGrants = await sql<Row[]>`
    select n.oid::text, format('grant %s on schema %I to %s;',
      string_agg(lower(a.privilege_type), ', ' order by a.privilege_type collate "C"), n.nspname,
      case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end) as statement
    from pg_namespace n, aclexplode(n.nspacl) a
    where n.nspname = any(${schemas}) and a.grantee <> n.nspowner
    group by n.oid, n.nspname, a.grantee order by pg_get_userbyid(a.grantee)::text collate "C"`
  return {
    relations: byObject(relations),
    functions: byObject(functions),
    schemas: byObject(schemaGrants),
  }
}
