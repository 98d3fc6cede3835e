/** A durable server (fsync and synchronous_commit on) over a private copy of the migrated cluster. */
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { dataDir } from '../local/paths.ts'
import { ensurePartitions } from '../local/postgres/partitions.ts'
import { freePort } from '../local/postgres/port.ts'
import { startPostgres } from '../local/postgres/server.ts'
import { copyCluster, migratedCluster } from '../local/postgres/template.ts'

export interface BenchServer {
  url: string
  port: number
  admin: Sql
  stop(): Promise<void>
}

/** `setup`: files of `sql/`, run in order. */
export async function startBenchServer(...setup: string[]): Promise<BenchServer> {
  const folder = join(dataDir(), 'bench', String(process.pid))
  await mkdir(folder, { recursive: true })
  const cluster = join(folder, 'cluster')
  await copyCluster(await migratedCluster(), cluster)
  const server = await startPostgres({ dataDir: cluster, port: await freePort(), durable: true })
  await ensurePartitions(server.url('supabase_admin'))
  const admin = postgres(server.url('supabase_admin'), { max: 2, onnotice: () => undefined })
  for (const file of setup) {
    await admin.unsafe(await readFile(join(import.meta.dirname, 'sql', file), 'utf8'))
  }
  await admin`vacuum analyze`
  return {
    url: server.url('supabase_admin'),
    port: server.port,
    admin,
    async stop() {
      await admin.end()
      await server.stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
