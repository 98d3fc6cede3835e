import { describe, expect, it } from 'vitest'
import {
  decodeClock,
  encodeClock,
  receivingCounters,
  receivingDelay,
  sendingCounters,
  sendingDelay,
} from './video-delay.ts'

function report(...entries: Record<string, unknown>[]): RTCStatsReport {
  return new Map(entries.map((entry, index) => [String(index), entry]))
}

const inbound = (more: Record<string, number>) => ({ type: 'inbound-rtp', kind: 'video', ...more })
const outbound = (more: Record<string, number>) => ({
  type: 'outbound-rtp',
  kind: 'video',
  ...more,
})

describe('the delay of the picture', () => {
  it('counts what jitter buffer and decoder took for the frames since the last look', () => {
    const before = receivingCounters(
      report(
        inbound({
          jitterBufferDelay: 10,
          jitterBufferEmittedCount: 100,
          totalDecodeTime: 1,
          framesDecoded: 100,
        }),
        { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: 99 },
      ),
    )
    const after = receivingCounters(
      report(
        inbound({
          jitterBufferDelay: 12,
          jitterBufferEmittedCount: 120,
          totalDecodeTime: 1.1,
          framesDecoded: 120,
        }),
      ),
    )
    expect(receivingDelay(before, after)).toBeCloseTo(105)
  })

  it('adds up the layers that the host sends', () => {
    const layer = outbound({
      totalEncodeTime: 0.5,
      framesEncoded: 50,
      totalPacketSendDelay: 0.4,
      packetsSent: 200,
    })
    expect(sendingDelay({}, sendingCounters(report(layer, layer)))).toBeCloseTo(12)
  })

  it('is nothing while no frame comes, or when a new connection starts counting anew', () => {
    const some = { jitterBufferDelay: 5, jitterBufferEmittedCount: 10 }
    expect(receivingDelay(some, some)).toBe(0)
    expect(receivingDelay(some, { jitterBufferDelay: 1, jitterBufferEmittedCount: 2 })).toBe(0)
    expect(receivingDelay({}, {})).toBe(0)
  })

  it('travels as a message, and anything else is no message', () => {
    const message = { t: 1_795_600_800_123, sending: 12.5 }
    expect(decodeClock(encodeClock(message))).toEqual(message)
    const bytes = (text: string) => new TextEncoder().encode(text)
    for (const text of ['', '{', '[]', '{"t":"x"}', 'null'])
      expect(decodeClock(bytes(text))).toBeNull()
  })
})
