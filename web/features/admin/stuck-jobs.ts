import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'
import { adminKey } from './admin-keys.ts'

const job = z.object({
  id: z.int(),
  kind: z.string(),
  state: z.enum(['dead', 'waiting', 'due', 'leased']),
  /** In a row. */
  failures: z.int(),
  last_error: z.nullable(z.string()),
  created_at: z.string(),
  run_at: z.string(),
  dead_at: z.nullable(z.string()),
  order_id: z.nullable(z.string()),
  order_number: z.nullable(z.int()),
})
export type StuckJob = z.infer<typeof job>

/** Calls `stuck_jobs`: dead, failing and forgotten ones. Errors: 42501. */
export function stuckJobsQuery() {
  return queryOptions({
    queryKey: [...adminKey, 'jobs'],
    queryFn: async ({ signal }) =>
      z.array(job).parse(unwrap(await client.rpc('stuck_jobs').abortSignal(signal))),
  })
}
