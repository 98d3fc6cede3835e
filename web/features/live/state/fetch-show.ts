import { parse } from 'valibot'
import { call } from '../../../lib/call.ts'
import { type ShowSnapshot, showSnapshotSchema } from './shapes.ts'

/** Calls `show_snapshot`. Errors: NOFND. */
export async function fetchShow(showId: string): Promise<ShowSnapshot> {
  return parse(showSnapshotSchema, await call('show_snapshot', { p_show_id: showId }))
}
