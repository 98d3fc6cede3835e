import type { Room } from 'livekit-client'
import { useEffect } from 'react'

/**
 * A call, an alarm or Siri takes the sound away from a page on iOS and does not give it back by itself. When the page is
 * seen again, or the first time it is touched afterwards, the sound is started again; if the browser refuses, the room
 * says that sound is blocked and the page asks for a tap.
 */
export function useSoundAfterInterruption(room: Room): void {
  useEffect(() => {
    const resume = () => {
      if (document.visibilityState === 'visible') void room.startAudio().catch(() => undefined)
    }
    const session: unknown = Reflect.get(navigator, 'audioSession')
    const audioSession = session instanceof EventTarget ? session : null
    document.addEventListener('visibilitychange', resume)
    addEventListener('pageshow', resume)
    audioSession?.addEventListener('statechange', resume)
    return () => {
      document.removeEventListener('visibilitychange', resume)
      removeEventListener('pageshow', resume)
      audioSession?.removeEventListener('statechange', resume)
    }
  }, [room])
}
