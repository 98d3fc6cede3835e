import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleEvent, sampleLot, sampleReply, sampleYou } from '../state/samples.ts'
import { signIn } from '../state/test-session.tsx'
import { bidButton, isDead, showBidBar, standing, wait } from './bid-bar-harness.tsx'
import { placeBid } from './place-bid.ts'
import { REFUSED_DEAD_MS } from './settled-button.tsx'

vi.mock('./place-bid.ts', () => ({ placeBid: vi.fn() }))

const placeBidMock = vi.mocked(placeBid)

/** A promise that the test settles. */
function replyLater() {
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<typeof sampleReply>>()
  placeBidMock.mockReturnValueOnce(promise)
  return { resolve, reject }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  signIn('bea')
  placeBidMock.mockReset()
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
})

describe('the bid button', () => {
  it('names the exact amount, and a tap sends that amount as a maximum with a key', async () => {
    showBidBar()
    await wait(REFUSED_DEAD_MS)
    const reply = replyLater()
    fireEvent.click(screen.getByRole('button', { name: 'Bid $24' }))
    expect(placeBidMock).toHaveBeenCalledTimes(1)
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({
      auctionId: 'lot-1',
      amountCents: 2400,
      isMax: true,
      key: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(bidButton().textContent).toBe('Placing $24…')
    fireEvent.click(bidButton())
    expect(placeBidMock).toHaveBeenCalledTimes(1)
    await act(async () => reply.resolve(sampleReply()))
    expect(standing()?.getAttribute('data-standing')).toBe('leading')
    expect(standing()?.textContent).toContain('You’re winning')
  })

  it('is dead for 400 ms after a refusal (LOWBD), and then bids the new amount only', async () => {
    showBidBar()
    await wait(REFUSED_DEAD_MS)
    placeBidMock.mockResolvedValueOnce(
      sampleReply({
        outcome: 'refused',
        code: 'LOWBD',
        detail: { min_cents: 2600 },
        price_cents: 2500,
        min_bid_cents: 2600,
        leader: 'FFFF0000',
        your_max_cents: null,
      }),
    )
    fireEvent.click(bidButton())
    await wait(0)
    expect(bidButton().textContent).toBe('Bid $26')
    expect(screen.getByText('$24 is no longer enough. Next bid: $26')).toBeDefined()
    await wait(REFUSED_DEAD_MS - 1)
    expect(isDead()).toBe(true)
    fireEvent.click(bidButton())
    expect(placeBidMock).toHaveBeenCalledTimes(1)
    await wait(1)
    expect(isDead()).toBe(false)
    replyLater()
    fireEvent.click(bidButton())
    expect(placeBidMock.mock.calls[1]?.[0]).toMatchObject({ amountCents: 2600 })
    expect(placeBidMock.mock.calls[1]?.[0].key).not.toBe(placeBidMock.mock.calls[0]?.[0].key)
  })

  it('does not act on an amount that has only just changed under the thumb', async () => {
    const session = showBidBar()
    await wait(REFUSED_DEAD_MS)
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ price_cents: 2900, min_bid_cents: 3000, leader: 'FFFF0000' }),
      }),
    )
    expect(bidButton().textContent).toBe('Bid $30')
    fireEvent.click(bidButton())
    expect(placeBidMock).not.toHaveBeenCalled()
    await wait(REFUSED_DEAD_MS)
    replyLater()
    fireEvent.click(bidButton())
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({ amountCents: 3000 })
  })

  it('tries a bid without an answer again with the same key', async () => {
    showBidBar()
    await wait(REFUSED_DEAD_MS)
    placeBidMock.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    placeBidMock.mockResolvedValueOnce(sampleReply())
    fireEvent.click(bidButton())
    await wait(1_000)
    expect(placeBidMock).toHaveBeenCalledTimes(2)
    expect(placeBidMock.mock.calls[1]?.[0]).toEqual(placeBidMock.mock.calls[0]?.[0])
    expect(standing()?.getAttribute('data-standing')).toBe('leading')
  })

  it('says when nobody knows the fate of a bid, and asks again with the same key', async () => {
    showBidBar()
    await wait(REFUSED_DEAD_MS)
    placeBidMock.mockRejectedValue(new TypeError('Failed to fetch'))
    fireEvent.click(bidButton())
    await wait(5_000)
    expect(screen.getByText('No answer for your $24 bid. It cannot count twice.')).toBeDefined()
    const first = placeBidMock.mock.calls[0]?.[0]
    placeBidMock.mockReset()
    placeBidMock.mockResolvedValueOnce(sampleReply())
    fireEvent.click(screen.getByRole('button', { name: 'Ask again' }))
    await wait(0)
    expect(first).toBeDefined()
    expect(placeBidMock.mock.calls[0]?.[0]).toEqual(first)
    expect(standing()?.getAttribute('data-standing')).toBe('leading')
  })

  it('withdraws that doubt when a snapshot shows that the bid arrived', async () => {
    const session = showBidBar()
    await wait(REFUSED_DEAD_MS)
    placeBidMock.mockRejectedValue(new TypeError('Failed to fetch'))
    fireEvent.click(bidButton())
    await wait(5_000)
    act(() =>
      session.dispatch({
        type: 'auction snapshot',
        lot: sampleLot({
          version: 6,
          leader: 'AB12CD34',
          price_cents: 2400,
          min_bid_cents: 2500,
          you: sampleYou({ max_cents: 2400, leading: true }),
        }),
      }),
    )
    expect(screen.queryByText(/No answer/)).toBeNull()
    expect(standing()?.getAttribute('data-standing')).toBe('leading')
  })

  it.each([
    ['RTLIM', { retry_after_ms: 1800 }, 'Wait 2 seconds'],
    ['NOCRD', {}, 'A card is needed to bid'],
    ['XPOSE', {}, 'past your bidding limit'],
  ])('explains a refusal (%s)', async (code, detail, text) => {
    showBidBar()
    await wait(REFUSED_DEAD_MS)
    placeBidMock.mockResolvedValueOnce(
      sampleReply({ outcome: 'refused', code, detail, version: 5, your_max_cents: null }),
    )
    fireEvent.click(bidButton())
    await wait(0)
    expect(screen.getByText(new RegExp(text))).toBeDefined()
  })
})
