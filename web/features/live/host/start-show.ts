import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `start_show`. Errors: 42501, NOFND, STATE (not scheduled, or live in another show). */
export async function startShow(showId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('start_show', { p_show_id: showId })))
}
