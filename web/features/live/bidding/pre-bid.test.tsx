import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleEvent, sampleLot, sampleReply, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { signIn } from '../state/test-session.tsx'
import { arrived, showBidBar, standing, wait } from './bid-bar-harness.tsx'
import { placeBid } from './place-bid.ts'
import { retractBid } from './retract-bid.ts'

vi.mock('./place-bid.ts', () => ({ placeBid: vi.fn() }))
vi.mock('./retract-bid.ts', () => ({ retractBid: vi.fn() }))
const placeBidMock = vi.mocked(placeBid)
const retractMock = vi.mocked(retractBid)

beforeAll(() => import('./pre-bid.tsx'))
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  signIn('bea')
  placeBidMock.mockReset()
  retractMock.mockReset()
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
})

/** What went wrong, as it is shown; ears have a line of their own. */
const problem = () => screen.getAllByRole('alert').at(-1)?.textContent

const scheduled: Partial<Lot> = {
  ...{ status: 'scheduled', show_id: null, starts_at: '2026-11-24T18:00:00.000Z', version: 0 },
  ...{ price_cents: 1000, min_bid_cents: 1000, bid_count: 0, leader: null, head: null },
}
const withMax = (max_cents: number | null) => ({ ...scheduled, you: sampleYou({ max_cents }) })
const pending = (cents: number) =>
  sampleReply({
    ...{ outcome: 'pending', version: 0, price_cents: 1000, min_bid_cents: 1000, head: null },
    ...{ your_max_cents: cents, bid_count: 0, leader: null },
  })

describe('before the opening', () => {
  it('a maximum can be set; it is only a maximum, and is shown afterwards', async () => {
    showBidBar(scheduled)
    await wait(0)
    expect(screen.getByText(/^Set your maximum; it counts when it opens/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Set your maximum' }))
    await wait(0)
    expect(screen.queryByText('Jump')).toBeNull()
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '42.50' } })
    placeBidMock.mockResolvedValueOnce(pending(4250))
    fireEvent.click(screen.getByRole('button', { name: 'Set maximum of $42.50' }))
    await wait(0)
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({ amountCents: 4250, isMax: true })
    expect(screen.getByText(/^Your maximum is/).textContent).toContain('Your maximum is $42.50')
  })

  it('a maximum is raised above the own one only', async () => {
    showBidBar(withMax(4250))
    await wait(0)
    fireEvent.click(screen.getByRole('button', { name: 'Raise your maximum' }))
    await wait(0)
    expect(screen.getByText('At least $42.51')).toBeDefined()
  })

  it('it can be withdrawn, and is gone although a maximum usually only grows', async () => {
    showBidBar(withMax(4250))
    await wait(0)
    retractMock.mockResolvedValueOnce({
      ...sampleLot(withMax(null)),
      server_time: '2026-11-23T12:00:30.000Z',
    })
    fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }))
    await wait(0)
    expect(retractMock).toHaveBeenCalledWith({ auctionId: 'lot-1', seq: 0, reason: 'typo' })
    expect(screen.getByRole('button', { name: 'Set your maximum' })).toBeDefined()
  })

  it('a withdrawal that fails can be tried again', async () => {
    showBidBar(withMax(4250))
    await wait(0)
    retractMock.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }))
    await wait(0)
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })

  it('it says why a maximum was not taken', async () => {
    showBidBar(scheduled)
    await wait(0)
    fireEvent.click(screen.getByRole('button', { name: 'Set your maximum' }))
    await wait(0)
    fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '42' } })
    placeBidMock.mockResolvedValueOnce({
      ...pending(0),
      ...{ outcome: 'refused', code: 'XPOSE', your_max_cents: null },
    })
    fireEvent.click(screen.getByRole('button', { name: 'Set maximum of $42' }))
    await wait(0)
    expect(problem()).toContain('past your bidding limit')
  })

  it('it becomes an ordinary bid when the auction opens', async () => {
    const session = showBidBar(withMax(4250))
    await wait(0)
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ version: 2, price_cents: 1000, min_bid_cents: 1100, bid_count: 1 }),
      }),
    )
    expect(standing()?.getAttribute('data-standing')).toBe('leading')
  })

  it('visitors see when it opens, people without a card what they need', async () => {
    signIn(null)
    showBidBar(scheduled)
    await arrived()
    expect(screen.getByText('Not open yet')).toBeDefined()
    cleanup()
    signIn('bea')
    showBidBar(scheduled, { account: { has_card: false } })
    await arrived()
    expect(screen.getByText('A card is needed to bid')).toBeDefined()
  })
})
