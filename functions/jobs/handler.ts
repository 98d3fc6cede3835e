/** Drains the outbox. Any number may run at once; a worker that dies loses nothing but the time of its leases. */
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { Job, JobHandlers } from '../_shared/jobs.ts'
import { requireSecretKey } from '../_shared/jwt.ts'
import type { Logger } from '../_shared/log.ts'
import type { JobQueue } from './queue.ts'

export interface JobsDependencies extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  secretKey: string
  queue: JobQueue
  handlers: JobHandlers
  /** Jobs at once. */
  inFlight?: number
  /** Begins nothing new after this, so that the call ends before the platform ends it. */
  budgetMs?: number
}

export interface Drained {
  done: number
  /** Asked to be asked again. */
  waiting: number
  failed: number
  /** Failed for the last time: see ops.outbox. */
  dead: number
}

/**
 * A job mostly waits for Stripe, some 200 to 500 ms a call, and 100 ms for the database: so many at once are about the 25 calls
 * a second that Stripe allows an endpoint unless asked for more (https://docs.stripe.com/rate-limits). What it refuses is tried again.
 */
const IN_FLIGHT = 10
const BUDGET_MS = 45_000
/** More are leased when this share of the places is free: a call to the database for several jobs, and few places empty. */
const REFILL = 1 / 4
/** What is leased begins at once, so this has to outlive one job: a few calls of at most 20 s. */
const LEASE_S = 180

async function perform(
  { queue, handlers }: JobsDependencies,
  job: Job,
  log: Logger,
): Promise<keyof Drained> {
  const fields = { job: job.key, kind: job.kind, attempt: job.attempt }
  try {
    const handler = handlers[job.kind]
    if (handler === undefined) throw new Error(`no handler for ${job.kind}`)
    const again = await handler(job, { log })
    if (again !== undefined) {
      await queue.retry(job, { seconds: again.again })
      return 'waiting'
    }
    await queue.finish(job)
    return 'done'
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const state = await queue.retry(job, { error: message })
    log(state === 'dead' ? 'error' : 'warn', 'job failed', { ...fields, state, error })
    return state === 'dead' ? 'dead' : 'failed'
  }
}

/** Works until nothing is due and nothing under way can add to it, or time is up. */
export async function drain(dependencies: JobsDependencies, log: Logger): Promise<Drained> {
  const { queue, handlers, inFlight = IN_FLIGHT, budgetMs = BUDGET_MS } = dependencies
  const kinds = Object.keys(handlers)
  const counts: Drained = { done: 0, waiting: 0, failed: 0, dead: 0 }
  const running = new Set<Promise<void>>()
  const until = performance.now() + budgetMs
  function begin(job: Job): void {
    const work = perform(dependencies, job, log)
      .catch((error: unknown): keyof Drained => {
        log('error', 'job not given back; its lease will lapse', { job: job.key, error })
        return 'failed'
      })
      .then((end) => {
        counts[end] += 1
        running.delete(work)
      })
    running.add(work)
  }
  try {
    while (kinds.length > 0 && performance.now() < until) {
      for (const job of await queue.lease(kinds, inFlight - running.size, LEASE_S)) begin(job)
      if (running.size === 0) break
      do await Promise.race(running)
      while (running.size > 0 && inFlight - running.size < inFlight * REFILL)
    }
  } finally {
    await Promise.all(running)
  }
  return counts
}

/** POST with the secret key: `{done, waiting, failed, dead}`; 401 `unauthorized`. */
export function createJobs(dependencies: JobsDependencies): Handler {
  const { allowedOrigins, write, secretKey } = dependencies
  const options = { allowedOrigins, ...(write === undefined ? {} : { write }) }
  return createHandler(
    { ...options, name: 'jobs', methods: ['POST'] },
    async ({ request, log }) => {
      await requireSecretKey(request, secretKey)
      return drain(dependencies, log)
    },
  )
}
