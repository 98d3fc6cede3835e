import { client } from '../../lib/client.ts'
import { unwrap } from '../../lib/unwrap.ts'

/** Announces a show and its lots, or moves its start. Errors: 42501, NOFND, STATE, INVAL. */
export async function scheduleShow(showId: string, startsAt: string): Promise<void> {
  unwrap(await client.rpc('schedule_show', { p_show_id: showId, p_starts_at: startsAt }))
}
