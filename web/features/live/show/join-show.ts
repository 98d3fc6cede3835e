import { call } from '../../../lib/call.ts'

/** Calls `join_show`. Errors: NOFND, STATE (called off), KBANN. */
export async function joinShow(showId: string): Promise<void> {
  await call('join_show', { p_show_id: showId })
}
