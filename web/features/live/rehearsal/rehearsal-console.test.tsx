import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sampleLot, sampleShow, sampleShowSnapshot } from '../state/samples.ts'
import { RehearsalConsole } from './rehearsal-console.tsx'
import { BEAT_MS, createRehearsalSession } from './rehearsal-session.ts'

vi.mock('../video/lazy-host-stage.tsx', () => ({ LazyHostStage: () => null }))

const onEnded = vi.fn()
const requests = vi.fn()

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-25T12:00:00.000Z') })
  onEnded.mockReset()
  requests.mockReset()
  vi.stubGlobal('fetch', requests)
  vi.stubGlobal('WebSocket', requests)
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

function rehearse() {
  const session = createRehearsalSession(
    sampleShowSnapshot({
      show: sampleShow({ status: 'scheduled', current_auction_id: null }),
      lots: [1, 2].map((number) =>
        sampleLot({
          id: `lot-${number}`,
          lot_number: number,
          title: `Lot title ${number}`,
          status: 'scheduled',
          version: 0,
          bid_count: 0,
          leader: null,
          ends_at: null,
          duration_seconds: 30,
        }),
      ),
    }),
    // Everybody is always eager and nobody leaps.
    () => 0.3,
  )
  render(
    <QueryClientProvider client={new QueryClient()}>
      <MemoryRouter>
        <RehearsalConsole session={session} notice="This is a rehearsal." onEnded={onEnded} />
      </MemoryRouter>
    </QueryClientProvider>,
  )
  return session
}

describe('the console of a rehearsal', () => {
  it('sells a lot to somebody who does not exist, and sends nothing anywhere', async () => {
    const session = rehearse()
    await later(BEAT_MS)
    fireEvent.keyDown(document.body, { key: 'o' })
    await later(4 * BEAT_MS)
    expect(screen.getByText('Open · Lot 1')).toBeDefined()
    expect(screen.getByRole('region', { name: 'Bidders' }).textContent).toMatch(/[0-9A-F]{8}.*bid/)
    fireEvent.keyDown(document.body, { key: 'e' })
    await later(60_000)
    expect(session.now().lots[0]?.status).toBe('sold')
    expect(session.now().events['lot-1']?.some(({ kind }) => kind === 'extended')).toBe(true)
    fireEvent.change(screen.getByLabelText('Message'), { target: { value: 'Hello nobody' } })
    fireEvent.click(screen.getByRole('button', { name: 'Send' }))
    expect(screen.getByText('Hello nobody')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'End show' }))
    fireEvent.click(screen.getByRole('button', { name: 'End the show' }))
    await later(BEAT_MS)
    expect(onEnded).toHaveBeenCalledTimes(1)
    expect(requests).not.toHaveBeenCalled()
  })

  it('takes every command of the console', async () => {
    const session = rehearse()
    await later(BEAT_MS)
    fireEvent.keyDown(document.body, { key: 'i' })
    await later(0)
    expect(session.now().show.pinned_auction_id).toBe('lot-1')
    fireEvent.change(screen.getByLabelText('Title of lot 3'), { target: { value: 'Vase' } })
    fireEvent.click(screen.getByRole('button', { name: 'Add and open at once' }))
    await later(0)
    expect(session.now().lots.at(-1)).toMatchObject({ title: 'Vase', status: 'live' })
    expect(requests).not.toHaveBeenCalled()
  })
})
