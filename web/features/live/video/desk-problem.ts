import { functionCode } from '../../../lib/call-function.ts'
import { toAppError } from '../../../lib/errors.ts'

const TEXT: Readonly<Record<string, string>> = {
  video_unavailable: 'No video server is set up, so there is nothing to send a picture to.',
  ingress_unavailable: 'This video server takes no picture from OBS. Use your camera here.',
  recording_unavailable: 'This video server cannot record.',
}

/** What stands in the way at the host's desk, in a sentence or two. */
export function deskProblem(error: unknown): string {
  const own = TEXT[functionCode(error) ?? '']
  if (own !== undefined) return own
  const { text } = toAppError(error)
  return `${text.title}. ${text.action}`
}
