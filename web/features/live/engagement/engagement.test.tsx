// Loaded before the clock of any test runs; the page loads it when it is wanted.
import './engagement-cards.tsx'
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, errorForCode } from '../../../lib/errors.ts'
import { followSeller } from '../../../lib/follow-seller.ts'
import { showHeartbeat } from '../show/show-heartbeat.ts'
import { useLive } from '../state/live-context.tsx'
import {
  sampleEngagement,
  sampleGiveaway,
  samplePoll,
  sampleShow,
  sampleShowSnapshot,
} from '../state/samples.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import type { Giveaway, Poll } from './engagement-shapes.ts'
import { enterGiveaway } from './enter-giveaway.ts'
import { ShowEngagement } from './show-engagement.tsx'
import { voteInPoll } from './vote-in-poll.ts'

vi.mock('./enter-giveaway.ts', () => ({ enterGiveaway: vi.fn() }))
vi.mock('./vote-in-poll.ts', () => ({ voteInPoll: vi.fn() }))
vi.mock('../show/show-heartbeat.ts', () => ({ showHeartbeat: vi.fn(() => Promise.resolve()) }))
vi.mock('../../../lib/follow-seller.ts', () => ({
  followSeller: vi.fn(() => Promise.resolve()),
  isFollowing: vi.fn(() => Promise.resolve(false)),
}))

const you = { position: 4, alias: 'AB12CD34', won: false }

function Page() {
  const show = useLive((state) => state.show)
  return show && <ShowEngagement show={show} />
}

function open(
  things: { giveaway?: Giveaway; poll?: Poll },
  role: 'viewer' | 'host' = 'viewer',
): TestSession {
  const snapshot = sampleShowSnapshot({ engagement: sampleEngagement(things) })
  const session = testSession({
    show: { ...snapshot, you: snapshot.you && { ...snapshot.you, role } },
  })
  render(
    <Surroundings session={session}>
      <Page />
    </Surroundings>,
  )
  return session
}

const tap = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }))

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'http://localhost:1')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'key')
  signIn('bea')
})
afterEach(() => {
  cleanup()
  vi.clearAllMocks()
  vi.unstubAllEnvs()
  signIn(null)
})

describe('a giveaway on the show page', () => {
  it('is entered with one tap and says so', async () => {
    vi.mocked(enterGiveaway).mockResolvedValue(sampleGiveaway({ entries: 4, version: 5, you }))
    open({ giveaway: sampleGiveaway() })
    expect(await screen.findByText('Giveaway: A signed catalogue')).toBeDefined()
    expect(screen.getByText('0:30 left · 3 entries')).toBeDefined()
    tap('Enter')
    expect(await screen.findByText('You’re in · 4')).toBeDefined()
    expect(enterGiveaway).toHaveBeenCalledExactlyOnceWith('giveaway-1')
    expect(screen.queryByRole('button', { name: 'Enter' })).toBeNull()
  })

  it('says "here" and tries once more when the server has not heard of the viewer', async () => {
    vi.mocked(enterGiveaway)
      .mockRejectedValueOnce(errorForCode('NSEEN'))
      .mockResolvedValueOnce(sampleGiveaway({ version: 5, you }))
    open({ giveaway: sampleGiveaway() })
    await screen.findByText('Giveaway: A signed catalogue')
    tap('Enter')
    expect(await screen.findByText('You’re in · 4')).toBeDefined()
    expect(showHeartbeat).toHaveBeenCalledExactlyOnceWith('show-1', 24)
  })

  it('follows the shop on the way in when it is for followers', async () => {
    vi.mocked(enterGiveaway).mockResolvedValue(sampleGiveaway({ version: 5, you }))
    open({ giveaway: sampleGiveaway({ followers_only: true }) })
    await screen.findByText('Giveaway: A signed catalogue')
    tap('Follow & enter')
    await screen.findByText('You’re in · 4')
    expect(followSeller).toHaveBeenCalledExactlyOnceWith('ada', 'bea', true)
  })

  it('does not enter when following failed', async () => {
    vi.mocked(followSeller).mockRejectedValueOnce(errorForCode('RTLIM'))
    open({ giveaway: sampleGiveaway({ followers_only: true }) })
    await screen.findByText('Giveaway: A signed catalogue')
    tap('Follow & enter')
    await waitFor(() => expect(followSeller).toHaveBeenCalled())
    expect(await screen.findByRole('button', { name: 'Follow & enter' })).toBeDefined()
    expect(enterGiveaway).not.toHaveBeenCalled()
  })

  it('asks a visitor to sign in, and the host not at all', async () => {
    signIn(null)
    open({ giveaway: sampleGiveaway() })
    const link = await screen.findByRole('link', { name: 'Sign in to enter' })
    expect(link.getAttribute('href')).toBe('/login?next=%2Fshows%2Fshow-1')
    cleanup()
    signIn('ada')
    open({ giveaway: sampleGiveaway() }, 'host')
    expect(await screen.findByText('For viewers')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Enter' })).toBeNull()
  })

  it('takes no entries when the time is up, without a word from the server', async () => {
    const session = open({ giveaway: sampleGiveaway() })
    await screen.findByText('Giveaway: A signed catalogue')
    act(() => session.clock.set(Date.parse('2026-11-23T12:01:00.000Z')))
    expect(screen.getByText('3 entries · drawing the winner')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Enter' })).toBeNull()
  })

  it('shows the winner to all, tells who won, and goes when it is closed', async () => {
    const session = open({ giveaway: sampleGiveaway({ you }) })
    await screen.findByText('Giveaway: A signed catalogue')
    const result = {
      ...sampleGiveaway({ status: 'drawn', version: 9, entries: 7, winner: 'AB12CD34' }),
      winner_position: 4,
      finished_at: '2026-11-23T12:00:30.000Z',
    }
    const { you: _, ...broadcast } = result
    act(() => session.dispatch({ type: 'giveaway', giveaway: broadcast }))
    expect(screen.getByText('You won: A signed catalogue')).toBeDefined()
    expect(screen.getByText('Entry 4 of 7')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Verify this draw' })).toBeDefined()
    expect(screen.getByRole('link', { name: 'My prizes' })).toBeDefined()
    tap('Close: Giveaway')
    expect(screen.queryByText('You won: A signed catalogue')).toBeNull()
  })

  it('names another winner by alias, and says when nobody won or it was called off', async () => {
    const ended = { finished_at: '2026-11-23T12:00:30.000Z', version: 9 }
    open({
      giveaway: sampleGiveaway({
        ...ended,
        status: 'drawn',
        winner: 'FFFF0000',
        winner_position: 1,
      }),
    })
    expect(await screen.findByText('Won by FFFF0000')).toBeDefined()
    cleanup()
    open({ giveaway: sampleGiveaway({ ...ended, status: 'drawn' }) })
    expect(await screen.findByText('Nobody was here to win')).toBeDefined()
    cleanup()
    open({ giveaway: sampleGiveaway({ ...ended, status: 'cancelled' }) })
    expect(await screen.findByText('Called off: A signed catalogue')).toBeDefined()
  })

  it('offers the entry again after a refusal', async () => {
    vi.mocked(enterGiveaway).mockRejectedValue(new AppError('KBANN', errorForCode('KBANN').text))
    const session = open({ giveaway: sampleGiveaway() })
    await screen.findByText('Giveaway: A signed catalogue')
    tap('Enter')
    await waitFor(() => expect(session.refresh).toHaveBeenCalled())
    expect(screen.getByRole('button', { name: 'Enter' }).hasAttribute('disabled')).toBe(false)
  })
})

describe('a poll on the show page', () => {
  it('takes one vote and then shows how all have answered', async () => {
    vi.mocked(voteInPoll).mockResolvedValue(samplePoll({ your_choice: 2 }))
    const session = open({ poll: samplePoll() })
    await screen.findByText('Which one next?')
    expect(screen.queryByText('75%')).toBeNull()
    tap('The chronograph')
    expect(await screen.findByText('75%')).toBeDefined()
    expect(voteInPoll).toHaveBeenCalledExactlyOnceWith('poll-1', 2)
    act(() =>
      session.dispatch({
        type: 'poll',
        poll: { ...samplePoll(), version: 3, tallies: [4, 4], your_choice: undefined },
      }),
    )
    expect(screen.getAllByText('50%')).toHaveLength(2)
    expect(screen.getByText('(your vote)')).toBeDefined()
  })

  it('is over when its time is up', async () => {
    const session = open({ poll: samplePoll() })
    await screen.findByText('Which one next?')
    act(() => session.clock.set(Date.parse('2026-11-23T12:01:00.000Z')))
    expect(screen.queryByRole('button', { name: 'The diver' })).toBeNull()
    expect(screen.getByText('Closed · 4 votes')).toBeDefined()
  })

  it('lets visitors see, and asks them to sign in', async () => {
    signIn(null)
    open({ poll: samplePoll() })
    expect(await screen.findByRole('link', { name: 'Sign in to vote' })).toBeDefined()
    expect(screen.getByText('25%')).toBeDefined()
  })
})

it('shows nothing where nothing is going on, or the show is not live', async () => {
  open({})
  expect(screen.queryByRole('region')).toBeNull()
  cleanup()
  const session = testSession({
    show: sampleShowSnapshot({
      show: sampleShow({ status: 'ended' }),
      engagement: sampleEngagement({ giveaway: sampleGiveaway() }),
    }),
  })
  render(
    <Surroundings session={session}>
      <Page />
    </Surroundings>,
  )
  await act(() => Promise.resolve())
  expect(screen.queryByText('Giveaway: A signed catalogue')).toBeNull()
})
