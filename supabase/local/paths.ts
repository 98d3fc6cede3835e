/** Where the embedded stack reads and writes. Everything it writes is below {@link dataDir}. */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const PROJECT_DIR = resolve(import.meta.dirname, '../..')
export const MIGRATIONS_DIR = join(PROJECT_DIR, 'supabase/migrations')

const LOCAL_DATA_DIR = join(import.meta.dirname, '.data')
const OTHERS_MAY_ENTER = 0o001

function othersMayEnter(directory: string): boolean {
  const parent = dirname(directory)
  const enterable = (statSync(directory).mode & OTHERS_MAY_ENTER) !== 0
  return enterable && (parent === directory || othersMayEnter(parent))
}

/**
 * The ignored folder `.data`, unless we are root inside a private home: Postgres then runs as another user, who
 * could not reach it, so the data goes below `/var/tmp` under a name that is fixed for this checkout.
 */
export function dataDir(): string {
  if (process.getuid?.() !== 0 || othersMayEnter(PROJECT_DIR)) return LOCAL_DATA_DIR
  const checkout = createHash('sha256').update(PROJECT_DIR).digest('hex').slice(0, 12)
  return join('/var/tmp', `blytz-live-${checkout}`)
}
