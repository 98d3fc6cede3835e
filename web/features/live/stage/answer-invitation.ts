import { call } from '../../../lib/call.ts'

/**
 * Calls `answer_stage_invitation`: yes puts the caller onto the stage, no takes them off it, also later.
 * Errors: 42501, NOFND (asked no longer), STATE {status}, KBANN.
 */
export async function answerInvitation(showId: string, accept: boolean): Promise<void> {
  await call('answer_stage_invitation', { p_show_id: showId, p_accept: accept })
}
