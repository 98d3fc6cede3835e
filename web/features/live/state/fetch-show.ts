import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { type ShowSnapshot, showSnapshotSchema } from './shapes.ts'

/** Calls `show_snapshot`. Errors: NOFND. */
export async function fetchShow(showId: string): Promise<ShowSnapshot> {
  return showSnapshotSchema.parse(unwrap(await client.rpc('show_snapshot', { p_show_id: showId })))
}
