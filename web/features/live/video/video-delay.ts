/**
 * How far the picture is behind what happens, in milliseconds, made of what can be measured:
 *
 *   camera to network   the host's encoder and send queue, from its own statistics, told once a second
 *   network             a message stamped with the auctioneer's clock, which both sides keep, through the same server
 *   network to eye      jitter buffer and decoder here, from this browser's statistics
 *
 * Not in it: the camera's own exposure and the screen's refresh, some tens of milliseconds together.
 */
import * as z from 'zod/mini'

export const CLOCK_TOPIC = 'clock'

const clockMessage = z.object({
  /** The auctioneer's time when it was sent; epoch milliseconds. */
  t: z.number(),
  /** Camera to network at the host; milliseconds. */
  sending: z.number(),
})
export type ClockMessage = z.infer<typeof clockMessage>

export function encodeClock(message: ClockMessage): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(message))
}

/** Null for anything else: a co-host's client may send what it likes. */
export function decodeClock(payload: Uint8Array): ClockMessage | null {
  try {
    const parsed = clockMessage.safeParse(JSON.parse(new TextDecoder().decode(payload)))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** The counters of a WebRTC statistics report that this needs, as they are: totals in seconds, counts. */
export type Counters = Readonly<Record<string, number>>

const RECEIVING = [
  'jitterBufferDelay',
  'jitterBufferEmittedCount',
  'totalDecodeTime',
  'framesDecoded',
]
const SENDING = ['totalEncodeTime', 'framesEncoded', 'totalPacketSendDelay', 'packetsSent']

function countersOf(report: RTCStatsReport, type: string, names: readonly string[]): Counters {
  const sums: Record<string, number> = {}
  for (const entry of report.values()) {
    const stats: object = Object(entry)
    if (Reflect.get(stats, 'type') !== type || Reflect.get(stats, 'kind') !== 'video') continue
    for (const name of names) {
      const value: unknown = Reflect.get(stats, name)
      if (typeof value === 'number') sums[name] = (sums[name] ?? 0) + value
    }
  }
  return sums
}

export function receivingCounters(report: RTCStatsReport): Counters {
  return countersOf(report, 'inbound-rtp', RECEIVING)
}

export function sendingCounters(report: RTCStatsReport): Counters {
  return countersOf(report, 'outbound-rtp', SENDING)
}

/** The mean of what was added between two looks, per item, in milliseconds; 0 when nothing was. */
function mean(before: Counters, after: Counters, total: string, count: string): number {
  const items = (after[count] ?? 0) - (before[count] ?? 0)
  const seconds = (after[total] ?? 0) - (before[total] ?? 0)
  return items > 0 && seconds >= 0 ? (seconds / items) * 1000 : 0
}

/** Network to eye. */
export function receivingDelay(before: Counters, after: Counters): number {
  return (
    mean(before, after, 'jitterBufferDelay', 'jitterBufferEmittedCount') +
    mean(before, after, 'totalDecodeTime', 'framesDecoded')
  )
}

/** Camera to network. */
export function sendingDelay(before: Counters, after: Counters): number {
  return (
    mean(before, after, 'totalEncodeTime', 'framesEncoded') +
    mean(before, after, 'totalPacketSendDelay', 'packetsSent')
  )
}
