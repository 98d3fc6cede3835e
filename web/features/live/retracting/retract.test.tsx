import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { withdrawnLedger } from '../../../lib/ledger/samples/sealed.ts'
import { retractBid } from '../bidding/retract-bid.ts'
import { sampleLot, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { Surroundings, signIn, TEST_NOW, testSession } from '../state/test-session.tsx'
import { mayRetract } from './may-retract.ts'
import { lastStanding, Retract } from './retract.tsx'
// Loaded when it is first wanted; here it is wanted always.
import './retract-dialog.tsx'

vi.mock('../bidding/retract-bid.ts', () => ({ retractBid: vi.fn() }))
const retractMock = vi.mocked(retractBid)

const HOUR = 3_600_000
const at = (ms: number) => new Date(TEST_NOW + ms).toISOString()
const timed: Partial<Lot> = { show_id: null, ends_at: at(24 * HOUR) }

beforeEach(() => signIn('bea'))
afterEach(() => {
  cleanup()
  signIn(null)
})

describe('the rule', () => {
  it.each([
    ['days before the end', timed, -90 * HOUR, true],
    ['just bid, hours before it', { ...timed, ends_at: at(2 * HOUR) }, -HOUR + 1, true],
    ['an old bid, hours before it', { ...timed, ends_at: at(2 * HOUR) }, -HOUR - 1, false],
    ['just bid, minutes before it', { ...timed, ends_at: at(HOUR / 4) }, -1, false],
    ['in a live show', {}, -1, false],
    ['when it is over', { ...timed, status: 'sold' as const }, -1, false],
  ])('for a bid %s', (_what, change, placed, may) => {
    expect(mayRetract(sampleLot(change), at(placed), TEST_NOW).may).toBe(may)
  })
})

describe('taking the last bid back', () => {
  const alias = withdrawnLedger[2]?.bidder ?? ''
  const mine: Partial<Lot> = { ...timed, you: sampleYou({ alias, max_cents: 9000 }) }
  const show = (change: Partial<Lot>) => {
    const lot = sampleLot(change)
    const session = testSession({ lot })
    render(
      <Surroundings session={session}>
        <Retract lot={lot} events={withdrawnLedger} />
      </Surroundings>,
    )
    return session
  }

  it('means the latest that stands', () => {
    expect(lastStanding(withdrawnLedger, alias)?.seq).toBe(15)
    const struck = withdrawnLedger[10]?.bidder ?? ''
    expect(lastStanding(withdrawnLedger, struck)).toBeUndefined()
  })

  it('needs a reason, and then the maximum falls', async () => {
    const session = show(mine)
    fireEvent.click(screen.getByRole('button', { name: 'Take my last bid back' }))
    const confirm = await screen.findByRole('button', { name: 'Take it back' })
    expect(confirm.hasAttribute('disabled')).toBe(true)
    fireEvent.click(screen.getByLabelText(/A slip of the finger/))
    retractMock.mockResolvedValueOnce({
      ...sampleLot({ ...mine, version: 6, you: sampleYou({ alias, max_cents: 5000 }) }),
      server_time: at(0),
    })
    fireEvent.click(confirm)
    await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(retractMock).toHaveBeenCalledWith({ auctionId: 'lot-1', seq: 15, reason: 'typo' })
    expect(session.store.getState().lots['lot-1']?.you?.max_cents).toBe(5000)
  })

  it('says when it came too late (STATE)', async () => {
    show(mine)
    fireEvent.click(screen.getByRole('button', { name: 'Take my last bid back' }))
    fireEvent.click(await screen.findByLabelText(/The description changed/))
    retractMock.mockRejectedValueOnce(errorForCode('STATE'))
    fireEvent.click(screen.getByRole('button', { name: 'Take it back' }))
    expect((await screen.findByRole('alert')).textContent).toContain('not possible')
  })

  it('is not offered when it is not possible, and says why', () => {
    show({ ...mine, ends_at: at(60_000) })
    expect(screen.getByText('In the last 15 minutes no bid can be taken back.')).toBeDefined()
    cleanup()
    show({ ...mine, show_id: 'show-1' })
    expect(screen.queryByRole('button')).toBeNull()
  })
})
