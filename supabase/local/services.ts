/** The services of the stack, each behind its own folder; one that is not there yet is answered with 501. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Gateway } from './gateway/gateway.ts'
import type { HttpService, SocketService, StackContext } from './types.ts'

type Factory<T> = (context: StackContext) => Promise<T>

const FACTORIES = {
  rest: 'createRestService',
  auth: 'createAuthService',
  functions: 'createFunctionsService',
  storage: 'createStorageService',
} as const

async function factory<T>(folder: string, name: string): Promise<Factory<T> | undefined> {
  const path = join(import.meta.dirname, folder, 'service.ts')
  if (!existsSync(path)) return undefined
  const module: Record<string, unknown> = await import(pathToFileURL(path).href)
  const found = module[name]
  if (typeof found !== 'function') throw new Error(`${path} does not export ${name}`)
  return found as Factory<T>
}

function absent(folder: string): string {
  return `The embedded stack has no ${folder} service; use "npx supabase start" (Docker) where you need it.`
}

export interface Services {
  restartRealtime(options?: { downForMs?: number }): Promise<void>
  stop(): Promise<void>
}

/** Starts every service at the same time and mounts each on the gateway as soon as it is ready. */
export async function startServices(context: StackContext, gateway: Gateway): Promise<Services> {
  const running: HttpService[] = []
  let realtime: SocketService | undefined

  async function start(folder: keyof typeof FACTORIES): Promise<void> {
    const create = await factory<HttpService>(folder, FACTORIES[folder])
    if (!create) return gateway.declare(folder, absent(folder))
    const startedAt = performance.now()
    const service = await create(context)
    running.push(service)
    gateway.mount(folder, service)
    context.debug(folder, `ready in ${Math.round(performance.now() - startedAt)} ms`)
  }

  async function startRealtime(): Promise<void> {
    const create = await factory<SocketService>('realtime', 'createRealtimeService')
    if (!create) return gateway.declare('realtime', absent('realtime'))
    realtime = await create(context)
    gateway.mount('realtime', realtime)
  }

  async function stop(): Promise<void> {
    await Promise.all([...running, ...(realtime ? [realtime] : [])].map((each) => each.stop()))
  }

  const starts = [
    startRealtime(),
    start('rest'),
    start('auth'),
    start('functions'),
    start('storage'),
  ]
  const failed = (await Promise.allSettled(starts)).find((each) => each.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }

  return {
    async restartRealtime({ downForMs = 0 } = {}) {
      gateway.unmount('realtime')
      await realtime?.stop()
      realtime = undefined
      await new Promise((resolve) => setTimeout(resolve, downForMs))
      await startRealtime()
    },
    stop,
  }
}
