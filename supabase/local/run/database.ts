/** The durable database of `npm start`: made from the cached cluster, migrated on, never silently out of step. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { applyMigrations } from '../postgres/migrate.ts'
import { type PostgresServer, startPostgres } from '../postgres/server.ts'
import { copyCluster, migratedCluster, migrationFiles } from '../postgres/template.ts'
import type { Instance } from './instance.ts'

/** An applied migration was edited or removed: the CLI would not notice, and the schema would be a third thing. */
export class ChangedMigrationError extends Error {
  override name = 'ChangedMigrationError'
}

type Hashes = Record<string, string>

async function currentHashes(): Promise<Hashes> {
  const entries = (await migrationFiles()).map(async (path) => {
    const content = await readFile(path)
    return [basename(path), createHash('sha256').update(content).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

function hashesPath(instance: Instance): string {
  return join(instance.directory, 'migrations.json')
}

async function recordedHashes(instance: Instance): Promise<Hashes> {
  const text = await readFile(hashesPath(instance), 'utf8')
  return z.record(z.string(), z.string()).parse(JSON.parse(text))
}

function requireUnchanged(recorded: Hashes, current: Hashes): void {
  const changed = Object.keys(recorded).filter((name) => recorded[name] !== current[name])
  if (changed.length === 0) return
  throw new ChangedMigrationError(
    `Changed since the local database was made: ${changed.join(', ')}.\nRun: npm start -- --fresh   (deletes the local data)`,
  )
}

async function create(instance: Instance, current: Hashes): Promise<void> {
  const partial = `${instance.cluster}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(instance.directory, { recursive: true })
  await copyCluster(await migratedCluster(), partial)
  await writeFile(hashesPath(instance), JSON.stringify(current))
  await rename(partial, instance.cluster)
}

/** Starts Postgres for people: durable, with every migration applied. */
export async function startDatabase(instance: Instance, port: number): Promise<PostgresServer> {
  const current = await currentHashes()
  const isNew = !existsSync(instance.cluster)
  if (isNew) await create(instance, current)
  const recorded = isNew ? current : await recordedHashes(instance)
  requireUnchanged(recorded, current)
  const server = await startPostgres({ dataDir: instance.cluster, port, durable: true })
  try {
    if (Object.keys(current).length > Object.keys(recorded).length) {
      await applyMigrations(server.url('postgres'))
      await writeFile(hashesPath(instance), JSON.stringify(current))
    }
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

const SEEDED = 'seeded'

export function isSeeded(instance: Instance): boolean {
  return existsSync(join(instance.directory, SEEDED))
}

export async function markSeeded(instance: Instance): Promise<void> {
  await writeFile(join(instance.directory, SEEDED), new Date().toISOString())
}
