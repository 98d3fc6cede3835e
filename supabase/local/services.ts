/** The services of the stack, each behind its own folder; one that is not there yet is answered with 501. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createAuthService } from './auth/service.ts'
import type { Gateway } from './gateway/gateway.ts'
import { createRealtimeService } from './realtime/service.ts'
import { createRestService } from './rest/service.ts'
import type { HttpService, SocketService, StackContext } from './types.ts'

type Factory = (context: StackContext) => Promise<HttpService>
type HttpServiceName = 'rest' | 'auth' | 'functions' | 'storage'

const OPTIONAL = { functions: 'createFunctionsService', storage: 'createStorageService' } as const

/** For services that a checkout may lack. */
async function optional(folder: keyof typeof OPTIONAL): Promise<Factory | undefined> {
  const path = join(import.meta.dirname, folder, 'service.ts')
  if (!existsSync(path)) return undefined
  const module: Record<string, unknown> = await import(pathToFileURL(path).href)
  const found = module[OPTIONAL[folder]]
  if (typeof found !== 'function') throw new Error(`${path} does not export ${OPTIONAL[folder]}`)
  return found as Factory
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

  async function start(folder: HttpServiceName, create: Factory | undefined): Promise<void> {
    if (!create) return gateway.declare(folder, absent(folder))
    const startedAt = performance.now()
    const service = await create(context)
    running.push(service)
    gateway.mount(folder, service)
    context.debug(folder, `ready in ${Math.round(performance.now() - startedAt)} ms`)
  }

  async function startRealtime(): Promise<void> {
    realtime = await createRealtimeService(context)
    gateway.mount('realtime', realtime)
  }

  async function stop(): Promise<void> {
    await Promise.all([...running, ...(realtime ? [realtime] : [])].map((each) => each.stop()))
  }

  const starts = [
    startRealtime(),
    start('rest', createRestService),
    start('auth', createAuthService),
    optional('functions').then((create) => start('functions', create)),
    optional('storage').then((create) => start('storage', create)),
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
