/** Servers for tests: a private copy of the migrated cluster on a free port, gone afterwards. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dataDir } from '../paths.ts'
import { endOrphan, isAlive } from './orphan.ts'
import { ensurePartitions } from './partitions.ts'
import { freePort } from './port.ts'
import { type PostgresServer, startPostgres } from './server.ts'
import { copyCluster, migratedCluster } from './template.ts'

const PORT_ATTEMPTS = 5

async function start(cluster: string): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      return await startPostgres({ dataDir: cluster, port, durable: false })
    } catch (error) {
      // Between finding a free port and using it another process may have taken it.
      if (attempt === PORT_ATTEMPTS) throw error
    }
  }
}

/** Test runs that were killed leave folders `<pid>-…` behind, some with a server in them. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = Number.parseInt(name, 10)
    if (isAlive(pid)) continue
    await endOrphan(join(root, name, 'cluster'))
    await rm(join(root, name), { recursive: true, force: true })
  }
}

/** Starts a migrated, not durable server; `stop` also deletes its files. */
export async function startScratchServer(): Promise<PostgresServer> {
  const root = join(dataDir(), 'scratch')
  await mkdir(root, { recursive: true })
  await sweep(root)
  const directory = join(root, `${process.pid}-${randomBytes(4).toString('hex')}`)
  const cluster = join(directory, 'cluster')
  const template = await migratedCluster()
  await mkdir(directory)
  await copyCluster(template, cluster)
  const server = await start(cluster)
  await ensurePartitions(server.url('supabase_admin'))
  return {
    ...server,
    async stop() {
      await server.stop('immediate')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
