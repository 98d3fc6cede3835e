/** One running stack of this checkout: its folder, its lock, and what other programs need to find it. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { dataDir } from '../paths.ts'
import { isAlive } from '../postgres/orphan.ts'

const lock = z.object({ pid: z.int(), databaseUrl: z.string(), apiUrl: z.string() })
export type Lock = z.infer<typeof lock>

export interface Instance {
  directory: string
  cluster: string
}

/** Stacks with different port offsets have different data. */
export function instanceOf(portOffset: number): Instance {
  const directory = join(dataDir(), portOffset === 0 ? 'main' : `offset-${portOffset}`)
  return { directory, cluster: join(directory, 'cluster') }
}

function lockPath(instance: Instance): string {
  return join(instance.directory, 'running.json')
}

/** A process that was killed while writing leaves half a file: the same as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The stack that runs over this instance now, if its process lives. */
export async function runningStack(instance: Instance): Promise<Lock | undefined> {
  const text = await readFile(lockPath(instance), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const parsed = lock.safeParse(parseJson(text))
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : undefined
}

export async function writeLock(instance: Instance, value: Lock): Promise<void> {
  await mkdir(instance.directory, { recursive: true })
  await writeFile(lockPath(instance), JSON.stringify(value))
}

export async function removeLock(instance: Instance): Promise<void> {
  await rm(lockPath(instance), { force: true })
}
