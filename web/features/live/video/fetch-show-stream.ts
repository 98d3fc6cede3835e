import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { callFunction } from '../../../lib/call-function.ts'

const kind = z.enum(['rtmp', 'whip'])
const ingress = z.object({ kind, url: z.string(), stream_key: z.string() })
const status = z.object({
  ingress: z.nullable(z.object({ kind, since: z.string() })),
  recording: z.nullable(z.object({ since: z.string() })),
  /** There is somewhere to put a recording. Whether there is a server that makes one is seen when it begins. */
  can_record: z.boolean(),
})

export type IngressKind = z.infer<typeof kind>
/** The key is in this answer and nowhere else. */
export type NewIngress = z.infer<typeof ingress>
export type StreamStatus = z.infer<typeof status>

const call = <Answer>(
  showId: string,
  more: Record<string, unknown>,
  schema: z.ZodMiniType<Answer>,
) => callFunction('show-stream', { show_id: showId, ...more }, schema)

/** What is set up at the desk of one's own show. Errors: NOFND, RTLIM, `video_unavailable` as the function's code. */
export function fetchStreamStatus(showId: string): Promise<StreamStatus> {
  return call(showId, { action: 'status' }, status)
}

/** {@link fetchStreamStatus}; where there is no video server, asking again changes nothing. */
export const streamStatusQuery = (showId: string) =>
  queryOptions({
    queryKey: ['stream-status', showId],
    queryFn: () => fetchStreamStatus(showId),
    retry: false,
  })

/** A stream key for OBS. Errors: NOFND, STATE (there is one, or the show is over), `ingress_unavailable`. */
export function createIngress(showId: string, kind: IngressKind): Promise<NewIngress> {
  return call(showId, { action: 'create_ingress', kind }, ingress)
}

/** A new key; the old one is dead when this resolves. Errors as `createIngress`. */
export function rotateStreamKey(showId: string): Promise<NewIngress> {
  return call(showId, { action: 'rotate_key' }, ingress)
}

/** Errors: NOFND, STATE, `recording_unavailable` as the function's code. */
export async function setRecording(showId: string, on: boolean): Promise<void> {
  const action = on ? 'start_recording' : 'stop_recording'
  await call(showId, { action }, z.object({ recording: z.boolean() }))
}
