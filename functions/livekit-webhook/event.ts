/** A webhook of the video server, reduced to what the database keeps. */
import type { WebhookEvent } from 'livekit-server-sdk'

/** The arguments of `record_livekit_event`. */
export interface RecordedEvent {
  id: string
  kind: string
  /** The room's name: the show's id. Null for events about no room. */
  room: string | null
  /** ISO 8601. */
  at: string
  detail: {
    room_sid: string | null
    participant?: { sid: string; identity: string; kind: ParticipantKind }
    track?: { sid: string; kind: 'audio' | 'video' | 'data' }
  }
}

type ParticipantKind = 'standard' | 'ingress' | 'other'
type Participant = NonNullable<WebhookEvent['participant']>

/** The numbers of livekit.ParticipantInfo.Kind and livekit.TrackType. */
const PARTICIPANT_KINDS: readonly ParticipantKind[] = ['standard', 'ingress']
const TRACK_KINDS = ['audio', 'video', 'data'] as const

function participantOf({ sid, identity, kind }: Participant) {
  return { sid, identity, kind: PARTICIPANT_KINDS[kind] ?? 'other' }
}

export function recordedEvent(event: WebhookEvent): RecordedEvent {
  const { participant, track, room } = event
  const trackKind = track === undefined ? undefined : TRACK_KINDS[track.type]
  return {
    id: event.id,
    kind: event.event,
    room: room?.name ?? event.egressInfo?.roomName ?? event.ingressInfo?.roomName ?? null,
    at: new Date(Number(event.createdAt) * 1000).toISOString(),
    detail: {
      room_sid: room?.sid ?? null,
      ...(participant === undefined ? {} : { participant: participantOf(participant) }),
      ...(track === undefined || trackKind === undefined
        ? {}
        : { track: { sid: track.sid, kind: trackKind } }),
    },
  }
}
