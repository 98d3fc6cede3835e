import { Room, type RoomOptions } from 'livekit-client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { type RoomPhase, type RoomSession, startRoomSession } from './room-session.ts'
import { fetchStreamToken } from './stream-token.ts'

/** Layers that nobody watches are not sent, and a small picture gets a small layer. */
const OPTIONS: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  // Both would stop camera and microphone, which belong to the preview; the session leaves by itself.
  stopLocalTrackOnUnpublish: false,
  disconnectOnPageLeave: false,
}

const noSubscription = () => () => undefined

export interface JoinedRoom {
  room: Room | null
  phase: RoomPhase
}

/** The show's room while `active`; leaving the page or `active` ends the connection. */
export function useRoomSession(showId: string, active: boolean): JoinedRoom {
  const [session, setSession] = useState<RoomSession | null>(null)
  useEffect(() => {
    if (!active) return
    const started = startRoomSession({
      room: new Room(OPTIONS),
      fetchToken: () => fetchStreamToken(showId),
    })
    setSession(started)
    return () => {
      started.stop()
      setSession(null)
    }
  }, [showId, active])
  const phase = useSyncExternalStore(
    session?.subscribe ?? noSubscription,
    () => session?.phase() ?? 'connecting',
  )
  return { room: session?.room ?? null, phase }
}
