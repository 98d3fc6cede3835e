/** The written grant matrix against the catalogs, and against real statements. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf } from '../support/call.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { commandGrants, privateGrants } from '../support/function-grants.ts'
import { type Grants, type Role, roles, tableGrants } from '../support/grants.ts'

const verbs = ['select', 'insert', 'update', 'delete', 'truncate'] as const
type Verb = (typeof verbs)[number]

let db: TestDatabase
let user: string

beforeAll(async () => {
  db = await createTestDatabase()
  user = await db.createUser()
})
afterAll(() => db.drop())

const relations = () => db.admin<{ name: string; kind: string; column: string }[]>`
  select n.nspname || '.' || c.relname as name, c.relkind as kind,
    (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attidentity = '' order by a.attnum limit 1) as column
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'private', 'ops') and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1`

test('the table grants of the catalogs are exactly the written ones', async () => {
  const rows = await db.admin<{ name: string; role: Role; granted: string }[]>`
    select n.nspname || '.' || c.relname as name, r.role,
      case when has_table_privilege(r.role, c.oid, v.verb) then v.verb
        else v.verb || '(' || (select string_agg(a.attname, ',' order by a.attnum) from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and has_column_privilege(r.role, c.oid, a.attnum, v.verb)) || ')' end as granted
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(${[...roles]}::text[]) with ordinality r(role, r_at)
    cross join unnest(array['select', 'insert', 'update', 'references']) with ordinality v(verb, v_at)
    where n.nspname in ('public', 'private', 'ops') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and has_any_column_privilege(r.role, c.oid, v.verb)
    union all
    select n.nspname || '.' || c.relname, r.role, v.verb
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(${[...roles]}::text[]) r(role)
    cross join unnest(array['delete', 'truncate', 'trigger', 'maintain']) v(verb)
    where n.nspname in ('public', 'private', 'ops') and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and has_table_privilege(r.role, c.oid, v.verb)`
  const actual: Grants = {}
  for (const { name, role, granted } of rows) {
    const table = actual[name] ?? {}
    actual[name] = table
    table[role] = [...new Set([...(table[role] ?? []), granted])].sort()
  }
  const written = Object.fromEntries(
    Object.entries(tableGrants).map(([name, table]) => [
      name,
      Object.fromEntries(
        Object.entries(table).map(([role, granted]) => [role, [...granted].sort()]),
      ),
    ]),
  )
  expect(actual).toEqual(written)
})

test('no client role may use a sequence', async () => {
  const rows = await db.admin`
    select c.oid::regclass, r.role from pg_class c join pg_namespace n on n.oid = c.relnamespace
    cross join unnest(${[...roles]}::text[]) r(role)
    where n.nspname in ('public', 'private', 'ops') and c.relkind = 'S'
      and has_sequence_privilege(r.role, c.oid, 'usage, select, update')`
  expect(rows).toEqual([])
})

test('no client role may create anything, and ops is closed to all of them', async () => {
  const rows = await db.admin`
    select n.nspname, r.role from pg_namespace n cross join unnest(${[...roles]}::text[]) r(role)
    where n.nspname in ('public', 'private', 'ops')
      and (has_schema_privilege(r.role, n.oid, 'create') or (n.nspname = 'ops' and has_schema_privilege(r.role, n.oid, 'usage')))`
  expect(rows).toEqual([])
})

const statements: Record<Verb, (name: string, column: string) => string> = {
  select: (name) => `select * from ${name}`,
  insert: (name) => `insert into ${name} default values`,
  update: (name, column) => `update ${name} set ${column} = ${column}`,
  delete: (name) => `delete from ${name}`,
  truncate: (name) => `truncate ${name}`,
}

describe.each(roles)('%s', (role) => {
  test('is denied every verb that the matrix does not grant (42501)', async () => {
    const attempted: string[] = []
    for (const { name, kind, column } of await relations()) {
      const granted = tableGrants[name]?.[role] ?? []
      for (const verb of verbs) {
        if (kind === 'v' && verb === 'truncate') continue
        if (granted.some((entry) => entry === verb || entry.startsWith(`${verb}(`))) continue
        const caller = role === 'authenticated' ? user : role
        const attempt = db.as(caller, (tx) => tx.unsafe(statements[verb](name, column)))
        const failure = await failureOf(attempt)
        expect(failure, `${verb} ${name}`).toMatchObject({ code: '42501' })
        expect(failure.message, `${verb} ${name}`).toMatch(
          /^permission denied for (table|view|schema)/,
        )
        attempted.push(`${verb} ${name}`)
      }
    }
    expect(attempted.length).toBeGreaterThan(60)
  })

  test('is denied every column outside a limited grant (42501)', async () => {
    const caller = role === 'authenticated' ? user : role
    let attempted = 0
    for (const [name, table] of Object.entries(tableGrants)) {
      const columns = await db.admin<{ name: string }[]>`
        select attname as name from pg_attribute where attrelid = ${name}::regclass and attnum > 0 and not attisdropped`
      for (const granted of table[role] ?? []) {
        const [, verb, list] = /^(select|insert|update)\((.*)\)$/.exec(granted) ?? []
        if (!verb || list === undefined) continue
        for (const column of columns.filter(
          (candidate) => !list.split(',').includes(candidate.name),
        )) {
          const statement = {
            select: `select ${column.name} from ${name}`,
            insert: `insert into ${name} (${column.name}) values (default)`,
            update: `update ${name} set ${column.name} = default`,
          }[verb]
          if (statement === undefined) throw new Error(`no statement for ${verb}`)
          const attempt = db.as(caller, (tx) => tx.unsafe(statement))
          expect(await failureOf(attempt), statement).toMatchObject({ code: '42501' })
          attempted++
        }
      }
    }
    expect(attempted).toBeGreaterThan(role === 'authenticated' ? 40 : 5)
  })

  test('may read what the matrix says', async () => {
    const caller = role === 'authenticated' ? user : role
    for (const [name, table] of Object.entries(tableGrants)) {
      const select = table[role]?.find((entry) => entry.startsWith('select'))
      if (!select) continue
      const columns = select === 'select' ? '*' : select.slice('select('.length, -1)
      await db.as(caller, (tx) => tx.unsafe(`select ${columns} from ${name}`))
    }
  })
})

async function executeGrants(schema: string): Promise<Record<string, Role[]>> {
  const rows = await db.admin<{ name: string; granted: Role[] }[]>`
    select p.proname as name, array_agg(r.role order by r.at) as granted
    from pg_proc p cross join unnest(${[...roles]}::text[]) with ordinality r(role, at)
    where p.pronamespace = ${schema}::regnamespace and has_function_privilege(r.role, p.oid, 'execute')
    group by p.oid, p.proname`
  return Object.fromEntries(rows.map((row) => [row.name, row.granted]))
}

test('the commands are executable by exactly the written roles', async () => {
  expect(await executeGrants('public')).toEqual(commandGrants)
})

test('private functions are executable by exactly the written roles', async () => {
  expect(await executeGrants('private')).toEqual(privateGrants)
})
