import type { LocalVideoTrack, Room } from 'livekit-client'
import { useEffect } from 'react'
import type { ServerClock } from '../../../lib/clock.ts'
import {
  CLOCK_TOPIC,
  type Counters,
  encodeClock,
  sendingCounters,
  sendingDelay,
} from './video-delay.ts'

const PERIOD_MS = 1_000

/** Once a second the host tells the room what time it is for the auctioneer, so that viewers know how late the picture is. */
export function useTellClock(
  room: Room | null,
  camera: LocalVideoTrack | null,
  clock: ServerClock,
): void {
  useEffect(() => {
    if (room === null || camera === null) return
    let before: Counters = {}
    async function tell(): Promise<void> {
      const report = await camera?.sender?.getStats()
      const after = report === undefined ? {} : sendingCounters(report)
      const sending = sendingDelay(before, after)
      before = after
      if (!clock.synced()) return
      const payload = encodeClock({ t: clock.now(), sending })
      await room?.localParticipant.publishData(payload, { topic: CLOCK_TOPIC, reliable: false })
    }
    const timer = setInterval(() => {
      tell().catch((error: unknown) => console.warn('Clock', error))
    }, PERIOD_MS)
    return () => clearInterval(timer)
  }, [room, camera, clock])
}
