import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Calls `retry_stuck_job`. Errors: 42501, MFAAL, NOFND, STATE {status: done or leased}, RTLIM. */
export async function retryStuckJob(id: number): Promise<void> {
  unwrap(await client.rpc('retry_stuck_job', { p_id: id }))
}
