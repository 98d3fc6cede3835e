/** House rules of the schema, asked of the catalogs: nothing here depends on anybody remembering. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { roles } from '../support/grants.ts'

let db: TestDatabase

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

/** The first column of a query that must find nothing; each query is written so that it would find the fault. */
async function faults(query: string): Promise<string[]> {
  const rows = await db.admin.unsafe<Record<string, string>[]>(query)
  return rows.map((row) => Object.values(row).join(' '))
}

const ours = `in ('public', 'private', 'ops')`

test('every table in public and private has row level security', async () => {
  const [count] = await db.admin<{ tables: number }[]>`
    select count(*)::int as tables from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind = 'r'`
  expect(count?.tables).toBeGreaterThan(20)
  expect(
    await faults(`select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname ${ours} and c.relkind in ('r', 'p') and not c.relrowsecurity`),
  ).toEqual([])
})

test('every view runs with its caller’s rights', async () => {
  expect(
    await faults(`select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname ${ours} and c.relkind in ('v', 'm')
        and not coalesce(c.reloptions @> array['security_invoker=true'], false)`),
  ).toEqual([])
})

test('every policy names its roles, and none of them is public', async () => {
  expect(
    await faults(`select tablename, policyname from pg_policies
      where (schemaname ${ours} or schemaname = 'realtime') and 'public' = any (roles)`),
  ).toEqual([])
})

test('every policy is named <table>_<command>_<who>', async () => {
  expect(
    await faults(`select tablename, policyname from pg_policies
      where (schemaname ${ours} or schemaname = 'realtime') and policyname not like tablename || '\\_' || lower(cmd) || '\\_%'`),
  ).toEqual([])
})

test('every policy asks for the user once per statement, not once per row', async () => {
  expect(
    await faults(`select tablename, policyname from pg_policies
      where (schemaname ${ours} or schemaname = 'realtime')
        and coalesce(qual, '') || coalesce(with_check, '') ~ 'auth\\.(uid|jwt|role)\\(\\)'
        and coalesce(qual, '') || coalesce(with_check, '') !~ 'SELECT auth\\.(uid|jwt|role)\\(\\)'`),
  ).toEqual([])
})

test('every function pins its names: an empty search_path, an SQL-standard body, or a caller that has one', async () => {
  // The third kind is internal to definer functions on the hot path: invoker's rights, and no client role may call it.
  expect(
    await faults(`select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname ${ours} and p.prosqlbody is null
        and not coalesce(p.proconfig @> array['search_path=""'], false)
        and (p.prosecdef or exists (select 1 from unnest(array['${roles.join("','")}']) r(role)
          where has_function_privilege(r.role, p.oid, 'execute')))`),
  ).toEqual([])
})

test('no function of definer’s rights is in public', async () => {
  expect(
    await faults(
      `select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
    ),
  ).toEqual([])
})

test('no function is open to everybody by default', async () => {
  expect(
    await faults(`select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname ${ours} and (p.proacl is null or exists (select 1 from aclexplode(p.proacl) a where a.grantee = 0))`),
  ).toEqual([])
})

test('every public function and every table has a comment', async () => {
  expect(
    await faults(`select p.oid::regprocedure from pg_proc p
      where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') is null`),
  ).toEqual([])
  expect(
    await faults(`select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname ${ours} and c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null`),
  ).toEqual([])
})

test('no command is overloaded', async () => {
  expect(
    await faults(`select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname ${ours} group by n.nspname, p.proname having count(*) > 1`),
  ).toEqual([])
})

test('every foreign key has an index', async () => {
  expect(
    await faults(`select c.conrelid::regclass, c.conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where n.nspname ${ours} and c.contype = 'f' and not exists (
        select 1 from pg_index i where i.indrelid = c.conrelid and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`),
  ).toEqual([])
})

test('money is bigint cents, never a float or numeric', async () => {
  expect(
    await faults(`select a.attrelid::regclass, a.attname from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname ${ours} and c.relkind in ('r', 'p', 'v') and a.attnum > 0
        and (a.attname like '%\\_cents' and a.atttypid not in ('int8'::regtype, 'int8[]'::regtype)
          or a.atttypid in ('float8'::regtype, 'numeric'::regtype, 'money'::regtype))`),
  ).toEqual([])
})

test('client roles time out and cannot bypass row level security', async () => {
  expect(
    await faults(`select rolname from pg_roles where rolname in ('anon', 'authenticated', 'authenticator')
      and (rolbypassrls or rolsuper or rolcreaterole or rolcreatedb)`),
  ).toEqual([])
})
