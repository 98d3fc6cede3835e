import { HttpError } from '../errors.ts'
import type { LiveKit } from './env.ts'

/** The video server, or 503 `video_unavailable`. */
export function requireLiveKit(livekit: LiveKit | null): LiveKit {
  if (livekit !== null) return livekit
  throw new HttpError(503, 'video_unavailable', 'No video server is configured')
}
