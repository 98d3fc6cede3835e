import { type Room, RoomEvent } from 'livekit-client'
import { useSyncExternalStore } from 'react'
import { toast } from 'sonner'

export interface ScreenShare {
  /** False where the browser has none, as on phones. */
  possible: boolean
  sharing: boolean
  toggle(): Promise<void>
}

function possibleHere(): boolean {
  const devices: unknown = Reflect.get(navigator, 'mediaDevices')
  return typeof Reflect.get(Object(devices), 'getDisplayMedia') === 'function'
}

/** The host's screen in the room; ending it from the browser's own bar is noticed, too. */
export function useScreenShare(room: Room | null): ScreenShare {
  const sharing = useSyncExternalStore(
    (listener) => {
      room?.on(RoomEvent.LocalTrackPublished, listener)
      room?.on(RoomEvent.LocalTrackUnpublished, listener)
      return () => {
        room?.off(RoomEvent.LocalTrackPublished, listener)
        room?.off(RoomEvent.LocalTrackUnpublished, listener)
      }
    },
    () => room?.localParticipant.isScreenShareEnabled ?? false,
  )
  return {
    possible: possibleHere(),
    sharing,
    async toggle() {
      try {
        await room?.localParticipant.setScreenShareEnabled(!sharing, { audio: true })
      } catch (error) {
        // Closing the browser's dialog is not a failure.
        if (error instanceof Error && error.name === 'NotAllowedError') return
        toast.error('The screen could not be shared')
      }
    },
  }
}
