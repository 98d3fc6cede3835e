/** A webhook of the video server, reduced to what the database keeps. */
import { EgressStatus, type WebhookEvent } from 'livekit-server-sdk'

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
    egress?: RecordedEgress
  }
}

interface RecordedEgress {
  id: string
  /** It ended as it should, with a file. */
  complete: boolean
  /** Of the file in its bucket; null without one. */
  path: string | null
  /** When the file begins; ISO 8601. */
  started_at: string | null
  duration_ms: number | null
}

type ParticipantKind = 'standard' | 'ingress' | 'other'
type Participant = NonNullable<WebhookEvent['participant']>
type Egress = NonNullable<WebhookEvent['egressInfo']>

/** Egress counts in nanoseconds. */
const NS_PER_MS = 1_000_000n
const COMPLETE: readonly EgressStatus[] = [
  EgressStatus.EGRESS_COMPLETE,
  // The server's own limit of time or size: what there is, is whole.
  EgressStatus.EGRESS_LIMIT_REACHED,
]

/** The numbers of livekit.ParticipantInfo.Kind and livekit.TrackType. */
const PARTICIPANT_KINDS: readonly ParticipantKind[] = ['standard', 'ingress']
const TRACK_KINDS = ['audio', 'video', 'data'] as const

function participantOf({ sid, identity, kind }: Participant) {
  return { sid, identity, kind: PARTICIPANT_KINDS[kind] ?? 'other' }
}

function egressOf({ egressId, status, fileResults: [file] }: Egress): RecordedEgress {
  return {
    id: egressId,
    complete: COMPLETE.includes(status),
    path: file?.filename || null,
    started_at: file?.startedAt ? new Date(Number(file.startedAt / NS_PER_MS)).toISOString() : null,
    duration_ms: file === undefined ? null : Number(file.duration / NS_PER_MS),
  }
}

export function recordedEvent(event: WebhookEvent): RecordedEvent {
  const { participant, track, room, egressInfo } = event
  const trackKind = track === undefined ? undefined : TRACK_KINDS[track.type]
  return {
    id: event.id,
    kind: event.event,
    room: room?.name ?? egressInfo?.roomName ?? event.ingressInfo?.roomName ?? null,
    at: new Date(Number(event.createdAt) * 1000).toISOString(),
    detail: {
      room_sid: room?.sid ?? null,
      ...(participant === undefined ? {} : { participant: participantOf(participant) }),
      ...(track === undefined || trackKind === undefined
        ? {}
        : { track: { sid: track.sid, kind: trackKind } }),
      ...(egressInfo === undefined ? {} : { egress: egressOf(egressInfo) }),
    },
  }
}
