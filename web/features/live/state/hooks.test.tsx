import { act, cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { joinShow } from '../show/join-show.ts'
import { leaveShow } from '../show/leave-show.ts'
import { showHeartbeat } from '../show/show-heartbeat.ts'
import { usePresence } from '../show/use-presence.ts'
import { closeAuction } from './close-auction.ts'
import { useLiveSession } from './live-context.tsx'
import { sampleLot } from './samples.ts'
import { Surroundings, signIn, TEST_NOW, testSession } from './test-session.tsx'
import { useCloseWhenDue } from './use-close-when-due.ts'
import { nextTick, useTimeLeft } from './use-time-left.ts'

vi.mock('./close-auction.ts', () => ({ closeAuction: vi.fn() }))
vi.mock('../show/join-show.ts', () => ({ joinShow: vi.fn(() => Promise.resolve()) }))
vi.mock('../show/leave-show.ts', () => ({ leaveShow: vi.fn(() => Promise.resolve()) }))
vi.mock('../show/show-heartbeat.ts', () => ({ showHeartbeat: vi.fn(() => Promise.resolve()) }))

const closeMock = vi.mocked(closeAuction)
const lot = sampleLot()
const ENDS_IN = 30_000

function within(session = testSession({ lot })) {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <Surroundings session={session}>{children}</Surroundings>
  )
  return { session, wrapper }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  closeMock.mockReset()
  signIn('bea')
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('useCloseWhenDue', () => {
  it('asks for the end once when the closing broadcast does not come', async () => {
    const { session, wrapper } = within()
    closeMock.mockResolvedValue({ ...lot, version: 6, status: 'sold', server_time: '' })
    renderHook(() => useCloseWhenDue(lot), { wrapper })
    await vi.advanceTimersByTimeAsync(ENDS_IN + 1_400)
    expect(closeMock).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2_200)
    expect(closeMock).toHaveBeenCalledExactlyOnceWith('lot-1')
    expect(session.store.getState().lots['lot-1']?.status).toBe('sold')
  })

  it('does not when it came', async () => {
    const { wrapper } = within()
    const { rerender } = renderHook(({ shown }) => useCloseWhenDue(shown), {
      wrapper,
      initialProps: { shown: lot },
    })
    await vi.advanceTimersByTimeAsync(ENDS_IN)
    rerender({ shown: { ...lot, status: 'sold' } })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(closeMock).not.toHaveBeenCalled()
  })

  it('waits for the new end after an extension, and takes a snapshot when it still runs (STATE)', async () => {
    const { session, wrapper } = within()
    closeMock.mockRejectedValue(errorForCode('STATE'))
    const { rerender } = renderHook(({ shown }) => useCloseWhenDue(shown), {
      wrapper,
      initialProps: { shown: lot },
    })
    rerender({ shown: { ...lot, ends_at: '2026-11-23T12:01:10.000Z' } })
    await vi.advanceTimersByTimeAsync(ENDS_IN + 9_000)
    expect(closeMock).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(closeMock).toHaveBeenCalledTimes(1)
    expect(session.refresh).toHaveBeenCalled()
    expect(console.warn).not.toHaveBeenCalled()
  })

  it('only looks again for those who are not signed in', async () => {
    signIn(null)
    const { session, wrapper } = within()
    renderHook(() => useCloseWhenDue(lot), { wrapper })
    await vi.advanceTimersByTimeAsync(ENDS_IN + 4_000)
    expect(closeMock).not.toHaveBeenCalled()
    expect(session.refresh).toHaveBeenCalledTimes(1)
  })

  it('does nothing for an end that is weeks away', async () => {
    const { session, wrapper } = within()
    renderHook(() => useCloseWhenDue({ ...lot, ends_at: '2027-01-23T12:01:10.000Z' }), { wrapper })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(session.refresh).not.toHaveBeenCalled()
  })
})

describe('useTimeLeft', () => {
  it('counts by the server’s clock, in tenths at the end', async () => {
    const { session, wrapper } = within()
    const { result } = renderHook(() => useTimeLeft(lot.ends_at), { wrapper })
    expect(result.current).toBe(30_000)
    act(() => session.clock.set(TEST_NOW + 25_000))
    expect(result.current).toBe(5_000)
    act(() => session.clock.desync())
    expect(result.current).toBeNull()
  })

  it('ticks each second, each tenth in the last ten, and then rests', () => {
    expect(nextTick(65_400)).toBe(400)
    expect(nextTick(65_000)).toBe(1_000)
    expect(nextTick(10_500)).toBe(500)
    expect(nextTick(9_900)).toBe(100)
    expect(nextTick(-1_000)).toBe(100)
    expect(nextTick(-2_000)).toBeNull()
  })
})

describe('usePresence', () => {
  it('joins, says every 20 seconds that it is there, and leaves', async () => {
    const { wrapper } = within()
    const { unmount } = renderHook(() => usePresence('show-1', true), { wrapper })
    expect(joinShow).toHaveBeenCalledExactlyOnceWith('show-1')
    await vi.advanceTimersByTimeAsync(40_000)
    // Soon after coming, with the round trip that the clock has measured, then every 20 seconds.
    expect(showHeartbeat).toHaveBeenCalledTimes(3)
    expect(showHeartbeat).toHaveBeenLastCalledWith('show-1', 24)
    unmount()
    expect(leaveShow).toHaveBeenCalledExactlyOnceWith('show-1')
    await vi.advanceTimersByTimeAsync(40_000)
    expect(showHeartbeat).toHaveBeenCalledTimes(3)
  })

  it('is not counted in a show that is not live, and survives a failure', async () => {
    vi.mocked(joinShow).mockClear()
    const { wrapper } = within()
    const { rerender } = renderHook(({ live }) => usePresence('show-1', live), {
      wrapper,
      initialProps: { live: false },
    })
    expect(joinShow).not.toHaveBeenCalled()
    vi.mocked(joinShow).mockRejectedValueOnce(errorForCode('KBANN'))
    rerender({ live: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(console.warn).toHaveBeenCalledWith('Presence', 'KBANN')
  })
})

describe('a live component', () => {
  it('must stand below a provider', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(() => renderHook(() => useLiveSession())).toThrow('LiveProvider')
  })
})
