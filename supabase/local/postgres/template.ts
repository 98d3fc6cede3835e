/**
 * Cached clusters. Making one (initdb, bootstrap, migrations) takes seconds; copying a stopped one takes a fraction.
 * `base` has no migrations; `migrated` is the base plus `supabase/migrations`. Each is named by the hash of all that
 * went into it, so a changed migration makes a new one and nothing is ever stale.
 */
import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { dataDir, MIGRATIONS_DIR } from '../paths.ts'
import { installBinaries } from './binaries.ts'
import { bootstrap } from './bootstrap.ts'
import { applyMigrations } from './migrate.ts'
import { freePort } from './port.ts'
import { initialiseCluster, type PostgresServer, startPostgres } from './server.ts'
import { giveToServerUser } from './server-user.ts'

/** More than one: several branches or a running test may still copy from an older one. */
const KEPT_TEMPLATES = 6

async function filesOf(directory: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => [])
  return names
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => join(directory, name))
}

async function hashFiles(hash: Hash, paths: string[]): Promise<void> {
  for (const path of paths)
    hash
      .update(basename(path))
      .update('\0')
      .update(await readFile(path))
}

/** The migration files in the order in which the CLI applies them. */
export function migrationFiles(): Promise<string[]> {
  return filesOf(MIGRATIONS_DIR, /^\d+_.*\.sql$/)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Copies a stopped cluster; copy-on-write where the file system can. */
export async function copyCluster(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
  await giveToServerUser(to, true)
}

async function forgetOld(root: string): Promise<void> {
  const names = await readdir(root)
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(root, name))).mtimeMs })),
  )
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT_TEMPLATES)
  await Promise.all(old.map(({ name }) => rm(join(root, name), { recursive: true, force: true })))
}

async function build(
  name: string,
  make: (cluster: string) => Promise<void>,
  change: (server: PostgresServer) => Promise<void>,
): Promise<string> {
  const root = join(dataDir(), 'templates')
  const target = join(root, name)
  const cluster = join(target, 'cluster')
  if (await exists(target)) {
    const now = new Date()
    await utimes(target, now, now)
    return cluster
  }
  const partial = join(dataDir(), 'building', `${name}-${process.pid}-${Date.now()}`)
  const unfinished = join(partial, 'cluster')
  await mkdir(partial, { recursive: true })
  try {
    await make(unfinished)
    const server = await startPostgres({
      dataDir: unfinished,
      port: await freePort(),
      durable: false,
    })
    try {
      await change(server)
    } finally {
      await server.stop()
    }
    await mkdir(root, { recursive: true })
    // Somebody else may have finished the same cluster meanwhile: theirs is equal.
    await rename(partial, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  await forgetOld(root)
  return cluster
}

/** A stopped cluster as hosted Supabase is before the first migration. Returns its directory: copy, never start it. */
export async function baseCluster(): Promise<string> {
  const { version } = await installBinaries()
  const hash = createHash('sha256').update(version)
  await hashFiles(
    hash,
    await filesOf(import.meta.dirname, /\.(sql|control)$|^(bootstrap|server)\.ts$/),
  )
  return build(`base-${hash.digest('hex').slice(0, 16)}`, initialiseCluster, (server) =>
    bootstrap(server.url('supabase_admin')),
  )
}

/** The base cluster with every migration applied to database `postgres`. Copy it, never start it. */
export async function migratedCluster(): Promise<string> {
  const base = await baseCluster()
  const migrations = await migrationFiles()
  const hash = createHash('sha256').update(base)
  await hashFiles(hash, migrations)
  return build(
    `migrated-${hash.digest('hex').slice(0, 16)}`,
    (cluster) => copyCluster(base, cluster),
    async (server) => {
      if (migrations.length > 0) await applyMigrations(server.url('postgres'))
    },
  )
}
