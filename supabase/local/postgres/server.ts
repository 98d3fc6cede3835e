/** One Postgres server process over one data directory. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { LoginRole } from '../types.ts'
import { installBinaries } from './binaries.ts'
import { endOrphan } from './orphan.ts'
import { giveToServerUser, serverUser } from './server-user.ts'

/** The well-known password of every local role, as the Supabase CLI's stack uses; the server only hears 127.0.0.1. */
export const DATABASE_PASSWORD = 'postgres'

const POLL_MS = 20
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 15_000

export interface PostgresOptions {
  dataDir: string
  port: number
  /** False trades safety after a power cut for speed: tests only. */
  durable: boolean
}

export interface PostgresServer {
  port: number
  dataDir: string
  pid: number
  url(role: LoginRole, database?: string): string
  /** Resolves when the process has ended; `immediate` skips the final checkpoint. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** Settles when the server ends for whatever reason; `true` if it was asked to. */
  ended: Promise<boolean>
}

const COMMON_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  max_wal_senders: '20',
  max_replication_slots: '20',
  shared_preload_libraries: 'pg_stat_statements',
  wal_level: 'logical',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Dynamic shared memory in files: containers often give /dev/shm only 64 MB.
  dynamic_shared_memory_type: process.platform === 'linux' ? 'mmap' : undefined,
  jit: 'off',
}

// Not synchronous_commit: replication only sees flushed WAL, so broadcasts would come late.
const FAST_SETTINGS = { fsync: 'off', full_page_writes: 'off' }

function flags(options: PostgresOptions): string[] {
  const settings = {
    ...COMMON_SETTINGS,
    ...(options.durable ? {} : FAST_SETTINGS),
    port: String(options.port),
  }
  return Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : ['-c', `${name}=${value}`],
  )
}

/** The connection string of a local role. */
export function databaseUrl(port: number, role: LoginRole, database = 'postgres'): string {
  return `postgresql://${role}:${DATABASE_PASSWORD}@127.0.0.1:${port}/${database}`
}

/** Makes an empty cluster whose superuser is `supabase_admin`. */
export async function initialiseCluster(target: string): Promise<void> {
  const { initdb } = await installBinaries()
  await mkdir(target, { recursive: true })
  await giveToServerUser(target)
  const passwordFile = `${target}.password`
  await writeFile(passwordFile, `${DATABASE_PASSWORD}\n`, { mode: 0o600 })
  await giveToServerUser(passwordFile)
  const args = [`--pgdata=${target}`, '--username=supabase_admin', '--auth=scram-sha-256']
  args.push(`--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync')
  try {
    const child = spawn(initdb, args, { ...serverUser(), cwd: target, stdio: 'pipe' })
    let output = ''
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.stdout.resume()
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`initdb failed with code ${code}: ${output.trim()}`)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** The last line of postmaster.pid says "ready" once connections are taken, in every locale. */
async function isReady(directory: string, pid: number): Promise<boolean> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  return lines[0]?.trim() === String(pid) && lines[7]?.trim() === 'ready'
}

async function lastLines(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-5).join('\n')
}

async function waitUntilReady(child: ChildProcess, directory: string, log: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!(await isReady(directory, child.pid ?? -1))) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      throw new Error(`Postgres did not start. The end of ${log}:\n${await lastLines(log)}`)
    }
    if (Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw new Error(`Postgres was not ready after ${START_TIMEOUT_MS / 1000} s; see ${log}`)
    }
    await delay(POLL_MS)
  }
}

/** Starts Postgres over an existing cluster, first ending an orphan that a killed parent left on it. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { postgres } = await installBinaries()
  await endOrphan(options.dataDir)
  const log = join(dirname(options.dataDir), 'postgres.log')
  // A file, not a pipe: a pipe breaks when the parent is killed, and the log is gone when it is needed most.
  const logFile = await open(log, 'a')
  const child = spawn(postgres, ['-D', options.dataDir, ...flags(options)], {
    ...serverUser(),
    cwd: options.dataDir,
    // Its own process group: Ctrl-C reaches only us, and we stop the services before the database.
    detached: true,
    stdio: ['ignore', logFile.fd, logFile.fd],
  })
  const killWithParent = () => child.kill('SIGQUIT')
  process.once('exit', killWithParent)
  let asked = false
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => {
      process.removeListener('exit', killWithParent)
      resolve(asked)
    })
  })
  ended.catch(() => undefined)
  try {
    await waitUntilReady(child, options.dataDir, log)
  } finally {
    await logFile.close()
  }
  return {
    port: options.port,
    dataDir: options.dataDir,
    pid: child.pid ?? -1,
    url: (role, database) => databaseUrl(options.port, role, database),
    ended,
    async stop(mode = 'fast') {
      asked = true
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
