/** Turns an empty cluster into what a hosted project has before its first migration. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getAuthSchemaSql, getStorageSchemaSql, SUPABASE_AUTH_HELPERS_SQL } from '@supabase/lite'
import postgres from 'postgres'

function own(file: string): Promise<string> {
  return readFile(join(import.meta.dirname, file), 'utf8')
}

/** Our roles.sql creates the schemas with the right owners before lite's statements run. */
function withoutSchema(sql: string): string {
  return sql.replace(/CREATE SCHEMA IF NOT EXISTS \w+;/g, '')
}

/** Runs every bootstrap script in one transaction as the superuser `supabase_admin`. */
export async function bootstrap(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined })
  try {
    const [roles, auth, storage, realtime] = await Promise.all(
      ['roles.sql', 'auth.sql', 'storage.sql', 'realtime.sql'].map(own),
    )
    await sql.begin(async (tx) => {
      await tx.unsafe(`${roles}`)
      await tx.unsafe('set local role supabase_auth_admin')
      await tx.unsafe(withoutSchema(getAuthSchemaSql(true)))
      await tx.unsafe(withoutSchema(SUPABASE_AUTH_HELPERS_SQL))
      await tx.unsafe(`${auth}`)
      await tx.unsafe('set local role supabase_storage_admin')
      await tx.unsafe(withoutSchema(getStorageSchemaSql(true)))
      await tx.unsafe(`${storage}`)
      await tx.unsafe('reset role')
      await tx.unsafe(`${realtime}`)
    })
  } finally {
    await sql.end()
  }
}
