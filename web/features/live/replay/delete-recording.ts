import { call } from '../../../lib/call.ts'

/** Calls `delete_recording`: for good. Errors: 42501, NOFND, STATE (not finished yet), RTLIM. */
export async function deleteRecording(id: string): Promise<void> {
  await call('delete_recording', { p_recording_id: id })
}
