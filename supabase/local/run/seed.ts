/** Demo data comes from `seed/`, through the public commands. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PROJECT_DIR } from '../paths.ts'
import type { Stack } from '../types.ts'

const SEED = join(PROJECT_DIR, 'seed/index.ts')

/** @returns false when this checkout has no seed. */
export async function runSeed(stack: Stack): Promise<boolean> {
  if (!existsSync(SEED)) return false
  const module: Record<string, unknown> = await import(pathToFileURL(SEED).href)
  if (typeof module.seed !== 'function')
    throw new Error('seed/index.ts does not export seed(stack)')
  await module.seed(stack)
  return true
}
