/** The host's desk at the video server: stream key for OBS, recording, removing and muting. */
import { createHandler, type EndpointOptions, type Handler } from '../_shared/http.ts'
import type { VerifyCaller } from '../_shared/jwt.ts'
import type { LiveKit } from '../_shared/livekit/env.ts'
import { requireLiveKit } from '../_shared/livekit/unavailable.ts'
import { carryOut, type Desk, type Stage, type StreamAction, streamAction } from './actions.ts'

export interface ShowStreamDependencies extends Pick<EndpointOptions, 'allowedOrigins' | 'write'> {
  verify: VerifyCaller
  livekit: LiveKit | null
  stage(livekit: LiveKit): Stage
  /** `stream_desk` with the caller's own session: may they, and what is there. Rejects with its refusal. */
  desk(token: string, asked: StreamAction): Promise<Desk>
}

/**
 * POST `{show_id, action, …}`: `status`; `create_ingress` {kind: rtmp | whip} and `rotate_key` → `{kind, url, stream_key}`,
 * the key only in this answer; `delete_ingress`; `start_recording`, `stop_recording`; `remove`, `mute` {user_id}.
 * Errors: 400 `invalid_input`, 401 `unauthorized`, those of `stream_desk`, 503 `video_unavailable`,
 * `ingress_unavailable`, `recording_unavailable`.
 */
export function createShowStream(dependencies: ShowStreamDependencies): Handler {
  const { verify, livekit, stage, desk, ...options } = dependencies
  return createHandler({ ...options, name: 'show-stream', methods: ['POST'] }, async (call) => {
    const { token } = await verify(call.request)
    const asked = await call.json(streamAction)
    const at = await desk(token, asked)
    return carryOut(stage(requireLiveKit(livekit)), at, asked)
  })
}
