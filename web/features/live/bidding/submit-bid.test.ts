import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleReply } from '../state/samples.ts'
import { placeBid } from './place-bid.ts'
import { submitBid } from './submit-bid.ts'

vi.mock('./place-bid.ts', () => ({ placeBid: vi.fn() }))
const placeBidMock = vi.mocked(placeBid)
const input = { auctionId: 'lot-1', amountCents: 2400, isMax: true, key: 'key-1' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  placeBidMock.mockReset()
})
afterEach(() => vi.useRealTimers())

describe('submitBid', () => {
  it('gives up after three attempts without an answer, all with one key', async () => {
    placeBidMock.mockRejectedValue(new TypeError('Failed to fetch'))
    const result = submitBid(input)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await result).toEqual({ replied: false, code: 'NETWORK', details: {} })
    expect(placeBidMock.mock.calls.map(([sent]) => sent)).toEqual([input, input, input])
  })

  it('does not repeat what the database has refused (42501)', async () => {
    placeBidMock.mockRejectedValue({ code: '42501', message: 'Sign in first.', details: '' })
    expect(await submitBid(input)).toMatchObject({ replied: false, code: '42501' })
    expect(placeBidMock).toHaveBeenCalledTimes(1)
  })

  it('returns a refusal of the game as a reply', async () => {
    const reply = sampleReply({ outcome: 'refused', code: 'LATEB' })
    placeBidMock.mockResolvedValue(reply)
    expect(await submitBid(input)).toMatchObject({ replied: true, reply })
  })
})
