import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { signIn } from '../state/test-session.tsx'
import { answerOnce, callsOf, forgetCalls, lease } from './fake-rpc.ts'
import { host, idle, lot2, settle } from './host-harness.tsx'

vi.mock('../../../lib/client.ts', async () => ({
  client: (await import('./fake-rpc.ts')).fakeClient,
}))

beforeEach(() => {
  vi.useFakeTimers()
  signIn('ada')
  forgetCalls()
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  signIn(null)
})

const later = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const openButton = () => screen.getByRole('button', { name: 'Open next lot', hidden: true })

describe('a console', () => {
  it('keeps the show by asking every five seconds, always under one name', async () => {
    await host({ show: idle, lots: [lot2] })
    await later(10_000)
    const claims = callsOf('claim_console')
    expect(claims.length).toBe(3)
    expect(new Set(claims.map(({ args }) => args.p_session)).size).toBe(1)
    expect(claims.map(({ args }) => args.p_force)).toEqual([false, false, false])
    expect(openButton()).toHaveProperty('disabled', false)
  })

  it('that comes second can only watch, until the host confirms', async () => {
    answerOnce('claim_console', () => ({ data: lease(false) }))
    await host({ show: idle, lots: [lot2] })
    expect(screen.getByText('This show is run from another tab or device')).toBeDefined()
    expect(openButton()).toHaveProperty('disabled', true)
    fireEvent.keyDown(document.body, { key: 'o' })
    await later(30_000)
    expect(callsOf('open_lot')).toHaveLength(0)
    // It does not grab the show by itself when the other falls silent.
    expect(callsOf('claim_console')).toHaveLength(1)
    fireEvent.click(screen.getByRole('button', { name: 'Take over here' }))
    await settle()
    expect(callsOf('claim_console').at(-1)?.args.p_force).toBe(true)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(openButton()).toHaveProperty('disabled', false)
  })

  it('that has lost the show says so, at the latest when a command is refused', async () => {
    await host({ show: idle, lots: [lot2] })
    answerOnce('open_lot', () => ({ code: 'STATE', details: { console: 'taken' } }))
    answerOnce('claim_console', () => ({ data: lease(false) }))
    fireEvent.click(openButton())
    await later(100)
    expect(screen.getByText('Another tab or device has taken this show over')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Only watch' }))
    await settle()
    expect(screen.getByText('Another tab or device runs this show.')).toBeDefined()
    expect(openButton()).toHaveProperty('disabled', true)
  })

  it('keeps its show while nothing answers', async () => {
    await host({ show: idle, lots: [lot2] })
    answerOnce('claim_console', () => Promise.reject(new TypeError('Failed to fetch')))
    await later(5_000)
    expect(openButton()).toHaveProperty('disabled', false)
  })

  it('warns of an audience that is too far away for the lot', async () => {
    answerOnce('claim_console', () => ({ data: lease(true, 10_000) }))
    await host({ show: idle, lots: [{ ...lot2, soft_close_seconds: 5 }] })
    expect(
      screen.getByText(/Late bids add 5 s, and bids from your audience take up to/),
    ).toBeDefined()
  })
})
