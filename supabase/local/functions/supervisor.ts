/** Keeps one process running: starts it when it is first needed, again when it ends or its files change. */
import { setTimeout as delay } from 'node:timers/promises'
import type { DenoProcess } from './deno-process.ts'

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 5_000
/** After this long without a crash, the next one counts as the first again. */
const STABLE_MS = 10_000

export interface Supervisor {
  /** The port to talk to; null while there is none. Only the very first attempt to start is waited for. */
  port(): Promise<number | null>
  restart(reason: string): void
  stop(): Promise<void>
}

export function createSupervisor(
  start: () => Promise<DenoProcess>,
  log: (message: string) => void,
): Supervisor {
  const stopping = new AbortController()
  let current: DenoProcess | undefined
  let starting: Promise<void> | undefined
  const firstAttempt = Promise.withResolvers<void>()
  let begun = false
  let pause = FIRST_DELAY_MS
  /** Set while an end is our own doing. */
  let expected: DenoProcess | undefined

  async function launch(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const started = await start()
        current = started
        watch(started)
        firstAttempt.resolve()
        return
      } catch (error) {
        log(`${error instanceof Error ? error.message : error}; trying again in ${pause} ms`)
        firstAttempt.resolve()
        await backOff()
      }
    }
  }

  async function backOff(): Promise<void> {
    await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
    pause = Math.min(pause * 2, LONGEST_DELAY_MS)
  }

  function begin(first: Promise<void> = Promise.resolve()): void {
    begun = true
    starting ??= first.then(launch).finally(() => {
      starting = undefined
    })
  }

  function watch(started: DenoProcess): void {
    const startedAt = performance.now()
    started.ended.then((how) => {
      if (expected === started || stopping.signal.aborted) return
      current = undefined
      if (performance.now() - startedAt > STABLE_MS) pause = FIRST_DELAY_MS
      log(`the functions ended with ${how}; starting them again in ${pause} ms`)
      begin(backOff())
    })
  }

  return {
    async port() {
      if (!begun) begin()
      await firstAttempt.promise
      return current?.port ?? null
    },
    restart(reason) {
      const old = current
      if (old === undefined) return
      log(reason)
      expected = old
      current = undefined
      pause = FIRST_DELAY_MS
      begin(old.stop())
    },
    async stop() {
      stopping.abort()
      await starting
      await current?.stop()
    },
  }
}
