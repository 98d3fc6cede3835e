/** The kinds of job that concern the video server. Each may be repeated: what is gone stays gone. */
import { z } from 'zod'
import { HttpError } from '../errors.ts'
import type { Ingresses } from './ingress.ts'
import type { Recordings } from './recordings.ts'
import type { Rooms } from './rooms.ts'

const room = z.object({
  show_id: z.uuid(),
  open: z.boolean(),
  ingress_id: z.nullable(z.string()),
})
const removal = z.object({ show_id: z.uuid(), user_id: z.uuid() })
const recording = z.object({ show_id: z.uuid() })

export interface VideoServer {
  rooms: Rooms
  ingresses: Pick<Ingresses, 'remove'>
  recordings: Pick<Recordings, 'running' | 'start' | 'stop'>
}

/** The database's side of a recording, with the secret key. */
export interface RecordingStore {
  /** `recording_wanted` */
  wanted(showId: string): Promise<boolean>
  /** `set_recording`. Rejects with STATE when the show has ended, or another egress records it. */
  begun(showId: string, egressId: string): Promise<unknown>
}

/** By kind, for the registry of `jobs`. */
export function streamJobs({ rooms, ingresses, recordings }: VideoServer, store: RecordingStore) {
  return {
    /** A show went live or ended. */
    async stream_room({ payload }: { payload: unknown }): Promise<undefined> {
      const { show_id, open, ingress_id } = room.parse(payload)
      await (open ? rooms.open(show_id) : rooms.close(show_id))
      if (ingress_id !== null) await ingresses.remove(ingress_id)
    },
    /** Somebody was banned. */
    async stream_remove({ payload }: { payload: unknown }): Promise<undefined> {
      const { show_id, user_id } = removal.parse(payload)
      await rooms.removeUser(show_id, user_id)
    },
    /** The first picture of a show that its host wants recorded. */
    async stream_record({ payload }: { payload: unknown }): Promise<undefined> {
      const { show_id } = recording.parse(payload)
      if (!(await store.wanted(show_id))) return
      // A worker may have died between the two calls below: what it has begun is gone on with.
      const egressId = (await recordings.running(show_id)) ?? (await recordings.start(show_id))
      try {
        await store.begun(show_id, egressId)
      } catch (error) {
        if (!(error instanceof HttpError && error.code === 'STATE')) throw error
        await recordings.stop(egressId)
      }
    },
  }
}
