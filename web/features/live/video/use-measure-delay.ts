import { RemoteVideoTrack, type Room, RoomEvent } from 'livekit-client'
import { useEffect } from 'react'
import type { ServerClock } from '../../../lib/clock.ts'
import { setVideoDelay } from './delay-store.ts'
import {
  CLOCK_TOPIC,
  type Counters,
  decodeClock,
  receivingCounters,
  receivingDelay,
} from './video-delay.ts'

/** How much of a new measurement shows at once; the rest is what was shown before. */
const WEIGHT = 0.4

function pictureIn(room: Room): RemoteVideoTrack | null {
  for (const participant of room.remoteParticipants.values()) {
    for (const { track } of participant.videoTrackPublications.values()) {
      if (track instanceof RemoteVideoTrack) return track
    }
  }
  return null
}

/** Shows how far the picture is behind, with each message of the host's clock. */
export function useMeasureDelay(room: Room, clock: ServerClock): void {
  useEffect(() => {
    let before: Counters | null = null
    let shown: number | null = null
    let ended = false

    async function measure(payload: Uint8Array): Promise<void> {
      const message = decodeClock(payload)
      const receivedAt = clock.now()
      if (message === null || !clock.synced()) return
      const report = await pictureIn(room)?.getRTCStatsReport()
      if (report === undefined || ended) return
      const after = receivingCounters(report)
      if (before !== null) {
        const network = Math.max(0, receivedAt - message.t)
        const now = message.sending + network + receivingDelay(before, after)
        shown = shown === null ? now : shown + WEIGHT * (now - shown)
        setVideoDelay(Math.round(shown))
      }
      before = after
    }

    const onData = (payload: Uint8Array, _from: unknown, _kind: unknown, topic?: string) => {
      if (topic !== CLOCK_TOPIC) return
      // Statistics that cannot be read leave the last figure; the next second brings the next.
      measure(payload).catch((error: unknown) => console.warn('Video delay', error))
    }
    room.on(RoomEvent.DataReceived, onData)
    return () => {
      ended = true
      room.off(RoomEvent.DataReceived, onData)
      setVideoDelay(null)
    }
  }, [room, clock])
}
