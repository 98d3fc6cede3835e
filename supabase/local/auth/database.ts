import postgres from 'postgres'

export type Sql = postgres.Sql
/** A connection or a transaction: repositories do not care which. */
export type Queryable = postgres.ISql
export type Transaction = postgres.TransactionSql

export type JsonValue = postgres.JSONValue
export type JsonObject = Record<string, unknown>

const MAX_CONNECTIONS = 8

/** A pool logged in as supabase_auth_admin, which owns the `auth` schema and runs the hooks, as hosted. */
export function connect(url: string): Sql {
  return postgres(url, {
    max: MAX_CONNECTIONS,
    onnotice: () => undefined,
    connection: { application_name: 'auth' },
  })
}

/** JSON columns take what `JSON.stringify` takes; the driver's own type is narrower than that. */
export function json(sql: Queryable, value: JsonObject) {
  return sql.json(value as { [key: string]: postgres.JSONValue | undefined })
}

/** True for a violation of the named unique index or constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof postgres.PostgresError) || error.code !== '23505') return false
  return constraint === undefined || error.constraint_name === constraint
}
