/** The kinds of job that concern the video server. Without one they wait; nothing else does. */
import type { JobHandlers } from '../_shared/jobs.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { createIngresses } from '../_shared/livekit/ingress.ts'
import { streamJobs } from '../_shared/livekit/jobs.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'

export function videoJobs(livekit: LiveKit | null): JobHandlers {
  return livekit === null ? {} : streamJobs(createRooms(livekit), createIngresses(livekit))
}
