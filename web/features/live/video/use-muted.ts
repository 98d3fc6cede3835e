import { type LocalAudioTrack, type LocalVideoTrack, TrackEvent } from 'livekit-client'
import { useSyncExternalStore } from 'react'

export interface MuteSwitch {
  muted: boolean
  toggle(): Promise<void>
}

/** Whether a camera or microphone is muted, and the switch. A muted camera's light goes out. */
export function useMuted(track: LocalAudioTrack | LocalVideoTrack | null): MuteSwitch {
  const muted = useSyncExternalStore(
    (listener) => {
      track?.on(TrackEvent.Muted, listener).on(TrackEvent.Unmuted, listener)
      return () => track?.off(TrackEvent.Muted, listener).off(TrackEvent.Unmuted, listener)
    },
    () => track?.isMuted ?? true,
  )
  return {
    muted,
    async toggle() {
      await (muted ? track?.unmute() : track?.mute())
    },
  }
}
