import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerOnce, callsOf, forgetCalls } from '../host/fake-rpc.ts'
import { host, idle, settle } from '../host/host-harness.tsx'
import { sampleEngagement, sampleGiveaway, sampleLot, samplePoll } from '../state/samples.ts'
import { signIn } from '../state/test-session.tsx'
import { fallSeconds } from './offer-terms.ts'

vi.mock('../../../lib/client.ts', async () => ({
  client: (await import('../host/fake-rpc.ts')).fakeClient,
}))

const click = async (name: string | RegExp) => {
  fireEvent.click(screen.getByRole('button', { name }))
  await settle()
}
const choose = async (tab: string) => {
  fireEvent.mouseDown(screen.getByRole('tab', { name: tab }))
  await settle()
}
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })

const live = (things: Partial<ReturnType<typeof sampleEngagement>> = {}) =>
  host({ show: idle, lots: [], engagement: sampleEngagement(things) })

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'http://localhost:1')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'key')
  signIn('ada')
  forgetCalls()
})
afterEach(() => {
  cleanup()
  vi.unstubAllEnvs()
  signIn(null)
})

describe('the host’s giveaway', () => {
  it('opens in the name of this console, and shows entries at once', async () => {
    answerOnce('open_giveaway', () => ({ data: sampleGiveaway({ entries: 0, version: 1 }) }))
    await live()
    type('What you give away', 'A signed catalogue')
    type('Entries for', '30')
    await click('Open the giveaway')
    const [call] = callsOf('open_giveaway')
    expect(call?.args).toEqual({
      p_show_id: 'show-1',
      p_prize: 'A signed catalogue',
      p_seconds: 30,
      p_followers_only: false,
    })
    expect(call?.headers).toHaveProperty('x-console-session')
    expect(screen.getByText('0 entries')).toBeDefined()
  })

  it('refuses a prize without a name before anybody is asked', async () => {
    await live()
    type('What you give away', 'ab')
    await click('Open the giveaway')
    expect(callsOf('open_giveaway')).toEqual([])
    expect(screen.getByText('The prize needs at least 3 characters.')).toBeDefined()
  })

  it('is drawn when the time is up, not before, and names the winner to the host', async () => {
    const session = await live({ giveaway: sampleGiveaway() })
    expect(screen.getByRole('button', { name: 'Draw the winner' })).toHaveProperty('disabled', true)
    act(() => session.clock.set(Date.parse('2026-11-23T12:01:00.000Z')))
    answerOnce('draw_giveaway', () => ({
      data: sampleGiveaway({
        status: 'drawn',
        version: 5,
        winner: 'FFFF0000',
        winner_position: 2,
        finished_at: '2026-11-23T12:01:01.000Z',
        winner_username: 'kim',
      }),
    }))
    await click('Draw the winner')
    expect(callsOf('draw_giveaway').map(({ args }) => args)).toEqual([
      { p_giveaway_id: 'giveaway-1' },
    ])
    expect(screen.getByText('@kim wins: A signed catalogue')).toBeDefined()
    expect(screen.getByText('Entry 2 of 3, shown to viewers as FFFF0000')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Open the giveaway' })).toBeDefined()
  })

  it('can be called off', async () => {
    answerOnce('cancel_giveaway', () => ({
      data: sampleGiveaway({
        status: 'cancelled',
        version: 5,
        finished_at: '2026-11-23T12:00:40.000Z',
      }),
    }))
    await live({ giveaway: sampleGiveaway() })
    await click('Call it off')
    expect(screen.getByText('Called off: A signed catalogue')).toBeDefined()
  })
})

describe('the host’s poll', () => {
  it('asks with up to four answers, leaving out what is empty', async () => {
    answerOnce('open_poll', () => ({ data: samplePoll({ tallies: [0, 0], version: 1 }) }))
    await live()
    await choose('Poll')
    type('Question', 'Which one next?')
    type('Answer 1', 'The diver')
    type('Answer 2', 'The chronograph')
    await click('Another answer')
    await click('Ask viewers')
    expect(callsOf('open_poll').map(({ args }) => args)).toEqual([
      {
        p_show_id: 'show-1',
        p_question: 'Which one next?',
        p_options: ['The diver', 'The chronograph'],
        p_seconds: 60,
      },
    ])
    expect(screen.getByText('0 votes · 0:30 left')).toBeDefined()
  })

  it('is ended by the host', async () => {
    answerOnce('close_poll', () => ({ data: samplePoll({ status: 'closed', version: 3 }) }))
    await live({ poll: samplePoll() })
    await choose('Poll')
    await click('End the poll')
    expect(screen.getByText('4 votes · closed')).toBeDefined()
  })
})

describe('offers without an auction', () => {
  it('starts a flash sale', async () => {
    await live()
    await choose('Flash sale')
    type('What you sell', 'A box of prints')
    type('Price in US$', '15')
    type('How many', '5')
    type('Limit a buyer', '2')
    await click('Start the flash sale')
    const [call] = callsOf('quick_lot')
    expect(call?.args).toEqual({
      p_show_id: 'show-1',
      p_title: 'A box of prints',
      p_starting_price_cents: 1500,
      p_duration_seconds: 60,
      p_open: true,
      p_format: 'fixed',
      p_terms: { quantity: 5, per_buyer: 2 },
    })
    expect(call?.headers).toHaveProperty('x-console-session')
  })

  it('refuses a limit above the quantity, and waits for the lot that is open', async () => {
    await live()
    await choose('Flash sale')
    type('What you sell', 'A box of prints')
    type('Price in US$', '15')
    type('How many', '1')
    type('Limit a buyer', '2')
    await click('Start the flash sale')
    expect(screen.getByText('Nobody can buy more than there is.')).toBeDefined()
    expect(callsOf('quick_lot')).toEqual([])
    cleanup()
    await host({ show: idle, lots: [sampleLot()] })
    await choose('Flash sale')
    expect(screen.getByRole('button', { name: 'Start the flash sale' })).toHaveProperty(
      'disabled',
      true,
    )
  })

  it('lets a price fall for as long as it needs', async () => {
    await live()
    await choose('Dutch lot')
    type('What you sell', 'A jacket')
    type('Starts at US$', '50')
    type('Never below US$', '20')
    type('Falls by US$', '1')
    type('Every … seconds', '2')
    await click('Let the price fall')
    expect(callsOf('quick_lot').map(({ args }) => args)).toEqual([
      {
        p_show_id: 'show-1',
        p_title: 'A jacket',
        p_starting_price_cents: 5000,
        p_duration_seconds: 62,
        p_open: true,
        p_format: 'descending',
        p_terms: { floor_cents: 2000, step_cents: 100, tick_seconds: 2 },
      },
    ])
  })

  it('refuses a fall that takes more than ten minutes, and a floor above the start', async () => {
    await live()
    await choose('Dutch lot')
    type('What you sell', 'A jacket')
    type('Starts at US$', '500')
    type('Never below US$', '20')
    type('Falls by US$', '1')
    type('Every … seconds', '2')
    await click('Let the price fall')
    expect(
      screen.getByText('That falls for more than ten minutes: use bigger steps.'),
    ).toBeDefined()
    type('Never below US$', '600')
    await click('Let the price fall')
    expect(screen.getByText('The floor is below the start.')).toBeDefined()
    expect(callsOf('quick_lot')).toEqual([])
  })

  it('counts a tick for each step and one for the floor', () => {
    expect(fallSeconds(5000, 2000, 100, 2)).toBe(62)
    expect(fallSeconds(1000, 950, 100, 3)).toBe(6)
    expect(fallSeconds(1000, 1000, 100, 3)).toBeNull()
    expect(fallSeconds(1000, 0, 100, 3)).toBeNull()
    expect(fallSeconds(1000, 500, 0, 3)).toBeNull()
  })
})
