/** A durable server (fsync and synchronous_commit on) over a private copy of the migrated cluster, made to be killed. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { dataDir } from '../../../local/paths.ts'
import { ensurePartitions } from '../../../local/postgres/partitions.ts'
import { freePort } from '../../../local/postgres/port.ts'
import { type PostgresServer, startPostgres } from '../../../local/postgres/server.ts'
import { copyCluster, migratedCluster } from '../../../local/postgres/template.ts'

const RESTART_TIMEOUT_MS = 60_000
const POLL_MS = 100

export interface MortalServer {
  port: number
  url: PostgresServer['url']
  /** `kill -9` of the postmaster alone, or of every process of the server in one go. */
  kill(what: 'postmaster' | 'everything'): Promise<void>
  /** Starts it again on the same port, and resolves when recovery is over. */
  restart(): Promise<void>
  isRunning(): boolean
  stop(): Promise<void>
}

/** `folder` is created if need be, and left empty by `stop`. */
export async function startMortalServer(folder: string = scratchFolder()): Promise<MortalServer> {
  await mkdir(folder, { recursive: true })
  const cluster = join(folder, 'cluster')
  await copyCluster(await migratedCluster(), cluster)
  const port = await freePort()
  const start = () => startPostgres({ dataDir: cluster, port, durable: true })
  let server = await start()
  let running = true
  const watch = () => void server.ended.then(() => (running = false))
  watch()
  await ensurePartitions(server.url('supabase_admin'))
  return {
    port,
    url: server.url,
    isRunning: () => running,
    async kill(what) {
      const victims = what === 'everything' ? await childrenOf(server.pid) : []
      for (const pid of [server.pid, ...victims]) killNow(pid)
      await server.ended
    },
    async restart() {
      const deadline = Date.now() + RESTART_TIMEOUT_MS
      for (;;) {
        try {
          server = await start()
          running = true
          watch()
          return
        } catch (error) {
          // Backends on their way out hold the shared memory for a moment.
          if (Date.now() > deadline) throw error
          await delay(POLL_MS)
        }
      }
    },
    async stop() {
      if (running) await server.stop('immediate')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Below the folder whose leftovers the next test run sweeps away. */
export function scratchFolder(): string {
  return join(dataDir(), 'scratch', `${process.pid}-${randomBytes(4).toString('hex')}`)
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code')
    // A backend whose work was done in the meantime.
    if (code !== 'ESRCH') throw error
  }
}
