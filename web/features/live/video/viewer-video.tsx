import { RoomAudioRenderer, RoomContext } from '@livekit/components-react'
import type { Room } from 'livekit-client'
import { useState } from 'react'
import { useLiveSession } from '../state/live-context.tsx'
import { PhaseNote } from './phase-note.tsx'
import { SoundControl } from './sound-control.tsx'
import { StagePicture } from './stage-picture.tsx'
import { useMeasureDelay } from './use-measure-delay.ts'
import { useRoomSession } from './use-room-session.ts'
import { useSoundAfterInterruption } from './use-sound-after-interruption.ts'

/** The show's picture and sound for who watches. Loaded only when there is a picture. */
export function ViewerVideo({ showId }: { showId: string }) {
  const { room, phase } = useRoomSession(showId, true)
  return (
    <>
      {room !== null && <Received room={room} />}
      <PhaseNote phase={phase} />
    </>
  )
}

function Received({ room }: { room: Room }) {
  const [volume, setVolume] = useState(1)
  const [muted, setMuted] = useState(false)
  const { clock } = useLiveSession()
  useSoundAfterInterruption(room)
  useMeasureDelay(room, clock)
  return (
    <RoomContext.Provider value={room}>
      <StagePicture className="absolute inset-0 -z-20" />
      <RoomAudioRenderer volume={volume} muted={muted} />
      <SoundControl
        room={room}
        volume={volume}
        onVolume={setVolume}
        muted={muted}
        onMuted={setMuted}
      />
    </RoomContext.Provider>
  )
}
