/** The kinds of job that concern the video server. Without one they wait; nothing else does. */
import { z } from 'zod'
import { type Commands, command } from '../_shared/commands.ts'
import type { JobHandlers } from '../_shared/jobs.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { createIngresses } from '../_shared/livekit/ingress.ts'
import { type RecordingStore, streamJobs } from '../_shared/livekit/jobs.ts'
import { createRecordings, type RecordingTarget } from '../_shared/livekit/recordings.ts'
import { createRooms } from '../_shared/livekit/rooms.ts'

function recordingStore(client: Commands): RecordingStore {
  return {
    wanted: (p_show_id) => command(client, 'recording_wanted', { p_show_id }, z.boolean()),
    begun(p_show_id, p_egress_id) {
      const args = { p_show_id, p_egress_id, p_replaces: null }
      return command(client, 'set_recording', args, z.unknown())
    },
  }
}

/** `client` holds the secret key. */
export function videoJobs(
  livekit: LiveKit | null,
  target: RecordingTarget,
  client: Commands,
): JobHandlers {
  if (livekit === null) return {}
  return streamJobs(
    {
      rooms: createRooms(livekit),
      ingresses: createIngresses(livekit),
      recordings: createRecordings(livekit, target),
    },
    recordingStore(client),
  )
}
