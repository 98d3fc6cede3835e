import { toAppError } from '../../../lib/errors.ts'
import type { Follow } from '../../../lib/use-follow.ts'
import { showHeartbeat } from '../show/show-heartbeat.ts'
import { useLiveSession } from '../state/live-context.tsx'
import type { Giveaway } from './engagement-shapes.ts'
import { enterGiveaway } from './enter-giveaway.ts'
import { useCommand } from './use-command.ts'

/** Enters with one tap: follows the shop first where that is a condition, and says "here" when the server has not heard it. */
export function useEnter(showId: string, giveaway: Giveaway, follow: Follow) {
  const { clock, dispatch } = useLiveSession()
  const { busy, run } = useCommand()
  const enter = () =>
    run(async () => {
      if (giveaway.followers_only && !follow.following && !(await follow.set(true))) return
      dispatch({ type: 'giveaway', giveaway: await enterHere(showId, giveaway.id, clock.rttMs()) })
    })
  return { busy, enter }
}

async function enterHere(
  showId: string,
  giveawayId: string,
  rttMs: number | null,
): Promise<Giveaway> {
  try {
    return await enterGiveaway(giveawayId)
  } catch (error) {
    if (toAppError(error).code !== 'NSEEN') throw error
    // The page is here, but its last heartbeat was too long ago: a phone that slept, a page just opened.
    await showHeartbeat(showId, rttMs)
    return enterGiveaway(giveawayId)
  }
}
