/** Recording of a show's room through LiveKit's egress server, into Supabase Storage by its S3 door. */
import { EgressClient, EncodedFileOutput, EncodedFileType, S3Upload } from 'livekit-server-sdk'
import { z } from 'zod'
import { HttpError } from '../errors.ts'
import type { LiveKit } from './env.ts'
import { unlessGone, withoutServer } from './twirp.ts'

/** Optional: without them nothing can be recorded. Supabase: Storage → Settings → S3 connection. */
export const recordingEnv = z.object({
  RECORDING_S3_ENDPOINT: z.url().optional(),
  RECORDING_S3_REGION: z.string().optional(),
  RECORDING_S3_ACCESS_KEY: z.string().optional(),
  RECORDING_S3_SECRET: z.string().optional(),
  RECORDING_S3_BUCKET: z.string().default('recordings'),
})
export type RecordingTarget = z.infer<typeof recordingEnv>

export interface Recordings {
  /** False while the environment names nowhere to put a recording. */
  readonly possible: boolean
  /** The egress that records the room now, whoever has begun it. */
  running(room: string): Promise<string | null>
  /** Returns the egress's id. Throws 503 `recording_unavailable`. */
  start(room: string): Promise<string>
  /** Done already counts as done. */
  stop(egressId: string): Promise<void>
}

export function createRecordings(
  { url, apiKey, apiSecret }: LiveKit,
  target: RecordingTarget,
): Recordings {
  const api = new EgressClient(url, apiKey, apiSecret)
  return {
    possible:
      target.RECORDING_S3_ACCESS_KEY !== undefined && target.RECORDING_S3_SECRET !== undefined,
    async running(room) {
      const listed = api.listEgress({ roomName: room, active: true })
      return (await withoutServer('recording_unavailable', listed))[0]?.egressId ?? null
    },
    async start(room) {
      const { RECORDING_S3_ACCESS_KEY: accessKey, RECORDING_S3_SECRET: secret } = target
      if (accessKey === undefined || secret === undefined) {
        throw new HttpError(
          503,
          'recording_unavailable',
          'Nowhere to put a recording: set RECORDING_S3_*',
        )
      }
      const file = new EncodedFileOutput({
        fileType: EncodedFileType.MP4,
        filepath: `${room}/{time}.mp4`,
        output: {
          case: 's3',
          value: new S3Upload({
            accessKey,
            secret,
            bucket: target.RECORDING_S3_BUCKET,
            endpoint: target.RECORDING_S3_ENDPOINT ?? '',
            region: target.RECORDING_S3_REGION ?? '',
            forcePathStyle: true,
          }),
        },
      })
      const started = api.startRoomCompositeEgress(room, { file }, { layout: 'speaker' })
      return (await withoutServer('recording_unavailable', started)).egressId
    },
    stop: (egressId) => unlessGone(api.stopEgress(egressId)),
  }
}
