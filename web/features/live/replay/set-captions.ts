import { call } from '../../../lib/call.ts'

/** Calls `set_captions`. `text`: a WebVTT file; null takes them away. Errors: 42501, NOFND, INVAL (no WebVTT, over 500 kB), RTLIM. */
export async function setCaptions(id: string, text: string | null): Promise<void> {
  // The argument is nullable in SQL; generated types do not know that of functions.
  await call('set_captions', { p_recording_id: id, p_captions: text as string })
}
