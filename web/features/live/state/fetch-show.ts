import { parse } from 'valibot'
import { call, READING_TIMEOUT_MS } from '../../../lib/call.ts'
import { type ShowSnapshot, showSnapshotSchema } from './shapes.ts'

/** Calls `show_snapshot`. Errors: NOFND; NETWORK also when no answer comes. */
export async function fetchShow(showId: string): Promise<ShowSnapshot> {
  const signal = AbortSignal.timeout(READING_TIMEOUT_MS)
  return parse(showSnapshotSchema, await call('show_snapshot', { p_show_id: showId }, signal))
}
