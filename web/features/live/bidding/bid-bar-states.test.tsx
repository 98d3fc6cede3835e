import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, json, raised } from '../../../lib/testing/fake-api.ts'
import { sampleEvent, sampleShowSnapshot, sampleShowYou, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { signIn, TEST_NOW, type TestAccount, testSession } from '../state/test-session.tsx'
import { arrived, bidButton, isDead, showBidBar, standing, wait } from './bid-bar-harness.tsx'
import { placeBid } from './place-bid.ts'
import { REFUSED_DEAD_MS } from './settled-button.tsx'

vi.mock('./place-bid.ts', () => ({ placeBid: vi.fn() }))

const placeBidMock = vi.mocked(placeBid)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  signIn('bea')
  placeBidMock.mockReset()
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
})

describe('the standing', () => {
  it('turns to outbid with the amount that leads again, and is announced at once', async () => {
    const session = showBidBar({ leader: 'AB12CD34', you: sampleYou({ max_cents: 2300 }) })
    await arrived()
    expect(standing()?.textContent).toContain('You’re winning')
    expect(screen.queryByRole('button', { name: /^Bid/ })).toBeNull()
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ price_cents: 2500, min_bid_cents: 2600, leader: 'FFFF0000' }),
      }),
    )
    expect(standing()?.textContent).toBe('Outbid — bid $26 to lead')
    const spoken = document.querySelector('[aria-live="assertive"]')
    expect(spoken?.textContent).toBe('You have been outbid. The price is $25, the next bid $26.')
  })

  it('tells the leader their maximum, and nobody else', () => {
    showBidBar({ leader: 'AB12CD34', you: sampleYou({ max_cents: 9000 }) })
    expect(standing()?.textContent).toBe('You’re winning · your max $90')
  })

  it('does not call it winning while the reserve is not met', () => {
    showBidBar({
      leader: 'AB12CD34',
      has_reserve: true,
      reserve_met: false,
      you: sampleYou({ max_cents: 2300 }),
    })
    expect(standing()?.textContent).toBe('Highest bid, but below the reserve')
    expect(standing()?.className).not.toContain('winning')
  })

  it('speaks of the price at most once a second', async () => {
    const session = showBidBar()
    await arrived()
    const polite = () => document.querySelector('[aria-live="polite"]')?.textContent
    const move = (version: number, price_cents: number) =>
      act(() =>
        session.dispatch({
          type: 'auction event',
          event: sampleEvent({ version, price_cents, leader: 'FFFF0000' }),
        }),
      )
    move(6, 2400)
    expect(polite()).toBe('Price $24.')
    move(7, 2500)
    move(8, 2600)
    expect(polite()).toBe('Price $24.')
    await wait(1_000)
    expect(polite()).toBe('Price $26.')
    await wait(1_000)
    move(9, 2700)
    expect(polite()).toBe('Price $27.')
  })

  it('warns of the end ten seconds before it, assertively for those who bid', async () => {
    const session = showBidBar({ you: sampleYou({ max_cents: 2000 }) })
    await arrived()
    act(() => session.clock.set(TEST_NOW + 20_500))
    expect(document.querySelector('[aria-live="assertive"]')?.textContent).toBe(
      'Closing in 10 seconds.',
    )
    expect(screen.getByRole('timer').textContent).toContain('9.5s')
  })

  it('shows time that was added', () => {
    const session = showBidBar()
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ leader: 'FFFF0000', ends_at: '2026-11-23T12:01:10.000Z' }),
      }),
    )
    expect(screen.getByText('+10s')).toBeDefined()
  })

  it.each([
    [true, 'Reserve met'],
    [false, 'Reserve not met'],
  ])('says whether the reserve is met: %s', (reserve_met, text) => {
    showBidBar({ has_reserve: true, reserve_met })
    expect(screen.getByText(text)).toBeDefined()
  })
})

describe('who may bid', () => {
  it('sends the signed-out to sign in and back', () => {
    signIn(null)
    showBidBar({ you: null })
    const link = screen.getByRole('link', { name: 'Sign in to bid' })
    expect(link.getAttribute('href')).toBe('/login?next=%2Fshows%2Fshow-1')
  })

  it.each<[string, Partial<Lot>, TestAccount, boolean, string]>([
    ['own lot', { you: sampleYou({ is_seller: true }) }, {}, false, 'This is your own lot'],
    ['no card', {}, { has_card: false }, false, 'A card is needed to bid'],
    ['unverified', {}, { email_confirmed: false }, false, 'Confirm your e-mail first'],
    ['banned', {}, { banned: true }, false, 'You cannot take part here'],
    ['paused', {}, {}, true, 'Bidding is paused everywhere'],
  ])('explains: %s', async (_, lot, account, paused, text) => {
    showBidBar(lot, { account, paused })
    await arrived()
    expect(screen.getByText(text)).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Bid/ })).toBeNull()
  })

  it('lets bidders in as soon as a moved end shows that the pause may be over', async () => {
    const status = 'GET /rest/v1/platform_status'
    let paused_at: string | null = '2026-11-23T12:00:00.000Z'
    const api = fakeApi({
      [status]: () => json([{ paused_at, message: null }]),
      'GET /rest/v1/addresses': () => json([]),
      'POST /rest/v1/rpc/price_quote': () => raised('NOFND'),
    })
    const session = showBidBar({}, { paused: true })
    await arrived()
    await wait(600)
    expect(screen.getByText('Bidding is paused everywhere')).toBeDefined()
    const asked = api.to(status).length
    paused_at = null
    const event = sampleEvent({ ends_at: '2026-11-23T12:02:00.000Z' })
    act(() => session.dispatch({ type: 'auction event', event }))
    await wait(600)
    expect(api.to(status)).toHaveLength(asked + 1)
    await wait(REFUSED_DEAD_MS)
    expect(isDead()).toBe(false)
  })

  it('lets those without a card bid where none is asked for', async () => {
    showBidBar({ requires_card: false }, { account: { has_card: false } })
    await wait(REFUSED_DEAD_MS)
    expect(isDead()).toBe(false)
  })

  it('tells visitors when a lot opens', async () => {
    signIn(null)
    showBidBar({ status: 'scheduled' })
    await arrived()
    expect(screen.getByText('The host opens this lot during the show.')).toBeDefined()
    cleanup()
    showBidBar({ status: 'scheduled', show_id: null, starts_at: '2026-11-24T12:00:00Z' })
    expect(screen.getByText(/Bidding opens/)).toBeDefined()
  })

  it('keeps out those the host has removed', async () => {
    const session = testSession({
      show: sampleShowSnapshot({ you: sampleShowYou({ role: 'viewer', banned: true }) }),
    })
    showBidBar({}, { session })
    await arrived()
    expect(screen.getByText('You cannot take part here')).toBeDefined()
  })

  it('covers the price and takes no bid while reconnecting, until it is live again', async () => {
    const session = showBidBar()
    await wait(REFUSED_DEAD_MS)
    act(() => session.dispatch({ type: 'connection', status: 'stale' }))
    expect(screen.getByText('Reconnecting')).toBeDefined()
    fireEvent.click(bidButton())
    expect(placeBidMock).not.toHaveBeenCalled()
    expect(isDead()).toBe(true)
    act(() => session.dispatch({ type: 'connection', status: 'live' }))
    expect(screen.queryByText('Reconnecting')).toBeNull()
    expect(isDead()).toBe(false)
  })

  it('takes no bid while the server’s clock is unknown, nor when time is up', async () => {
    const session = showBidBar()
    await wait(REFUSED_DEAD_MS)
    act(() => session.clock.set(TEST_NOW + 30_000))
    expect(isDead()).toBe(true)
    expect(screen.getByRole('timer').textContent).toBe('Closing')
    act(() => session.clock.set(TEST_NOW))
    expect(isDead()).toBe(false)
    act(() => session.clock.desync())
    expect(isDead()).toBe(true)
  })
})

describe('the end', () => {
  it('congratulates the winner and leads to the order', async () => {
    showBidBar({
      status: 'sold',
      leader: 'AB12CD34',
      you: sampleYou({ max_cents: 3000, order_id: 'order-1' }),
    })
    await arrived()
    expect(screen.getByText('You won for $23')).toBeDefined()
    expect(screen.getByRole('link', { name: /Order/ }).getAttribute('href')).toBe('/orders/order-1')
  })

  it('tells the others that they owe nothing', async () => {
    showBidBar({ status: 'sold', you: sampleYou({ max_cents: 2000 }) })
    await arrived()
    expect(screen.getByText('Somebody else won. You owe nothing.')).toBeDefined()
  })

  it('says when nothing was sold', async () => {
    showBidBar({ status: 'unsold', you: sampleYou({ max_cents: 2000 }) })
    await arrived()
    expect(screen.getByText('Not sold')).toBeDefined()
    expect(screen.getByText('You owe nothing.')).toBeDefined()
  })

  it('announces a win at once', async () => {
    const session = showBidBar({ leader: 'AB12CD34', you: sampleYou({ max_cents: 2300 }) })
    await arrived()
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ status: 'sold', price_cents: 2300 }),
      }),
    )
    expect(document.querySelector('[aria-live="assertive"]')?.textContent).toContain('You won')
  })
})
