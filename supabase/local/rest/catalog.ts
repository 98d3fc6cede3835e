/** What the database offers as `rpc`: functions of the exposed schemas, and the settings of the API roles. */
import { Client } from 'pg'
import type { ApiRole } from './jwt.ts'
import type { DatabaseSettings } from './settings.ts'

export interface Argument {
  name: string
  /** Schema-qualified, as `format_type` writes it. */
  type: string
  required: boolean
}

/** How PostgREST shapes a result: one value, one object, no body; or an array of values or objects. */
export type ReturnKind = 'scalar' | 'composite' | 'void'

export interface DatabaseFunction {
  schema: string
  name: string
  args: Argument[]
  returns: ReturnKind
  returnsSet: boolean
  volatile: boolean
  /** False for unnamed and variadic arguments, which only lite knows to call. */
  callableByName: boolean
  /** `set statement_timeout` on the function: PostgREST applies it before the call. */
  settings: DatabaseSettings
}

export interface Catalog {
  /** All overloads by `schema.name`. */
  functions: ReadonlyMap<string, DatabaseFunction[]>
  roleSettings: ReadonlyMap<ApiRole, DatabaseSettings>
}

const FUNCTIONS = `
  select n.nspname as schema, p.proname as name, p.provolatile = 'v' as volatile, p.proretset as returns_set,
    p.provariadic <> 0 as variadic, p.pronargdefaults as defaults, p.proconfig as config,
    coalesce(p.proargnames, '{}') as arg_names, p.proargmodes::text[] as arg_modes,
    array(select pg_catalog.format_type(a.type, null)
          from unnest(p.proargtypes) with ordinality as a (type, position) order by a.position) as arg_types,
    case
      when p.prorettype = 'pg_catalog.void'::pg_catalog.regtype then 'void'
      when p.proargmodes::text[] && '{t,b,o}' or coalesce(b.typtype, t.typtype) = 'c' then 'composite'
      else 'scalar'
    end as returns
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_type t on t.oid = p.prorettype
  left join pg_catalog.pg_type b on b.oid = t.typbasetype
  where p.prokind = 'f' and n.nspname = any ($1)
  order by n.nspname, p.proname, p.oid`

const ROLES = `
  select r.rolname as role, s.setconfig as config
  from pg_catalog.pg_db_role_setting s
  join pg_catalog.pg_roles r on r.oid = s.setrole
  left join pg_catalog.pg_database d on d.oid = s.setdatabase
  where r.rolname in ('anon', 'authenticated', 'service_role')
    and (s.setdatabase = 0 or d.datname = pg_catalog.current_database())
  order by s.setdatabase`

interface FunctionRow {
  schema: string
  name: string
  volatile: boolean
  returns_set: boolean
  variadic: boolean
  defaults: number
  config: string[] | null
  arg_names: string[]
  arg_modes: string[] | null
  arg_types: string[]
  returns: ReturnKind
}

const INPUT_MODES = new Set(['i', 'b', 'v'])
/** PostgREST's `db-hoisted-tx-settings`, less what needs an extension. */
const HOISTED_SETTINGS = new Set(['statement_timeout'])

function settingsOf(config: string[] | null): Map<string, string> {
  return new Map(
    (config ?? []).map((entry) => {
      const equals = entry.indexOf('=')
      return [entry.slice(0, equals), entry.slice(equals + 1)]
    }),
  )
}

function toFunction(row: FunctionRow): DatabaseFunction {
  const names = row.arg_names.filter((_, i) => INPUT_MODES.has(row.arg_modes?.[i] ?? 'i'))
  const firstDefault = row.arg_types.length - row.defaults
  const args = row.arg_types.map((type, i) => ({
    name: names[i] ?? '',
    type,
    required: i < firstDefault,
  }))
  const settings = [...settingsOf(row.config)].filter(([name]) => HOISTED_SETTINGS.has(name))
  return {
    schema: row.schema,
    name: row.name,
    args,
    returns: row.returns,
    returnsSet: row.returns_set,
    volatile: row.volatile,
    callableByName: !row.variadic && args.every((arg) => arg.name !== ''),
    settings: new Map(settings),
  }
}

/** Reads the catalogue over a connection of its own. Throws what Postgres throws. */
export async function loadCatalog(databaseUrl: string, schemas: string[]): Promise<Catalog> {
  // With an empty search path every type name comes out with its schema.
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=' })
  await client.connect()
  try {
    const rows = await client.query<FunctionRow>(FUNCTIONS, [schemas])
    const roles = await client.query<{ role: ApiRole; config: string[] }>(ROLES)
    const functions = new Map<string, DatabaseFunction[]>()
    for (const row of rows.rows) {
      const key = `${row.schema}.${row.name}`
      functions.set(key, [...(functions.get(key) ?? []), toFunction(row)])
    }
    const roleSettings = new Map<ApiRole, DatabaseSettings>()
    for (const { role, config } of roles.rows) {
      roleSettings.set(role, new Map([...(roleSettings.get(role) ?? []), ...settingsOf(config)]))
    }
    return { functions, roleSettings }
  } finally {
    await client.end()
  }
}
