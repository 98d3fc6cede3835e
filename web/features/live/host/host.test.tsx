import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { useLive } from '../state/live-context.tsx'
import { sampleLot, sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import {
  Surroundings,
  signIn,
  TEST_NOW,
  type TestSession,
  testSession,
} from '../state/test-session.tsx'
import { endShow } from './end-show.ts'
import { extendLot } from './extend-lot.ts'
import { HostConsole } from './host-console.tsx'
import { openLot } from './open-lot.ts'
import { pinLot } from './pin-lot.ts'
import { startShow } from './start-show.ts'
import { totalsOf } from './totals.ts'

vi.mock('./open-lot.ts', () => ({ openLot: vi.fn() }))
vi.mock('./extend-lot.ts', () => ({ extendLot: vi.fn() }))
vi.mock('./pin-lot.ts', () => ({ pinLot: vi.fn() }))
vi.mock('./start-show.ts', () => ({ startShow: vi.fn() }))
vi.mock('./end-show.ts', () => ({ endShow: vi.fn() }))
vi.mock('../state/close-auction.ts', () => ({ closeAuction: vi.fn() }))
vi.mock('../chat/send-chat-message.ts', () => ({ sendChatMessage: vi.fn() }))
vi.mock('../auction/fetch-ledger.ts', () => ({
  LEDGER_PAGE: 200,
  fetchLedger: vi.fn(() => Promise.resolve([])),
}))

function Console() {
  const show = useLive((state) => state.show)
  return show === null ? null : <HostConsole show={show} />
}

function host(snapshot: Partial<ShowSnapshot>): TestSession {
  const session = testSession({ show: sampleShowSnapshot(snapshot) })
  render(
    <Surroundings session={session}>
      <Console />
    </Surroundings>,
  )
  return session
}

const idle = sampleShow({ current_auction_id: null })
const lot2 = sampleLot({
  id: 'lot-2',
  lot_number: 2,
  title: 'Second',
  status: 'scheduled',
  version: 0,
})
const lot3 = sampleLot({
  id: 'lot-3',
  lot_number: 3,
  title: 'Third',
  status: 'scheduled',
  version: 0,
  duration_seconds: 45,
})
const sold = sampleLot({ status: 'sold' })
const settle = () => act(async () => undefined)

beforeEach(() => {
  signIn('ada')
  for (const command of [openLot, extendLot, pinLot, startShow, endShow]) {
    vi.mocked(command).mockReset()
    vi.mocked(command).mockResolvedValue()
  }
})
afterEach(() => {
  cleanup()
  signIn(null)
})

describe('the host console', () => {
  it('opens the next lot for its own time at O, and takes a fresh snapshot', async () => {
    const session = host({ show: idle, lots: [sold, lot2, lot3] })
    expect(screen.getByText('Up next · Lot 2')).toBeDefined()
    fireEvent.keyDown(document.body, { key: 'o' })
    await settle()
    expect(openLot).toHaveBeenCalledExactlyOnceWith('lot-2', 30)
    expect(session.refresh).toHaveBeenCalled()
  })

  it('opens for a time that was chosen', async () => {
    host({ show: idle, lots: [lot2] })
    fireEvent.click(screen.getByRole('button', { name: '90 s' }))
    fireEvent.click(screen.getByRole('button', { name: 'Open next lot' }))
    await settle()
    expect(openLot).toHaveBeenCalledExactlyOnceWith('lot-2', 90)
  })

  it('brings another lot forward, with its own time among the choices', async () => {
    host({ show: idle, lots: [lot2, lot3] })
    fireEvent.click(screen.getByRole('button', { name: /Third/ }))
    fireEvent.click(screen.getByRole('button', { name: 'Open this lot' }))
    await settle()
    expect(openLot).toHaveBeenCalledExactlyOnceWith('lot-3', 45)
  })

  it('does not open two lots at a double tap', async () => {
    const slow = Promise.withResolvers<void>()
    vi.mocked(openLot).mockReturnValueOnce(slow.promise)
    host({ show: idle, lots: [lot2] })
    fireEvent.keyDown(document.body, { key: 'o' })
    await settle()
    fireEvent.keyDown(document.body, { key: 'o' })
    await settle()
    expect(openLot).toHaveBeenCalledTimes(1)
    await act(async () => slow.resolve())
  })

  it('leaves keys to fields and to the browser', async () => {
    host({ show: idle, lots: [lot2] })
    fireEvent.keyDown(screen.getByLabelText('Message'), { key: 'o' })
    fireEvent.keyDown(document.body, { key: 'o', ctrlKey: true })
    await settle()
    expect(openLot).not.toHaveBeenCalled()
  })

  it('shows the open lot and gives it more time', async () => {
    const session = host({ lots: [sampleLot(), lot2] })
    expect(screen.getByText('FFFF0000 leads')).toBeDefined()
    fireEvent.keyDown(document.body, { key: 'e' })
    await settle()
    fireEvent.click(screen.getByRole('button', { name: '+30 s' }))
    await settle()
    expect(vi.mocked(extendLot).mock.calls).toEqual([
      ['lot-1', 10],
      ['lot-1', 30],
    ])
    act(() => session.clock.set(TEST_NOW + 31_000))
    expect(screen.getByRole('button', { name: '+30 s' })).toHaveProperty('disabled', true)
    expect(screen.getByRole('button', { name: 'End show' })).toHaveProperty('disabled', true)
  })

  it('says what a refused command means (STATE)', async () => {
    const error = vi.spyOn(toast, 'error')
    vi.mocked(openLot).mockRejectedValueOnce(errorForCode('STATE'))
    const session = host({ show: idle, lots: [lot2] })
    fireEvent.click(screen.getByRole('button', { name: 'Open next lot' }))
    await settle()
    expect(error.mock.calls[0]?.[0]).toBe('That is not possible any more')
    expect(session.refresh).toHaveBeenCalled()
  })

  it('pins a lot', async () => {
    host({ show: idle, lots: [lot2] })
    fireEvent.click(screen.getByRole('button', { name: 'Pin lot 2 for everybody' }))
    await settle()
    expect(pinLot).toHaveBeenCalledExactlyOnceWith('show-1', 'lot-2')
  })

  it('goes live with a scheduled show', async () => {
    host({ show: sampleShow({ status: 'scheduled', current_auction_id: null }), lots: [lot2] })
    fireEvent.click(screen.getByRole('button', { name: 'Go live' }))
    await settle()
    expect(startShow).toHaveBeenCalledExactlyOnceWith('show-1')
  })

  it('ends the show only after asking, and says what that withdraws', async () => {
    host({ show: idle, lots: [sold, lot2] })
    fireEvent.click(screen.getByRole('button', { name: 'End show' }))
    expect(screen.getByText(/1 lot has not been open and will be withdrawn/)).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Keep going' }))
    expect(endShow).not.toHaveBeenCalled()
    fireEvent.click(screen.getByRole('button', { name: 'End show' }))
    fireEvent.click(screen.getByRole('button', { name: 'End the show' }))
    await settle()
    expect(endShow).toHaveBeenCalledExactlyOnceWith('show-1')
  })

  it.each([
    [idle, [sold], 'Everything has been offered'],
    [sampleShow({ status: 'ended', current_auction_id: null }), [sold], 'The show is over'],
    [sampleShow({ status: 'draft', current_auction_id: null }), [], 'This show is not running'],
  ] as const)('says what is left to do', (show, lots, text) => {
    host({ show, lots: [...lots] })
    expect(screen.getByText(text)).toBeDefined()
  })
})

describe('totals', () => {
  it('count what was sold and for how much', () => {
    expect(totalsOf([sold, sold, sampleLot({ status: 'unsold' }), lot2])).toEqual({
      sold: 2,
      unsold: 1,
      left: 1,
      revenueCents: 4600,
      bids: 20,
    })
  })
})
