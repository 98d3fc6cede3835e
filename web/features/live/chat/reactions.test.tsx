import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { sampleShow, sampleShowSnapshot, sampleShowYou } from '../state/samples.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { ReactionBar } from './reaction-bar.tsx'
import { ReactionBurst } from './reaction-burst.tsx'
import { sendReaction } from './send-reaction.ts'

vi.mock('./send-reaction.ts', () => ({ sendReaction: vi.fn() }))

function showReactions(change: Partial<ShowSnapshot> = {}): TestSession {
  const session = testSession({ show: sampleShowSnapshot(change) })
  render(
    <Surroundings session={session}>
      <ReactionBurst />
      <ReactionBar showId="show-1" />
    </Surroundings>,
  )
  return session
}

const rising = () => document.querySelectorAll('[class*="reaction-rise"]')

beforeEach(() => {
  signIn('bea')
  vi.useFakeTimers()
  vi.mocked(sendReaction).mockResolvedValue()
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
  vi.resetAllMocks()
})

describe('reacting', () => {
  it('rises at once for oneself and is sent together, ten at most', () => {
    showReactions()
    const heart = screen.getByRole('button', { name: 'Heart' })
    for (let tap = 0; tap < 12; tap++) fireEvent.click(heart)
    fireEvent.click(screen.getByRole('button', { name: 'Fire' }))
    expect(rising()).toHaveLength(13)
    expect(sendReaction).not.toHaveBeenCalled()
    act(() => vi.advanceTimersByTime(700))
    expect(vi.mocked(sendReaction).mock.calls).toEqual([
      ['show-1', 'heart', 10],
      ['show-1', 'fire', 1],
    ])
  })

  it('does not disturb when it fails', async () => {
    vi.mocked(sendReaction).mockRejectedValue(errorForCode('RTLIM'))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    showReactions()
    fireEvent.click(screen.getByRole('button', { name: 'Wow' }))
    await act(async () => vi.advanceTimersByTime(700))
    expect(warn).toHaveBeenCalledWith('Reaction', 'RTLIM')
  })

  it.each<[string, Partial<ShowSnapshot>]>([
    ['a show that is not live', { show: sampleShow({ status: 'ended' }) }],
    ['visitors', { you: null }],
    ['the banned', { you: sampleShowYou({ banned: true }) }],
  ])('is not offered in %s', (_who, change) => {
    showReactions(change)
    expect(screen.queryByRole('group', { name: 'React' })).toBeNull()
  })
})

describe('what others react', () => {
  it('rises in proportion, never more than the screen can bear, and is gone afterwards', () => {
    const session = showReactions()
    act(() => session.dispatch({ type: 'reactions', counts: { heart: 900, fire: 100 } }))
    expect(rising().length).toBeGreaterThan(20)
    expect(rising().length).toBeLessThanOrEqual(24)
    for (const particle of [...rising()]) fireEvent.animationEnd(particle)
    expect(rising()).toHaveLength(0)
  })

  it('may be of a kind that this version does not know', () => {
    const session = showReactions()
    act(() => session.dispatch({ type: 'reactions', counts: { confetti: 2 } }))
    expect(rising()).toHaveLength(0)
  })
})
