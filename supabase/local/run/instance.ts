/** One running stack of this checkout: its folder, its lock, and what other programs need to find it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { dataDir } from '../paths.ts'
import { commandOf, isAlive } from '../postgres/orphan.ts'

/** Addresses are there once the stack answers at them. */
const lock = z.object({
  pid: z.int(),
  databaseUrl: z.string().optional(),
  apiUrl: z.string().optional(),
})
type Lock = z.infer<typeof lock>
export interface RunningStack {
  pid: number
  databaseUrl: string
  apiUrl: string
}

/** What every start has in its command line. */
const PROGRAM = 'start.ts'

export interface Instance {
  directory: string
  cluster: string
}

/** Stacks with different port offsets have different data. */
export function instanceOf(portOffset: number): Instance {
  const directory = join(dataDir(), portOffset === 0 ? 'main' : `offset-${portOffset}`)
  return { directory, cluster: join(directory, 'cluster') }
}

/** Beside the folder, which `--fresh` deletes. */
function lockPath(instance: Instance): string {
  return `${instance.directory}.running.json`
}

/** A process that was killed while writing leaves half a file: the same as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Process ids are reused: only the command line tells a start from a stranger, where the system shows it. */
async function isStart(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  const command = await commandOf(pid)
  return command === '' || command.includes(PROGRAM)
}

/** Who has the instance now; a lock that a killed start left behind is nobody's. */
async function holderOf(instance: Instance): Promise<Lock | 'nobody' | 'stale'> {
  const text = await readFile(lockPath(instance), 'utf8').catch(() => undefined)
  if (text === undefined) return 'nobody'
  const parsed = lock.safeParse(parseJson(text))
  return parsed.success && (await isStart(parsed.data.pid)) ? parsed.data : 'stale'
}

/** The stack that runs over this instance now and can be reached. */
export async function runningStack(instance: Instance): Promise<RunningStack | undefined> {
  const holder = await holderOf(instance)
  if (typeof holder === 'string' || !holder.databaseUrl || !holder.apiUrl) return undefined
  return { pid: holder.pid, databaseUrl: holder.databaseUrl, apiUrl: holder.apiUrl }
}

/**
 * Takes the instance for this process before anything of it is touched: another start would end its database as one that
 * was left over. Throws when somebody has it.
 */
export async function claimInstance(instance: Instance): Promise<void> {
  const holder = await holderOf(instance)
  if (typeof holder !== 'string') {
    const state = holder.apiUrl ? 'running' : 'starting'
    const where = holder.apiUrl ? `, ${holder.apiUrl}` : ''
    throw new Error(`This stack is already ${state} (process ${holder.pid}${where}).`)
  }
  if (holder === 'stale') await releaseInstance(instance)
  await mkdir(dirname(instance.directory), { recursive: true })
  try {
    await writeFile(lockPath(instance), JSON.stringify({ pid: process.pid }), { flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    throw new Error('This stack is already starting: somebody else began at this moment.')
  }
}

/** Tells others where the stack of this process answers. */
export async function announceInstance(instance: Instance, stack: RunningStack): Promise<void> {
  await writeFile(lockPath(instance), JSON.stringify(stack))
}

export async function releaseInstance(instance: Instance): Promise<void> {
  await rm(lockPath(instance), { force: true })
}
