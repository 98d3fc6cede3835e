import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { allIn } from '../../../lib/all-in.ts'
import type { Quote } from '../bidding/all-in/fetch-quote.ts'
import { useQuote } from '../bidding/all-in/use-quote.ts'
import { showBidBar, wait } from '../bidding/bid-bar-harness.tsx'
import { REFUSED_DEAD_MS } from '../bidding/settled-button.tsx'
import { sampleEvent, samplePurchase, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { signIn, TEST_NOW } from '../state/test-session.tsx'
import { purchase } from './purchase.ts'

vi.mock('../bidding/place-bid.ts', () => ({ placeBid: vi.fn() }))
vi.mock('./purchase.ts', () => ({ purchase: vi.fn() }))
vi.mock('../bidding/all-in/use-quote.ts', () => ({ useQuote: vi.fn() }))
const purchaseMock = vi.mocked(purchase)
const quoteMock = vi.mocked(useQuote)

/** Five percent, $9 of shipping, no tax. */
const quote: Quote = {
  ...{ currency: 'USD', item_cents: 8000, buyer_fee_cents: 400, shipping_cents: 900 },
  ...{ tax_cents: 0, total_cents: 9300, tax_name: null, tax_known: true, country: 'US' },
  ...{ region: 'OR', address_id: null, place_known: true, joins_order_id: null },
  terms: {
    ...{ fee_rate_ppm: 50_000, tax_rate_ppm: 0, tax_on_fee: false },
    ...{ taxed_before_cents: 0, taxed_shipping_cents: 0 },
  },
}

beforeAll(() => Promise.all([import('./offer-bar.tsx'), import('./buy-now.tsx')]))
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  signIn('bea')
  purchaseMock.mockReset()
  quoteMock.mockImplementation((_lot, cents) => ({
    ...{ quote, price: allIn(cents, quote.shipping_cents, quote.terms), failed: false },
    ...{ addresses: [], choose: () => undefined },
  }))
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
})

/** What went wrong, as it is shown; ears have a line of their own. */
const problem = () => screen.getAllByRole('alert').at(-1)?.textContent

const at = (ms: number) => new Date(TEST_NOW + ms).toISOString()
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const isDead = (name: string | RegExp) => button(name).getAttribute('aria-disabled') === 'true'

/** Begins at $90 ten seconds ago and falls $7 every four seconds, down to $40. */
const descending: Partial<Lot> = {
  ...{ format: 'descending', starting_price_cents: 9000, price_cents: 9000, bid_count: 0 },
  ...{ leader: null, ends_at: at(60_000) },
  descending: {
    ...{ floor_cents: 4000, step_cents: 700, tick_seconds: 4 },
    falls_from: at(-10_000),
  },
}

describe('a descending price', () => {
  it('falls by the server’s clock, and the button takes exactly the price it names', async () => {
    const session = showBidBar(descending)
    await wait(REFUSED_DEAD_MS)
    expect(screen.getByText('falls in 2.0s')).toBeDefined()
    expect(button('Buy at $76')).toBeDefined()
    session.clock.set(TEST_NOW + 2000)
    await wait(0)
    expect(isDead('Buy at $69')).toBe(true)
    fireEvent.click(button('Buy at $69'))
    await wait(REFUSED_DEAD_MS - 1)
    expect(isDead('Buy at $69')).toBe(true)
    await wait(1)
    purchaseMock.mockResolvedValueOnce(samplePurchase({ price_cents: 6900 }))
    fireEvent.click(button('Buy at $69'))
    await wait(0)
    expect(purchaseMock).toHaveBeenCalledTimes(1)
    expect(purchaseMock.mock.calls[0]?.[0]).toMatchObject({
      auctionId: 'lot-1',
      wanted: { how: 'accept_price', cents: 6900 },
      key: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(screen.getByText('You won for $69')).toBeDefined()
    expect(screen.getByRole('link', { name: /Order/ }).getAttribute('href')).toBe('/orders/o1')
  })

  it('tells when the price moved on the way, and nothing was bought (STATE)', async () => {
    showBidBar(descending)
    await wait(REFUSED_DEAD_MS)
    purchaseMock.mockResolvedValueOnce(
      samplePurchase({ outcome: 'refused', code: 'STATE', detail: { price_cents: 6900 } }),
    )
    fireEvent.click(button('Buy at $76'))
    await wait(0)
    expect(problem()).toContain('The price moved to $69')
    expect(isDead(/^Buy at/)).toBe(true)
  })

  it('says when somebody was faster (SOLDX), and asks again with the same key when nobody answers', async () => {
    showBidBar(descending)
    await wait(REFUSED_DEAD_MS)
    purchaseMock.mockRejectedValue(new TypeError('Failed to fetch'))
    fireEvent.click(button('Buy at $76'))
    await wait(2000)
    expect(problem()).toContain('It cannot be bought twice')
    purchaseMock.mockResolvedValueOnce(
      samplePurchase({ outcome: 'refused', code: 'SOLDX', detail: { available: 0 } }),
    )
    fireEvent.click(button('Ask again'))
    await wait(0)
    expect(new Set(purchaseMock.mock.calls.map(([{ key }]) => key)).size).toBe(1)
    expect(problem()).toContain('Somebody else was faster')
  })

  it('stands still at its floor', async () => {
    showBidBar({ ...descending, ends_at: at(600_000) }).clock.set(TEST_NOW + 300_000)
    await wait(REFUSED_DEAD_MS)
    expect(button('Buy at $40')).toBeDefined()
    expect(screen.getByText('as low as it gets')).toBeDefined()
  })

  it('counts from later when a pause has moved the end', async () => {
    const session = showBidBar(descending)
    act(() =>
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({
          ...{ price_cents: 8300, min_bid_cents: 8300, bid_count: 0, leader: null },
          ends_at: at(66_000),
        }),
      }),
    )
    await wait(REFUSED_DEAD_MS)
    expect(button('Buy at $83')).toBeDefined()
  })

  it('shows the price at which it was taken by somebody else', async () => {
    showBidBar({ ...descending, status: 'sold', price_cents: 7600, leader: 'FFFF0000' })
    await wait(0)
    expect(screen.getByText('Sold for')).toBeDefined()
    expect(screen.queryByRole('button', { name: /Buy/ })).toBeNull()
  })
})

/** Seven at $15, three for each buyer; two are sold. */
const fixed: Partial<Lot> = {
  ...{ format: 'fixed', starting_price_cents: 1500, price_cents: 1500, min_bid_cents: 1500 },
  ...{ bid_count: 2, leader: null, fixed: { quantity: 7, per_buyer: 3 } },
  you: sampleYou({ units: 0 }),
}

describe('units at a fixed price', () => {
  it('are chosen up to the limit for a buyer, and bought for the sum on the button', async () => {
    showBidBar(fixed)
    await wait(REFUSED_DEAD_MS)
    expect(screen.getByText('5 of 7 left')).toBeDefined()
    expect(quoteMock.mock.lastCall?.slice(1)).toEqual([1500, 1])
    fireEvent.click(button('One more'))
    fireEvent.click(button('One more'))
    expect(button('One more').hasAttribute('disabled')).toBe(true)
    expect(quoteMock.mock.lastCall?.slice(1)).toEqual([4500, 3])
    await wait(REFUSED_DEAD_MS)
    purchaseMock.mockResolvedValueOnce(
      samplePurchase({ price_cents: 1500, bid_count: 5, leader: null }),
    )
    fireEvent.click(button('Buy 3 for $45'))
    await wait(0)
    expect(purchaseMock.mock.calls[0]?.[0].wanted).toEqual({
      ...{ how: 'buy_units', quantity: 3, cents: 4500 },
    })
    expect(screen.getByText('2 of 7 left')).toBeDefined()
  })

  it('tell what one has, and what one can still have', async () => {
    showBidBar({ ...fixed, you: sampleYou({ units: 2, order_id: 'o1' }) })
    await wait(REFUSED_DEAD_MS)
    expect(screen.getByText('You bought 2 for $30')).toBeDefined()
    expect(button('One more').hasAttribute('disabled')).toBe(true)
    cleanup()
    showBidBar({ ...fixed, you: sampleYou({ units: 3, order_id: 'o1' }) })
    await wait(0)
    expect(screen.getByText('You have as many as one buyer can have.')).toBeDefined()
  })

  it('are refused beyond what is left (SOLDX)', async () => {
    showBidBar(fixed)
    await wait(REFUSED_DEAD_MS)
    purchaseMock.mockResolvedValueOnce(
      samplePurchase({
        ...{ outcome: 'refused', code: 'SOLDX', detail: { available: 1 }, order_id: null },
        ...{ price_cents: 1500, bid_count: 6, leader: null },
      }),
    )
    fireEvent.click(button('Buy 1 for $15'))
    await wait(0)
    expect(problem()).toContain('Only 1 is left for you')
  })

  it('are not bought again while nobody knows whether they were: only the same purchase can be asked for', async () => {
    const session = showBidBar(fixed)
    await wait(REFUSED_DEAD_MS)
    purchaseMock.mockRejectedValue(new TypeError('Failed to fetch'))
    fireEvent.click(button('Buy 1 for $15'))
    await wait(2000)
    expect(problem()).toContain('It cannot be bought twice')
    expect(session.refresh).toHaveBeenCalledOnce()
    const sent = purchaseMock.mock.calls.length
    expect(isDead('Buy 1 for $15')).toBe(true)
    fireEvent.click(button('Buy 1 for $15'))
    fireEvent.click(button('One more'))
    await wait(REFUSED_DEAD_MS)
    fireEvent.click(button('Buy 2 for $30'))
    await wait(0)
    expect(purchaseMock).toHaveBeenCalledTimes(sent)
    purchaseMock.mockResolvedValueOnce(
      samplePurchase({ price_cents: 1500, bid_count: 3, leader: null }),
    )
    fireEvent.click(button('Ask again'))
    await wait(REFUSED_DEAD_MS)
    expect(new Set(purchaseMock.mock.calls.map(([{ key }]) => key)).size).toBe(1)
    expect(isDead('Buy 2 for $30')).toBe(false)
  })

  it('are over when the last one is gone', async () => {
    showBidBar({ ...fixed, status: 'sold', bid_count: 7 })
    await wait(0)
    expect(screen.getAllByText('Sold out')).toHaveLength(2)
    cleanup()
    showBidBar({ ...fixed, status: 'sold', bid_count: 4 })
    await wait(0)
    expect(screen.getByText('Over: 4 of 7 sold')).toBeDefined()
  })

  it('need a card like any purchase', async () => {
    showBidBar(fixed, { account: { has_card: false } })
    await wait(0)
    expect(screen.getByText('A card is needed to buy')).toBeDefined()
  })
})

describe('buy now', () => {
  const offered: Partial<Lot> = { buy_now_cents: 8000, leader: null, bid_count: 0 }

  it('asks once more with the exact price, then ends the auction', async () => {
    showBidBar(offered)
    await wait(0)
    fireEvent.click(button('Buy now for $80'))
    await wait(REFUSED_DEAD_MS)
    const dialog = screen.getByRole('dialog')
    expect(dialog.textContent).toContain('the item is yours for $80')
    expect(dialog.textContent).toContain('Buyer fee$4')
    expect(dialog.textContent).toContain('All-in$93')
    expect(purchaseMock).not.toHaveBeenCalled()
    purchaseMock.mockResolvedValueOnce(samplePurchase({ price_cents: 8000 }))
    fireEvent.click(button('Buy now for $80'))
    await wait(0)
    expect(purchaseMock.mock.calls[0]?.[0].wanted).toEqual({ how: 'buy_now', cents: 8000 })
    expect(screen.getByText('You won for $80')).toBeDefined()
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('is gone with the first bid, and says so to whoever was about to buy', async () => {
    const session = showBidBar(offered)
    await wait(0)
    fireEvent.click(button('Buy now for $80'))
    act(() =>
      session.dispatch({ type: 'auction event', event: sampleEvent({ leader: 'FFFF0000' }) }),
    )
    await wait(0)
    expect(screen.getByRole('dialog').textContent).toContain('Somebody was faster')
    fireEvent.click(button('Close'))
    await wait(0)
    expect(screen.queryByRole('button', { name: /Buy now/ })).toBeNull()
  })

  it('does not wait for an estimate that does not come', async () => {
    quoteMock.mockReturnValue({
      ...{ quote: undefined, price: null, failed: true, addresses: [], choose: () => undefined },
    })
    showBidBar(offered)
    await wait(0)
    fireEvent.click(button('Buy now for $80'))
    expect(screen.getByRole('dialog').textContent).toContain('stand on the order')
  })

  it('stays while the reserve is not met', async () => {
    showBidBar({ ...offered, leader: 'FFFF0000', has_reserve: true, reserve_met: false })
    await wait(0)
    expect(button('Buy now for $80')).toBeDefined()
  })

  it('is not offered where it is not in the terms, nor to the seller', async () => {
    showBidBar({ leader: null })
    await wait(0)
    expect(screen.queryByRole('button', { name: /Buy now/ })).toBeNull()
    cleanup()
    showBidBar({ ...offered, you: sampleYou({ is_seller: true }) })
    await wait(0)
    expect(screen.queryByRole('button', { name: /Buy now/ })).toBeNull()
  })
})
