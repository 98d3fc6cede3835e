/** What a role may do in a show's room. Every grant is written out: what LiveKit would assume is never what is meant. */
import { TrackSource, type VideoGrant } from 'livekit-server-sdk'

/** As `private.show_role` says it. */
export const STREAM_ROLES = ['host', 'co-host', 'moderator', 'viewer'] as const
export type StreamRole = (typeof STREAM_ROLES)[number]

/** Long enough to connect and to be asked for again, short enough that a ban does not wait for it. Seconds. */
export const TOKEN_LIFETIME_S = 600

const STAGE_SOURCES = [
  TrackSource.CAMERA,
  TrackSource.MICROPHONE,
  TrackSource.SCREEN_SHARE,
  TrackSource.SCREEN_SHARE_AUDIO,
]

/** Only these stand on the stage; moderators act through the server. */
export function mayPublish(role: StreamRole): boolean {
  return role === 'host' || role === 'co-host'
}

export function grantsOf(role: StreamRole, room: string): VideoGrant {
  const onStage = mayPublish(role)
  return {
    room,
    roomJoin: true,
    canSubscribe: true,
    canPublish: onStage,
    canPublishData: onStage,
    canPublishSources: onStage ? STAGE_SOURCES : [],
    // Who watches is nobody's business, and ten thousand arrivals need not be told to ten thousand viewers.
    hidden: !onStage,
    canUpdateOwnMetadata: false,
    canSubscribeMetrics: false,
    roomCreate: false,
    roomList: false,
    roomRecord: false,
    roomAdmin: false,
    ingressAdmin: false,
    recorder: false,
    agent: false,
    canManageAgentSession: false,
  }
}
