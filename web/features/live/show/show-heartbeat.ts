import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `show_heartbeat`: the viewer is still there. Errors as join_show. */
export async function showHeartbeat(showId: string): Promise<void> {
  unwrap(await client.rpc('show_heartbeat', { p_show_id: showId }))
}
