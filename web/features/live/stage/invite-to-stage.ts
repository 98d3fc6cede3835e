import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'

/** Calls `invite_to_stage`; again is harmless. Errors: 42501, NOFND, STATE {status} or {limit}, INVAL, KBANN, RTLIM. */
export async function inviteToStage(showId: string, userId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('invite_to_stage', { p_show_id: showId, p_user_id: userId })))
}
