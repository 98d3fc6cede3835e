import { type LocalTrack, type Room, Track, VideoPresets } from 'livekit-client'
import { useEffect } from 'react'
import type { RoomPhase } from './room-session.ts'

/**
 * Three layers, so that a phone on a bad line and a large screen each get what fits. VP8 is what every browser encodes and
 * decodes; speech is worth sending twice.
 */
const CAMERA = {
  source: Track.Source.Camera,
  simulcast: true,
  videoEncoding: VideoPresets.h720.encoding,
  videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
}
const MICROPHONE = { source: Track.Source.Microphone, dtx: true, red: true }

/** Keeps the given tracks published while the room is connected, also after it was lost and found. */
export function usePublishing(
  room: Room | null,
  phase: RoomPhase,
  tracks: readonly LocalTrack[],
): void {
  useEffect(() => {
    if (room === null || phase !== 'connected') return
    const { localParticipant } = room
    for (const track of tracks) {
      const isPublished = localParticipant
        .getTrackPublications()
        .some((publication) => publication.track === track)
      if (isPublished) continue
      localParticipant
        .publishTrack(track, track.kind === Track.Kind.Video ? CAMERA : MICROPHONE)
        .catch((error: unknown) => {
          // The room went away meanwhile; the next connection publishes again.
          console.warn('Publishing', error)
        })
    }
  }, [room, phase, tracks])
}
