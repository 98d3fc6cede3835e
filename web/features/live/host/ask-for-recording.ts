import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from './console-session.ts'

/** Calls `ask_for_recording`: from the first picture on, or not. Errors: 42501, NOFND, STATE, RTLIM. */
export async function askForRecording(showId: string, wanted: boolean): Promise<void> {
  unwrap(await asConsole(client.rpc('ask_for_recording', { p_show_id: showId, p_wanted: wanted })))
}
