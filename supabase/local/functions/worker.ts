/**
 * Runs inside Deno: one process for all functions. A function calls `Deno.serve` while it is loaded; here that call
 * only hands over its handler, and this process listens for all of them. The first line on stdout is the port.
 */

type Handler = (request: Request) => Response | Promise<Response>

interface Listening {
  port: number
}

/** The part of Deno that is used here; the stack is type-checked as a Node program. */
declare const Deno: {
  args: string[]
  exit(code: number): never
  stdin: { readable: ReadableStream<Uint8Array> }
  serve: (...args: unknown[]) => unknown
}

const listen = Deno.serve
/** Names and entry files, as JSON in the only argument. */
const entrypoints = new Map<string, string>(Object.entries(JSON.parse(Deno.args[0] ?? '{}')))
const loaded = new Map<string, Promise<Handler>>()
let served: Handler | undefined
let queue: Promise<unknown> = Promise.resolve()

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function'
}

function handlerIn(value: unknown, key: string): Handler | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, key)
  return isHandler(found) ? found.bind(value) : undefined
}

Deno.serve = (...args) => {
  served = args.find(isHandler) ?? handlerIn(args[0], 'handler')
  return {
    finished: new Promise(() => undefined),
    shutdown: () => Promise.resolve(),
    ref: () => undefined,
    unref: () => undefined,
    addr: { transport: 'tcp', hostname: '127.0.0.1', port: 0 },
  }
}

async function load(name: string, entrypoint: string): Promise<Handler> {
  served = undefined
  const module: unknown = await import(entrypoint)
  const handler = served ?? handlerIn(Reflect.get(Object(module), 'default'), 'fetch')
  if (handler === undefined)
    throw new Error(`${name} neither calls Deno.serve nor exports { fetch }`)
  return handler
}

/** One at a time: whatever calls `Deno.serve` meanwhile belongs to the function being loaded. */
function handlerOf(name: string, entrypoint: string): Promise<Handler> {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const handler = queue.then(() => load(name, entrypoint))
  queue = handler.catch(() => undefined)
  loaded.set(name, handler)
  handler.catch((error: unknown) => console.error(`${name} failed to start:`, error))
  return handler
}

function failure(status: number, code: string, message: string): Response {
  const headers = { 'access-control-allow-origin': '*', 'sb-error-code': code }
  return Response.json({ code, message }, { status, headers })
}

async function answer(request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.split('/')[1] ?? ''
  const entrypoint = entrypoints.get(name)
  if (entrypoint === undefined) return failure(404, 'NOT_FOUND', 'Requested function was not found')
  let handler: Handler
  try {
    handler = await handlerOf(name, entrypoint)
  } catch {
    return failure(503, 'BOOT_ERROR', 'Function failed to start (please check logs)')
  }
  try {
    return await handler(request)
  } catch (error) {
    console.error(`${name} failed:`, error)
    const message = 'Function exited due to an error (please check logs)'
    return failure(500, 'WORKER_ERROR', message)
  }
}

// The pipe from the stack closes when the stack is gone, however it went.
async function endWithParent(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
  Deno.exit(0)
}

listen(
  { hostname: '127.0.0.1', port: 0, onListen: ({ port }: Listening) => console.log(String(port)) },
  answer,
)
endWithParent()
