import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `leave_show`, for signed-in viewers; the others are forgotten after 45 seconds. Errors: 42501. */
export async function leaveShow(showId: string): Promise<void> {
  unwrap(await client.rpc('leave_show', { p_show_id: showId }))
}
