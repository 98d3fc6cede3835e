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
  lanes?: number
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

const LANES = 12
const BUDGET_MS = 45_000
/** Few at a time, so that the last of a lane is done long before its lease ends. */
const PER_LEASE = 4
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

/** Works until nothing is due, or time is up. */
export async function drain(dependencies: JobsDependencies, log: Logger): Promise<Drained> {
  const { queue, handlers, lanes = LANES, budgetMs = BUDGET_MS } = dependencies
  const kinds = Object.keys(handlers)
  const counts: Drained = { done: 0, waiting: 0, failed: 0, dead: 0 }
  const until = performance.now() + budgetMs
  async function lane(): Promise<void> {
    while (performance.now() < until) {
      const jobs = await queue.lease(kinds, PER_LEASE, LEASE_S)
      if (jobs.length === 0) return
      for (const job of jobs) counts[await perform(dependencies, job, log)] += 1
    }
  }
  if (kinds.length > 0) await Promise.all(Array.from({ length: lanes }, lane))
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
