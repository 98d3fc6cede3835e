import { useEffect } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { useUserId } from '../../../lib/session.ts'
import { useLiveSession } from '../state/live-context.tsx'
import { joinShow } from './join-show.ts'
import { leaveShow } from './leave-show.ts'
import { showHeartbeat } from './show-heartbeat.ts'

/** The database forgets a viewer after 45 seconds without a word. */
const HEARTBEAT_MS = 20_000
/** By then the clock has measured a round trip, and the database takes another word from somebody who has just come. */
const FIRST_HEARTBEAT_MS = 6_000

/** Counts the caller among a live show's viewers while the page is open and visible, and tells how far away they are. */
export function usePresence(showId: string, isLive: boolean): void {
  const userId = useUserId()
  const { clock } = useLiveSession()
  useEffect(() => {
    if (!isLive) return
    // Being counted is a courtesy: a failure costs nothing and must not disturb, but it is not hidden either.
    const report = (error: unknown) => console.warn('Presence', toAppError(error).code)
    joinShow(showId).catch(report)
    const beat = () => {
      if (document.visibilityState === 'visible') showHeartbeat(showId, clock.rttMs()).catch(report)
    }
    const first = setTimeout(beat, FIRST_HEARTBEAT_MS)
    const timer = setInterval(beat, HEARTBEAT_MS)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
      if (userId !== null) leaveShow(showId).catch(report)
    }
  }, [showId, isLive, userId, clock])
}
