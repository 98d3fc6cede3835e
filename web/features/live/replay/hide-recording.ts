import { call } from '../../../lib/call.ts'

/** Calls `hide_recording`: viewers see it no longer, or again. Errors: 42501, NOFND, RTLIM. */
export async function hideRecording(id: string, hidden: boolean): Promise<void> {
  await call('hide_recording', { p_recording_id: id, p_hidden: hidden })
}
