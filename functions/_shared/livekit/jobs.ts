/** The kinds of job that concern the video server. Each may be repeated: what is gone stays gone. */
import { z } from 'zod'
import type { Ingresses } from './ingress.ts'
import type { Rooms } from './rooms.ts'

const room = z.object({
  show_id: z.uuid(),
  open: z.boolean(),
  ingress_id: z.nullable(z.string()),
})
const removal = z.object({ show_id: z.uuid(), user_id: z.uuid() })

/** By kind, for the registry of `jobs`. */
export function streamJobs(rooms: Rooms, ingresses: Pick<Ingresses, 'remove'>) {
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
  }
}
