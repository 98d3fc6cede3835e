import { client } from '../../../lib/client.ts'
import { unwrap } from '../../../lib/unwrap.ts'
import { asConsole } from '../host/console-session.ts'

/** Calls `clear_stage`: ends an invitation, or somebody's time on the stage, at once. Errors: 42501, NOFND. */
export async function clearStage(showId: string, userId: string): Promise<void> {
  unwrap(await asConsole(client.rpc('clear_stage', { p_show_id: showId, p_user_id: userId })))
}
