import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'

/** Calls `join_show`. Errors: NOFND, STATE (called off), KBANN. */
export async function joinShow(showId: string): Promise<void> {
  unwrap(await client.rpc('join_show', { p_show_id: showId }))
}
