import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `end_show`: lots that never opened are withdrawn. Errors: 42501, NOFND, STATE (not live, or a lot is open). */
export async function endShow(showId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('end_show', { p_show_id: showId })))
}
