/** A complete stack for tests: free ports, a database of its own, nothing left afterwards. */
import { compose } from './compose.ts'
import { loadConfig } from './config.ts'
import { startScratchServer } from './postgres/scratch.ts'
import type { Stack, StackConfig } from './types.ts'

export interface StackOptions {
  /**
   * A migrated database that exists already (a `TestDatabase`, for instance); it is left alone by `stop`. By default
   * the stack starts its own Postgres over a copy of the migrated cluster, without fsync, and deletes it on `stop`.
   */
  database?: { port: number; name: string }
  /** Changes to what `supabase/config.toml` says. */
  configure?(config: StackConfig): StackConfig
  /** False: nobody calls the function `jobs` but who does it by hand. */
  jobs?: boolean
  /** Default: silence, or stderr with BLYTZ_DEBUG=1. */
  log?(service: string, message: string): void
}

function quietLog(service: string, message: string): void {
  if (process.env.BLYTZ_DEBUG === '1') console.error(`[${service}] ${message}`)
}

/** Ready when it resolves: every service answers. Always `stop` it, in `afterAll`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const configured = await loadConfig()
  const config = options.configure ? options.configure(configured) : configured
  const server = options.database ? undefined : await startScratchServer()
  const database = options.database ?? { port: server?.port ?? 0, name: 'postgres' }
  const log = options.log ?? quietLog
  try {
    const stack = await compose({
      ...{ config, database, ports: { api: 0, mail: 0 }, log },
      jobs: options.jobs ?? true,
    })
    return {
      ...stack,
      async stop() {
        await stack.stop()
        await server?.stop()
      },
    }
  } catch (error) {
    await server?.stop()
    throw error
  }
}
