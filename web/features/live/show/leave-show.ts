import { call } from '../../../lib/call.ts'

/** Calls `leave_show`, for signed-in viewers; the others are forgotten after 45 seconds. Errors: 42501. */
export async function leaveShow(showId: string): Promise<void> {
  await call('leave_show', { p_show_id: showId })
}
