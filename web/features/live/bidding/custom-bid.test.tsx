import { cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleReply, sampleYou } from '../state/samples.ts'
import { signIn } from '../state/test-session.tsx'
import { showBidBar, wait } from './bid-bar-harness.tsx'
import { loadCustomBid } from './lazy-custom-bid.tsx'
import { placeBid } from './place-bid.ts'

vi.mock('./place-bid.ts', () => ({ placeBid: vi.fn() }))
const placeBidMock = vi.mocked(placeBid)

// The form is loaded when it is first wanted; here it is wanted always.
beforeAll(loadCustomBid)
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  signIn('bea')
  placeBidMock.mockReset()
  placeBidMock.mockResolvedValue(sampleReply())
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
})

const amount = () => screen.getByLabelText('Amount')

async function openForm() {
  await wait(400)
  fireEvent.click(screen.getByRole('button', { name: 'Custom amount or maximum' }))
  await wait(0)
}

describe('a bid of one’s own amount', () => {
  it('is a maximum unless told otherwise', async () => {
    showBidBar()
    await openForm()
    fireEvent.change(amount(), { target: { value: '40' } })
    fireEvent.click(screen.getByRole('button', { name: 'Bid up to $40' }))
    await wait(0)
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({ amountCents: 4000, isMax: true })
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('can be a jump, from an amount on the ladder', async () => {
    showBidBar()
    await openForm()
    fireEvent.click(screen.getByRole('button', { name: '$27' }))
    fireEvent.click(screen.getByLabelText(/Jump/))
    fireEvent.click(screen.getByRole('button', { name: /^Bid \$27$/ }))
    await wait(0)
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({ amountCents: 2700, isMax: false })
  })

  it('below the lowest bid is not sent, and says why', async () => {
    showBidBar()
    await openForm()
    fireEvent.change(amount(), { target: { value: '20' } })
    fireEvent.click(screen.getByRole('button', { name: 'Enter an amount' }))
    expect(screen.getByText('The lowest bid is $24.')).toBeDefined()
    expect(placeBidMock).not.toHaveBeenCalled()
  })

  it('that looks like a slip is questioned', async () => {
    showBidBar()
    await openForm()
    fireEvent.change(amount(), { target: { value: '2400' } })
    expect(screen.getByText('That is 100 times the lowest bid. Please look twice.')).toBeDefined()
  })

  it('of the leader raises the maximum by as little as a cent', async () => {
    showBidBar({ leader: 'AB12CD34', you: sampleYou({ max_cents: 3000 }) })
    fireEvent.click(screen.getByRole('button', { name: 'Raise your maximum' }))
    await wait(0)
    expect(screen.getByText(/Your maximum is \$30; only you see it/)).toBeDefined()
    fireEvent.change(amount(), { target: { value: '30.01' } })
    fireEvent.click(screen.getByRole('button', { name: 'Bid up to $30.01' }))
    await wait(0)
    expect(placeBidMock.mock.calls[0]?.[0]).toMatchObject({ amountCents: 3001, isMax: true })
  })
})
