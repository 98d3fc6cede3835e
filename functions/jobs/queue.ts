/** The outbox as a worker sees it. */
import { z } from 'zod'
import { type Commands, command } from '../_shared/commands.ts'
import type { Job } from '../_shared/jobs.ts'

const job = z.object({
  id: z.int(),
  kind: z.string(),
  key: z.string(),
  payload: z.unknown(),
  attempt: z.int(),
})

export interface JobQueue {
  /** Takes up to `limit` due jobs of these kinds; others leave them alone for `seconds`. */
  lease(kinds: string[], limit: number, seconds: number): Promise<Job[]>
  /** False when the lease was over and somebody else has it. */
  finish(job: Job): Promise<boolean>
  /** After `seconds`, or after a failure with growing pauses. */
  retry(
    job: Job,
    why: { error: string } | { seconds: number },
  ): Promise<'waiting' | 'dead' | 'lost'>
}

/** `client` holds the secret key. */
export function createJobQueue(client: Commands): JobQueue {
  return {
    lease: (p_kinds, p_limit, p_seconds) =>
      command(client, 'lease_jobs', { p_kinds, p_limit, p_seconds }, z.array(job)),
    finish: ({ id, attempt }) =>
      command(client, 'finish_job', { p_id: id, p_attempt: attempt }, z.boolean()),
    retry: ({ id, attempt }, why) =>
      command(
        client,
        'retry_job',
        {
          p_id: id,
          p_attempt: attempt,
          ...('error' in why ? { p_error: why.error } : { p_seconds: why.seconds }),
        },
        z.enum(['waiting', 'dead', 'lost']),
      ),
  }
}
