import * as z from 'zod/mini'
import { callFunction } from '../../../lib/call-function.ts'

const streamToken = z.object({
  url: z.string(),
  token: z.string(),
  identity: z.string(),
  role: z.enum(['host', 'co-host', 'moderator', 'viewer']),
  expires_at: z.string(),
})
export type StreamToken = z.infer<typeof streamToken>

/**
 * Asks for a token for the show's room: good for ten minutes, in the role that the database gives the caller.
 * Errors: NOFND, STATE (not live), KBANN, RTLIM, `video_unavailable` as the function's code.
 */
export function fetchStreamToken(showId: string): Promise<StreamToken> {
  return callFunction('livekit-token', { show_id: showId }, streamToken)
}
