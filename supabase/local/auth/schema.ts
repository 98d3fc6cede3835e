import { readFileSync } from 'node:fs'
import type { Sql } from './database.ts'

const VERSION = 'local-20250901'
/** Any number, as long as every instance takes the same lock. */
const MIGRATION_LOCK = 7_231_904

/**
 * Brings the `auth` schema to what this service needs, as GoTrue migrates its own schema when it starts.
 * Safe to repeat and to run from several instances at once. `sql` must be logged in as supabase_auth_admin.
 */
export async function migrateAuthSchema(sql: Sql): Promise<void> {
  if (await isMigrated(sql)) return
  const ddl = readFileSync(new URL('./schema.sql', import.meta.url), 'utf8')
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${MIGRATION_LOCK})`
    await tx.unsafe(ddl)
    await tx`insert into auth.schema_migrations (version) values (${VERSION}) on conflict do nothing`
  })
}

async function isMigrated(sql: Sql): Promise<boolean> {
  const [table] = await sql`select to_regclass('auth.schema_migrations') is not null as present`
  if (!table?.present) return false
  const rows = await sql`select 1 from auth.schema_migrations where version = ${VERSION}`
  return rows.length > 0
}
