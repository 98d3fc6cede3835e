import { useEffect } from 'react'
import { toAppError } from '../../../lib/errors.ts'
import { useUserId } from '../../../lib/session.ts'
import { closeAuction } from './close-auction.ts'
import { useLiveSession } from './live-context.tsx'
import type { Lot } from './shapes.ts'

/** How long the closing broadcast may take before somebody asks for the end. */
const GRACE_MS = 1_500
/** Spread over this span, so that not every viewer asks: the first one's broadcast spares the others. */
const SPREAD_MS = 2_000
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/**
 * Closing is a function of time, not of a job: when the end has passed and no closing event has come, a signed-in
 * viewer asks for it, once.
 */
export function useCloseWhenDue(lot: Lot | null): void {
  const { clock, dispatch, refresh } = useLiveSession()
  const userId = useUserId()
  const endsAt = lot?.status === 'live' ? lot.ends_at : null
  const auctionId = lot?.id ?? null
  useEffect(() => {
    if (endsAt === null || auctionId === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const jitter = GRACE_MS + Math.random() * SPREAD_MS
    async function ask(id: string): Promise<void> {
      try {
        const { server_time: _, ...closed } = await closeAuction(id)
        dispatch({ type: 'auction snapshot', lot: closed })
      } catch (error) {
        // STATE: it still runs, an extension has not reached us yet. Whatever else: the snapshot is the truth.
        if (toAppError(error).code !== 'STATE') console.warn('close_auction failed', error)
        refresh()
      }
    }
    function plan(end: string, id: string): void {
      clearTimeout(timer)
      if (!clock.synced()) return
      const wait = Date.parse(end) - clock.now() + jitter
      if (wait > LONGEST_TIMEOUT_MS) return
      timer = setTimeout(
        () => {
          if (userId === null) refresh()
          else void ask(id)
        },
        Math.max(0, wait),
      )
    }
    plan(endsAt, auctionId)
    const unsubscribe = clock.subscribe(() => plan(endsAt, auctionId))
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [auctionId, endsAt, userId, clock, dispatch, refresh])
}
