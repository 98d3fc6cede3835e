import { ConnectionState, type LocalTrack, type Room, RoomEvent, Track } from 'livekit-client'

const SCREEN: readonly Track.Source[] = [Track.Source.ScreenShare, Track.Source.ScreenShareAudio]

/**
 * Stops capturing a screen once it is shown to nobody: when sharing ends, and with the room. A room leaves its tracks
 * running, because camera and microphone belong to the preview; a screen belongs to the room alone.
 */
export function stopScreenWith(room: Room): void {
  const shared = new Set<LocalTrack>()
  room.on(RoomEvent.LocalTrackPublished, ({ source, track }) => {
    if (track !== undefined && SCREEN.includes(source)) shared.add(track)
  })
  room.on(RoomEvent.LocalTrackUnpublished, ({ track }) => {
    // A room that finds itself again takes down what it sends, and puts it up once more.
    if (room.state === ConnectionState.Reconnecting || track === undefined) return
    if (shared.delete(track)) track.stop()
  })
  room.on(RoomEvent.Disconnected, () => {
    for (const track of shared) track.stop()
    shared.clear()
  })
}
