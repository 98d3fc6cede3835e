/** A parent that was killed leaves its Postgres running; the next start must not fail because of it. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

const POLL_MS = 50
const FAST_SHUTDOWN_MS = 10_000

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a process; empty where the system does not show it. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'win32') return ''
  return promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
    ({ stdout }) => stdout,
    () => '',
  )
}

/** The process id in `postmaster.pid`, if that process lives and is a Postgres over this very directory. */
export async function findOrphan(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  if (!Number.isInteger(pid) || !isAlive(pid)) return undefined
  // Process ids are reused: only the command line tells our server from a stranger.
  return (await commandOf(pid)).includes(dataDir) ? pid : undefined
}

/** Ends such a server (fast shutdown: nothing committed is lost) and waits until it is gone. */
export async function endOrphan(dataDir: string): Promise<number | undefined> {
  const pid = await findOrphan(dataDir)
  if (pid === undefined) return undefined
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + FAST_SHUTDOWN_MS
  while (isAlive(pid)) {
    if (Date.now() > deadline) process.kill(pid, 'SIGQUIT')
    await delay(POLL_MS)
  }
  return pid
}
