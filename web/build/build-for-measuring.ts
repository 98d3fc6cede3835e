import { join } from 'node:path'
import { build, type Rolldown } from 'vite'

const PROJECT = join(import.meta.dirname, '../..')

/** Builds the app as it is deployed, without writing it anywhere. NODE_ENV must not be `test`: React would differ. */
export async function buildForMeasuring(): Promise<Rolldown.RolldownOutput> {
  const built = await build({
    configFile: join(PROJECT, 'vite.config.ts'),
    root: join(PROJECT, 'web'),
    logLevel: 'error',
    build: { write: false },
  })
  if (Array.isArray(built) || !('output' in built)) throw new Error('one build was expected')
  return built
}
