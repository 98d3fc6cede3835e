/** Keeps the state of the stand-in over a restart of `npm start`, so that it and the database still agree. */
import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type World, type WorldState, worldState } from './world.ts'

const DELAY_MS = 200
const FORMAT = 1

export interface Snapshot {
  /** Something changed: written soon, many changes at once. */
  touch(): void
  /** Writes what is not written yet. */
  close(): Promise<void>
}

/** @throws when the file is there and cannot be used: losing payments silently would be worse. */
export function loadSnapshot(path: string): WorldState | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const parsed: { format?: number; state?: WorldState } = JSON.parse(text)
  if (parsed.format !== FORMAT || parsed.state === undefined) {
    throw new Error(`${path} is not a snapshot of this stand-in; delete it to start afresh`)
  }
  return parsed.state
}

export function keepSnapshot(world: World, path: string): Snapshot {
  let timer: NodeJS.Timeout | undefined
  let dirty = false
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    dirty = false
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.partial`, JSON.stringify({ format: FORMAT, state: worldState(world) }))
    await rename(`${path}.partial`, path)
  }

  return {
    touch() {
      dirty = true
      timer ??= setTimeout(() => {
        timer = undefined
        writing = writing.then(write)
      }, DELAY_MS)
    },
    async close() {
      clearTimeout(timer)
      await writing
      if (dirty) await write()
    },
  }
}
