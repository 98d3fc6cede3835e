import { useQuery } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { toast } from 'sonner'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../../lib/errors.ts'
import { watchlistKey } from '../../../lib/watchlist-key.ts'
import { sampleEvent, sampleLot, sampleYou } from '../state/samples.ts'
import type { Lot } from '../state/shapes.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { AuctionContent } from './auction-content.tsx'
import { fetchLedger, type LedgerEvent } from './fetch-ledger.ts'
import { fetchRelated } from './fetch-related.ts'
import { termsOf } from './terms.tsx'
import { watchAuction } from './watch-auction.ts'
import { WatchButton } from './watch-button.tsx'

vi.mock('./fetch-ledger.ts', () => ({ LEDGER_PAGE: 3, fetchLedger: vi.fn() }))
vi.mock('./fetch-related.ts', () => ({ fetchRelated: vi.fn() }))
vi.mock('../why/fetch-attempts.ts', () => ({ fetchAttempts: vi.fn(() => Promise.resolve([])) }))
vi.mock('./watch-auction.ts', () => ({ watchAuction: vi.fn() }))
vi.mock('../state/close-auction.ts', () => ({ closeAuction: vi.fn() }))
vi.mock('../bidding/place-bid.ts', () => ({ placeBid: vi.fn() }))

const ledgerMock = vi.mocked(fetchLedger)

function entry(seq: number, change: Partial<LedgerEvent> = {}): LedgerEvent {
  return {
    auction_id: 'lot-1',
    seq,
    kind: 'bid',
    bidder: 'FFFF0000',
    amount_cents: 1000 + seq * 100,
    price_cents: 1000 + seq * 100,
    bid_count: seq,
    leader: 'FFFF0000',
    reserve_met: true,
    ends_at: '2026-11-23T12:01:00.000Z',
    placed_at: `2026-11-23T12:00:0${seq}.000Z`,
    detail: '',
    prev_hash: '',
    hash: '',
    ...change,
  }
}

/** The ledger so far; a page holds three events. */
let ledger: LedgerEvent[] = []

function open(change: Partial<Lot> = {}): TestSession {
  const session = testSession({
    lot: sampleLot({ show_id: null, version: ledger.length, ...change }),
  })
  render(
    <Surroundings session={session}>
      <AuctionContent auctionId="lot-1" />
    </Surroundings>,
  )
  return session
}

const rows = () =>
  [...document.querySelectorAll('ol > li')].map((row) => row.firstElementChild?.textContent)

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'http://localhost:1')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'key')
  signIn('bea')
  ledger = [
    entry(1, { kind: 'opened', bidder: null }),
    entry(2),
    entry(3, { bidder: 'AB12CD34' }),
    entry(4, { kind: 'auto_bid' }),
  ]
  ledgerMock.mockReset()
  ledgerMock.mockImplementation(async (_, after) =>
    ledger.filter(({ seq }) => seq > after).slice(0, 3),
  )
  vi.mocked(fetchRelated).mockReset()
  vi.mocked(fetchRelated).mockResolvedValue([])
  vi.mocked(watchAuction).mockReset()
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

describe('the history of bids', () => {
  it('reads the ledger page by page, newest first, and knows my own', async () => {
    open()
    await vi.waitFor(() => expect(rows()).toEqual(['FFFF0000', 'You', 'FFFF0000', 'Opened']))
    expect(screen.getByLabelText('automatic, from a maximum')).toBeDefined()
    expect(ledgerMock.mock.calls.map(([, after]) => after)).toEqual([0, 3])
  })

  it('grows by what is new when the version rises', async () => {
    const session = open()
    await vi.waitFor(() => expect(rows()).toHaveLength(4))
    ledger = [...ledger, entry(5, { kind: 'extended', bidder: null, amount_cents: null })]
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 5 }) }))
    await vi.waitFor(() => expect(rows()[0]).toBe('Time added'))
    expect(ledgerMock.mock.calls.at(-1)?.[1]).toBe(4)
  })

  it('does not ask in circles when the ledger gives less than was promised', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const session = open({ version: 9 })
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(ledgerMock.mock.calls.map(([, after]) => after)).toEqual([0, 3, 4])
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 10 }) }))
    await act(() => vi.advanceTimersByTimeAsync(10_000))
    expect(ledgerMock).toHaveBeenCalledTimes(4)
  })

  it('offers another attempt when it cannot be read', async () => {
    ledgerMock.mockRejectedValueOnce(errorForCode('NOFND'))
    open()
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    await vi.waitFor(() => expect(rows()).toHaveLength(4))
  })

  it('catches up by itself after a reading that failed, and says so until then', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const session = open()
    await act(() => vi.advanceTimersByTimeAsync(2_000))
    expect(rows()).toHaveLength(4)
    ledgerMock.mockRejectedValueOnce(errorForCode('NETWORK'))
    ledger = [...ledger, entry(5)]
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 5 }) }))
    await act(() => vi.advanceTimersByTimeAsync(3_000))
    expect(screen.getByText('The latest bids are missing.')).toBeDefined()
    ledger = [...ledger, entry(6)]
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 6 }) }))
    await act(() => vi.advanceTimersByTimeAsync(4_000))
    expect(rows()).toHaveLength(6)
    expect(screen.queryByText('The latest bids are missing.')).toBeNull()
  })

  it('reads what is missing at once when asked', async () => {
    const session = open()
    await vi.waitFor(() => expect(rows()).toHaveLength(4))
    ledgerMock.mockRejectedValueOnce(errorForCode('NETWORK'))
    ledger = [...ledger, entry(5)]
    act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version: 5 }) }))
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    await vi.waitFor(() => expect(rows()).toHaveLength(5))
  })

  it('grows also while the next bid always comes before the last was read', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const session = open()
    await act(() => vi.advanceTimersByTimeAsync(2_000))
    for (let version = 5; version < 10; version++) {
      ledger = [...ledger, entry(version)]
      act(() => session.dispatch({ type: 'auction event', event: sampleEvent({ version }) }))
      await act(() => vi.advanceTimersByTimeAsync(200))
    }
    expect(rows().length).toBeGreaterThan(4)
  })

  it('says when there are no bids', async () => {
    ledger = []
    open({ version: 0, head: null })
    expect(await screen.findByText(/No bids yet\. The first one leads at/)).toBeDefined()
  })

  it('shows the newest first and the rest when asked', async () => {
    ledger = Array.from({ length: 14 }, (_, index) =>
      entry(index + 1, { placed_at: '2026-11-23T12:00:00.000Z' }),
    )
    open()
    const more = await screen.findByRole('button', { name: 'Show all 14' })
    expect(rows()).toHaveLength(12)
    fireEvent.click(more)
    expect(rows()).toHaveLength(14)
  })
})

function Watchlist({ read }: { read: () => Promise<unknown> }) {
  useQuery({ queryKey: [...watchlistKey, 'bea'], queryFn: read })
  return null
}

describe('watching', () => {
  it('shows at once, and is taken back when it is refused', async () => {
    const error = vi.spyOn(toast, 'error')
    vi.mocked(watchAuction).mockResolvedValueOnce().mockRejectedValueOnce(errorForCode('42501'))
    open()
    const button = screen.getByRole('button', { name: 'Watch' })
    fireEvent.click(button)
    expect(button.getAttribute('aria-pressed')).toBe('true')
    await vi.waitFor(() => expect(watchAuction).toHaveBeenCalledWith('lot-1', 'bea', true))
    fireEvent.click(button)
    await vi.waitFor(() => expect(error).toHaveBeenCalled())
    expect(button.getAttribute('aria-pressed')).toBe('true')
  })

  it('brings the watchlist up to date', async () => {
    vi.mocked(watchAuction).mockResolvedValueOnce()
    const read = vi.fn(() => Promise.resolve([]))
    const lot = sampleLot({ show_id: null })
    render(
      <Surroundings session={testSession({ lot })}>
        <Watchlist read={read} />
        <WatchButton lot={lot} />
      </Surroundings>,
    )
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(1))
    fireEvent.click(screen.getByRole('button', { name: 'Watch' }))
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2))
  })

  it('leads the signed-out to sign in', () => {
    signIn(null)
    open({ you: null })
    fireEvent.click(screen.getByRole('button', { name: 'Watch' }))
    expect(watchAuction).not.toHaveBeenCalled()
  })
})

describe('the page', () => {
  it('shows pictures to choose from, what is known, and who sells', () => {
    open({
      show_id: 'show-1',
      product: {
        ...sampleLot().product,
        images: ['/a.svg', '/b.svg'],
        specs: { Case: 'Steel', Odd: {} },
      },
      you: sampleYou({ watching: true }),
    })
    expect(screen.getByAltText('Seiko 6139 chronograph, 1971, picture 1 of 2')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Show picture 2' }))
    expect(screen.getByAltText('Seiko 6139 chronograph, 1971, picture 2 of 2')).toBeDefined()
    expect(screen.getByText('Steel')).toBeDefined()
    expect(screen.queryByText('Odd')).toBeNull()
    expect(screen.getByRole('link', { name: /Lot 1 of a live show/ }).getAttribute('href')).toBe(
      '/shows/show-1',
    )
    expect(screen.getByRole('button', { name: 'Watching' })).toBeDefined()
  })

  it('leads on to what runs in the same category', async () => {
    vi.mocked(fetchRelated).mockResolvedValue([
      {
        id: 'other',
        title: 'Another watch',
        currency: 'USD',
        price_cents: 5000,
        bid_count: 1,
        ends_at: '2026-11-24T12:00:00Z',
        products: { images: [] },
        categories: { slug: 'watches' },
      },
    ])
    open()
    const link = await screen.findByRole('link', { name: /Another watch/ })
    expect(link.getAttribute('href')).toBe('/auctions/other')
  })
})

describe('the terms', () => {
  it('say the rules of this auction in words', () => {
    const text = (lot: Lot) =>
      termsOf(lot)
        .map((term) => `${term.title} ${term.text}`)
        .join(' ')
    expect(text(sampleLot())).toContain('Steps of $1')
    expect(text(sampleLot({ soft_close_seconds: 120 }))).toContain('in the last 2 minutes')
    expect(
      text(sampleLot({ soft_close_seconds: 60, hard_ends_at: '2026-11-24T12:00:00Z' })),
    ).toContain('the last one minute gives everybody one minute more. At some point')
    expect(text(sampleLot({ soft_close_seconds: 0, has_reserve: true }))).toMatch(
      /Sudden death.*Reserve/,
    )
  })
})
