import { useEffect } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { useUserId } from '../../../lib/session.ts'
import { joinShow } from './join-show.ts'
import { leaveShow } from './leave-show.ts'
import { showHeartbeat } from './show-heartbeat.ts'

/** The database forgets a viewer after 45 seconds without a word. */
const HEARTBEAT_MS = 20_000

/** Counts the caller among a live show's viewers while the page is open and visible. */
export function usePresence(showId: string, isLive: boolean): void {
  const userId = useUserId()
  useEffect(() => {
    if (!isLive) return
    // Being counted is a courtesy: a failure costs nothing and must not disturb, but it is not hidden either.
    const report = (error: unknown) => console.warn('Presence', toAppError(error).code)
    joinShow(showId).catch(report)
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') showHeartbeat(showId).catch(report)
    }, HEARTBEAT_MS)
    return () => {
      clearInterval(timer)
      if (userId !== null) leaveShow(showId).catch(report)
    }
  }, [showId, isLive, userId])
}
