/** One Deno process over all functions. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { PROJECT_DIR } from '../paths.ts'
import type { FunctionConfig } from '../types.ts'

const WORKER = join(import.meta.dirname, 'worker.ts')
const CONFIG = join(PROJECT_DIR, 'functions/deno.json')
const STOP_TIMEOUT_MS = 2_000

export interface DenoProcess {
  /** Where it listens on 127.0.0.1. */
  port: number
  /** Resolves with what ended it, e.g. `code 1` or `signal SIGKILL`. */
  ended: Promise<string>
  stop(): Promise<void>
}

export interface DenoOptions {
  functions: FunctionConfig[]
  env: Record<string, string>
  onLine(line: string, stream: 'stdout' | 'stderr'): void
}

/** The program itself; its npm package's own launcher would stand between us and the process. */
function denoPath(): string {
  const installer: unknown = createRequire(import.meta.url)('deno/install_api.cjs')
  const run: unknown = Reflect.get(Object(installer), 'runInstall')
  const path: unknown = typeof run === 'function' ? run() : undefined
  if (typeof path !== 'string') throw new Error('The npm package "deno" has no program in it')
  return path
}

/** No writing, no subprocesses, no native code, no code from the network: as on the platform. */
function permissions(functions: FunctionConfig[]): string[] {
  const readable = [
    import.meta.dirname,
    join(PROJECT_DIR, 'functions'),
    join(PROJECT_DIR, 'node_modules'),
    ...functions.map(({ entrypoint }) => dirname(entrypoint)),
  ]
  return [
    '--no-prompt',
    '--no-remote',
    '--cached-only',
    '--allow-net',
    '--allow-env',
    // Which machine this is: drivers put it into their greeting.
    '--allow-sys=osRelease,uid,gid,userInfo,hostname',
    `--allow-read=${readable.join(',')}`,
  ]
}

function firstLine(child: ChildProcess, ended: Promise<string>, options: DenoOptions) {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  if (child.stdout === null || child.stderr === null) throw new Error('Deno started without pipes')
  let isFirst = true
  createInterface(child.stdout).on('line', (line) => {
    if (isFirst) resolve(line)
    else options.onLine(line, 'stdout')
    isFirst = false
  })
  createInterface(child.stderr).on('line', (line) => options.onLine(line, 'stderr'))
  ended.then((how) => reject(new Error(`Deno ended with ${how} before it listened`)))
  return promise
}

/** Resolves when the process listens; functions are loaded when they are first called. */
export async function startDeno(options: DenoOptions): Promise<DenoProcess> {
  const entrypoints = Object.fromEntries(
    options.functions.map(({ name, entrypoint }) => [name, pathToFileURL(entrypoint).href]),
  )
  const args = ['run', '--no-check', `--config=${CONFIG}`, ...permissions(options.functions)]
  const child = spawn(denoPath(), [...args, WORKER, JSON.stringify(entrypoints)], {
    cwd: PROJECT_DIR,
    env: options.env,
    stdio: 'pipe',
  })
  const killWithParent = () => child.kill('SIGKILL')
  process.once('exit', killWithParent)
  const ended = once(child, 'exit')
    .then(
      ([code, signal]) => (signal === null ? `code ${code}` : `signal ${signal}`),
      (error: unknown) => String(error),
    )
    .finally(() => process.removeListener('exit', killWithParent))
  // A write into a pipe whose reader is gone is no news: `ended` tells.
  child.stdin.on('error', () => undefined)
  const port = Number(await firstLine(child, ended, options))
  return {
    port,
    ended,
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(killWithParent, STOP_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
