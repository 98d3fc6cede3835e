/** `/functions/v1/NAME/*`: the functions of `config.toml`, run by Deno as the platform runs them. */
import type { HttpService, StackContext } from '../types.ts'
import { lost, notFound, restarting } from './answers.ts'
import { startDeno } from './deno-process.ts'
import { functionsEnvironment } from './environment.ts'
import { createSupervisor } from './supervisor.ts'
import { createJwtCheck } from './verify-jwt.ts'
import { sourceFolders, watchSources } from './watch.ts'

const PREFIX = '/functions/v1/'
/** These belong to one connection, not to the request or response. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'expect']
const METHODS_WITHOUT_BODY = new Set(['GET', 'HEAD'])

function forwarded(request: Request, url: string): Request {
  const headers = new Headers(request.headers)
  for (const name of HOP_BY_HOP) headers.delete(name)
  // Deno would compress for us, and fetch would undo it.
  headers.set('accept-encoding', 'identity')
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers,
    body: METHODS_WITHOUT_BODY.has(request.method) ? null : request.body,
    duplex: 'half',
    redirect: 'manual',
    signal: request.signal,
  }
  return new Request(url, init)
}

function returned(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of HOP_BY_HOP) headers.delete(name)
  return new Response(response.body, { status: response.status, headers })
}

/** Information goes to the debug log; warnings, errors and everything that is not ours are shown. */
function isRoutine(line: string): boolean {
  try {
    const parsed: unknown = JSON.parse(line)
    const level: unknown = Reflect.get(Object(parsed), 'level')
    return level === 'info' || level === 'debug'
  } catch {
    return false
  }
}

/** Resolves at once; Deno starts with the first request, which waits for it. */
export async function createFunctionsService(context: StackContext): Promise<HttpService> {
  const { functions } = context.config
  const byName = new Map(functions.map((each) => [each.name, each]))
  const checkJwt = createJwtCheck(context.jwtSecret)
  const log = (message: string) => context.log('functions', message)
  const env = functionsEnvironment(context, process.env)
  const onLine = (line: string) => {
    if (isRoutine(line)) context.debug('functions', line)
    else log(line)
  }
  const supervisor = createSupervisor(() => startDeno({ functions, env, onLine }), log)
  const stopWatching = watchSources(
    sourceFolders(functions.map(({ entrypoint }) => entrypoint)),
    (file) => supervisor.restart(`${file} changed; restarting the functions`),
  )

  return {
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const path = pathname.slice(PREFIX.length)
      const fn = byName.get(path.split('/')[0] ?? '')
      if (fn === undefined) return notFound()
      const refusal = fn.verifyJwt ? await checkJwt(request) : null
      if (refusal !== null) return refusal
      const port = await supervisor.port()
      if (port === null) return restarting()
      try {
        return returned(
          await fetch(forwarded(request, `http://127.0.0.1:${port}/${path}${search}`)),
        )
      } catch (error) {
        if (request.signal.aborted) throw error
        context.debug('functions', `${request.method} /${path}: ${String(error)}`)
        return lost()
      }
    },
    async stop() {
      stopWatching()
      await supervisor.stop()
    },
  }
}
