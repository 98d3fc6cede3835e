import { RoomAudioRenderer, RoomContext, useTracks, VideoTrack } from '@livekit/components-react'
import { type Room, Track } from 'livekit-client'

/** The host sees and hears who stands on the stage with them. */
export function GuestPictures({ room }: { room: Room }) {
  return (
    <RoomContext.Provider value={room}>
      <Tiles />
      <RoomAudioRenderer />
    </RoomContext.Provider>
  )
}

function Tiles() {
  const guests = useTracks([Track.Source.Camera], { onlySubscribed: true }).filter(
    ({ participant, publication }) => !participant.isLocal && !publication.isMuted,
  )
  if (guests.length === 0) return null
  return (
    <ul aria-label="On stage with you" className="absolute top-16 right-3 flex flex-col gap-1.5">
      {guests.map((guest) => (
        <li key={guest.publication.trackSid} className="relative">
          <VideoTrack trackRef={guest} className="h-14 w-24 rounded-lg object-cover shadow-float" />
          <span className="absolute inset-x-1 bottom-0.5 truncate text-xs font-semibold text-white drop-shadow">
            {guest.participant.name}
          </span>
        </li>
      ))}
    </ul>
  )
}
