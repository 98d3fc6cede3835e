/** What can be done at a show's desk. The database has said that the caller may. */
import { z } from 'zod'
import { HttpError } from '../_shared/errors.ts'
import type { Ingresses, IngressKind } from '../_shared/livekit/ingress.ts'
import type { Recordings } from '../_shared/livekit/recordings.ts'
import type { Rooms } from '../_shared/livekit/rooms.ts'

const kind = z.enum(['rtmp', 'whip'])

/** The body of a call. */
export const streamAction = z.discriminatedUnion('action', [
  z.object({ show_id: z.uuid(), action: z.literal('status') }),
  z.object({ show_id: z.uuid(), action: z.literal('create_ingress'), kind }),
  z.object({ show_id: z.uuid(), action: z.literal('rotate_key') }),
  z.object({ show_id: z.uuid(), action: z.literal('delete_ingress') }),
  z.object({ show_id: z.uuid(), action: z.literal('start_recording') }),
  z.object({ show_id: z.uuid(), action: z.literal('stop_recording') }),
  z.object({ show_id: z.uuid(), action: z.literal('remove'), user_id: z.uuid() }),
  z.object({ show_id: z.uuid(), action: z.literal('mute'), user_id: z.uuid() }),
])
export type StreamAction = z.infer<typeof streamAction>

/** What `stream_desk` answers. */
export const desk = z.object({
  room: z.string(),
  role: z.string(),
  status: z.string(),
  ingress: z.nullable(z.object({ id: z.string(), kind, since: z.string() })),
  recording: z.nullable(z.object({ id: z.string(), since: z.string() })),
})
export type Desk = z.infer<typeof desk>

export interface Stage {
  rooms: Pick<Rooms, 'removeUser' | 'muteUser'>
  ingresses: Ingresses
  recordings: Recordings
  /** `set_ingress` and `set_recording`, with the secret key. */
  setIngress(
    room: string,
    next: { id: string; kind: IngressKind } | null,
    replaces: string | null,
  ): Promise<unknown>
  setRecording(room: string, next: string | null, replaces: string | null): Promise<unknown>
}

function conflict(message: string): HttpError {
  return new HttpError(409, 'STATE', message)
}

/** The key is in this answer and nowhere else. If somebody else was faster, the new one is taken back. */
async function newIngress(stage: Stage, { room, ingress }: Desk, wanted: IngressKind) {
  const created = await stage.ingresses.create(room, wanted)
  try {
    await stage.setIngress(room, { id: created.id, kind: wanted }, ingress?.id ?? null)
  } catch (error) {
    await stage.ingresses.remove(created.id)
    throw error
  }
  if (ingress !== null) await stage.ingresses.remove(ingress.id)
  return { kind: wanted, url: created.url, stream_key: created.streamKey }
}

export async function carryOut(stage: Stage, at: Desk, asked: StreamAction): Promise<unknown> {
  switch (asked.action) {
    case 'status':
      return {
        ingress: at.ingress === null ? null : { kind: at.ingress.kind, since: at.ingress.since },
        recording: at.recording === null ? null : { since: at.recording.since },
        can_record: stage.recordings.possible,
      }
    case 'create_ingress':
      if (at.ingress !== null) throw conflict('There is a stream key already; rotate it')
      return newIngress(stage, at, asked.kind)
    case 'rotate_key':
      if (at.ingress === null) throw conflict('There is no stream key yet')
      return newIngress(stage, at, at.ingress.kind)
    case 'delete_ingress':
      if (at.ingress !== null) {
        await stage.ingresses.remove(at.ingress.id)
        await stage.setIngress(at.room, null, at.ingress.id)
      }
      return { ingress: null }
    case 'start_recording': {
      if (at.recording !== null) throw conflict('The show is being recorded already')
      const id = await stage.recordings.start(at.room)
      try {
        await stage.setRecording(at.room, id, null)
      } catch (error) {
        await stage.recordings.stop(id)
        throw error
      }
      return { recording: true }
    }
    case 'stop_recording':
      if (at.recording !== null) {
        await stage.recordings.stop(at.recording.id)
        await stage.setRecording(at.room, null, at.recording.id)
      }
      return { recording: false }
    case 'remove':
      return { removed: await stage.rooms.removeUser(at.room, asked.user_id) }
    case 'mute':
      return { muted: await stage.rooms.muteUser(at.room, asked.user_id) }
  }
}
