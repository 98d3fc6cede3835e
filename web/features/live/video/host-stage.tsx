import type { LocalTrack } from 'livekit-client'
import { useEffect, useState } from 'react'
import { GuestPictures } from '../stage/guest-pictures.tsx'
import { useLiveSession } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { HostControls } from './host-controls.tsx'
import { HostStart } from './host-start.tsx'
import { OwnPicture } from './own-picture.tsx'
import { PhaseNote } from './phase-note.tsx'
import { usePreview } from './use-preview.ts'
import { usePublishing } from './use-publishing.ts'
import { useRoomSession } from './use-room-session.ts'
import { useTellClock } from './use-tell-clock.ts'

interface HostStageProps {
  show: Show
  /** Nothing may reach viewers: preview only, never publish. */
  rehearsal: boolean
}

const NOTHING: readonly LocalTrack[] = []

/**
 * The host's camera and microphone inside a stage: switched on for a preview, sent to viewers from the moment that the
 * show is live and the host has put them on air. What the host sees is what is sent.
 */
export function HostStage({ show, rehearsal }: HostStageProps) {
  const preview = usePreview()
  const [wanted, setWanted] = useState(true)
  const { camera, microphone, stop } = preview
  const hasPreview = camera !== null || microphone !== null
  const onAir = show.status === 'live' && !rehearsal && wanted && hasPreview
  const { room, phase } = useRoomSession(show.id, onAir)
  const isOver = show.status === 'ended' || show.status === 'cancelled'
  // Also when somebody else has ended it: nobody stays before a camera that they take for off.
  useEffect(() => {
    if (isOver) stop()
  }, [isOver, stop])
  const { clock } = useLiveSession()
  useTellClock(onAir && phase === 'connected' ? room : null, camera, clock)
  usePublishing(room, phase, onAir ? preview.tracks : NOTHING)
  return (
    <>
      {camera !== null && <OwnPicture track={camera} className="absolute inset-0 -z-20" />}
      {hasPreview ? (
        <HostControls
          show={show}
          rehearsal={rehearsal}
          preview={preview}
          room={onAir ? room : null}
          connected={onAir && phase === 'connected'}
          onAir={onAir}
          onWanted={setWanted}
        />
      ) : (
        <HostStart show={show} rehearsal={rehearsal} preview={preview} />
      )}
      {onAir && room !== null && phase === 'connected' && <GuestPictures room={room} />}
      {onAir && <PhaseNote phase={phase} />}
    </>
  )
}
