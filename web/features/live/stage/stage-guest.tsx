import { RoomAudioRenderer, RoomContext } from '@livekit/components-react'
import { useMutation } from '@tanstack/react-query'
import { Camera } from 'lucide-react'
import { toast } from 'sonner'
import { Button } from '../../../components/button.tsx'
import { toAppError } from '../../../lib/errors.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Show } from '../state/shapes.ts'
import { OwnPicture } from '../video/own-picture.tsx'
import { PhaseNote } from '../video/phase-note.tsx'
import { PREVIEW_PROBLEMS } from '../video/preview-problems.ts'
import { StagePicture } from '../video/stage-picture.tsx'
import { usePreview } from '../video/use-preview.ts'
import { usePublishing } from '../video/use-publishing.ts'
import { useRoomSession } from '../video/use-room-session.ts'
import { ViewerVideo } from '../video/viewer-video.tsx'
import { answerInvitation } from './answer-invitation.ts'
import { GuestControls } from './guest-controls.tsx'
import { StageCall } from './stage-call.tsx'

interface StageGuestProps {
  show: Show
  /** `invited`: the host asks; `joined`: the caller has said yes. */
  stage: string
}

/**
 * The way onto somebody else's stage and off it: look at oneself first, then join. Camera and microphone are asked for at
 * a tap, and nothing is sent before the guest has joined.
 */
export function StageGuest({ show, stage }: StageGuestProps) {
  const preview = usePreview()
  const { refresh } = useLiveSession()
  const joined = stage === 'joined'
  const onAir = joined && show.status === 'live'
  const { room, phase } = useRoomSession(show.id, onAir)
  usePublishing(room, phase, preview.tracks)
  const answer = useMutation({
    mutationFn: (accept: boolean) => answerInvitation(show.id, accept),
    onError: (error) => {
      const { text } = toAppError(error)
      toast.error(text.title, { description: text.action })
    },
    onSettled: refresh,
  })
  const hasPreview = preview.tracks.length > 0
  const leave = () => answer.mutate(false)
  return (
    <>
      {!onAir && show.video && <ViewerVideo showId={show.id} />}
      {onAir && room !== null && (
        <RoomContext.Provider value={room}>
          <StagePicture className="absolute inset-0 -z-20" />
          <RoomAudioRenderer />
        </RoomContext.Provider>
      )}
      {onAir && <PhaseNote phase={phase} />}
      {joined && hasPreview ? (
        <GuestControls preview={preview} busy={answer.isPending} onLeave={leave} />
      ) : (
        <StageCall
          title={
            joined ? 'You are on the stage' : `${show.seller.shop_name} asks you onto the stage`
          }
        >
          {preview.camera !== null && (
            <OwnPicture track={preview.camera} className="aspect-video rounded-control" />
          )}
          <p className="text-sm text-white/85">
            {preview.problem !== null
              ? PREVIEW_PROBLEMS[preview.problem]
              : hasPreview
                ? 'Only you see this. Everybody in the show sees and hears you once you join.'
                : joined
                  ? 'Nobody sees you before you turn on your camera.'
                  : 'Have a look at yourself first: nothing is sent before you join.'}
          </p>
          <div className="flex gap-2.5">
            <Button className="flex-1 text-ink" busy={answer.isPending} onClick={leave}>
              {joined ? 'Leave the stage' : 'Not now'}
            </Button>
            {hasPreview ? (
              <Button
                variant="act"
                className="flex-1 px-3 whitespace-nowrap"
                busy={answer.isPending}
                onClick={() => answer.mutate(true)}
              >
                Join the stage
              </Button>
            ) : (
              <Button
                variant="act"
                className="flex-1 px-3 whitespace-nowrap"
                busy={preview.starting}
                onClick={() => void preview.start()}
              >
                {!preview.starting && <Camera aria-hidden className="size-5" />}
                Turn on camera
              </Button>
            )}
          </div>
        </StageCall>
      )}
    </>
  )
}
