/** Processes of a benchmark that answer questions: server and clients must not share a thread, a heap or file descriptors. */
import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'

interface Question {
  id: number
  request: unknown
}

interface Answer {
  id: number
  reply?: unknown
  error?: string
}

/** A process of one of this folder's programs, whose last line is `answer(…)`. */
export class Child<Request, Reply> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<Reply>>()
  #id = 0

  constructor(program: string, ...args: string[]) {
    this.#process = fork(new URL(program, import.meta.url), args, {
      // Memory is read after a collection.
      execArgv: ['--expose-gc'],
      serialization: 'advanced',
    })
    this.#process.on('message', ({ id, reply, error }: Answer) => {
      const waiting = this.#waiting.get(id)
      this.#waiting.delete(id)
      if (error === undefined) waiting?.resolve(reply as Reply)
      else waiting?.reject(new Error(`${program}: ${error}`))
    })
    this.#process.once('exit', (code) => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`${program} ended: ${code}`))
    })
  }

  ask(request: Request): Promise<Reply> {
    this.#id += 1
    const waiting = Promise.withResolvers<Reply>()
    this.#waiting.set(this.#id, waiting)
    this.#process.send({ id: this.#id, request } satisfies Question)
    return waiting.promise
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const exit = once(this.#process, 'exit')
    this.#process.disconnect()
    await exit
  }
}

/** In the process: answers each question; `end` when nobody asks any more. */
export function answer<Request>(
  reply: (request: Request) => unknown,
  end: () => Promise<unknown> = async () => undefined,
): void {
  process.on('message', async ({ id, request }: Question) => {
    const answered = await Promise.resolve(request as Request)
      .then(reply)
      .then(
        (given): Answer => ({ id, reply: given }),
        (error): Answer => ({
          id,
          error: error instanceof Error ? (error.stack ?? '') : String(error),
        }),
      )
    // Whoever asked may have ended meanwhile.
    if (process.connected) process.send?.(answered)
  })
  process.once('disconnect', () => end().finally(() => process.exit()))
}

/** Milliseconds of a clock that all processes of this machine share. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6

/** Resident bytes of this process once its garbage is gone. */
export function residentBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}

/** How many files, and so sockets, one process may have open here. Node raises its own limit to this. */
export function openFilesLimit(): number {
  const text = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text)
}
