import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useLive } from '../state/live-context.tsx'
import {
  sampleEvent,
  sampleLot,
  sampleShow,
  sampleShowSnapshot,
  sampleYou,
} from '../state/samples.ts'
import type { ShowSnapshot } from '../state/shapes.ts'
import { Surroundings, signIn, type TestSession, testSession } from '../state/test-session.tsx'
import { useFocusLot } from './focus-lot.ts'
import { loadLotDetails, loadQueueSheet } from './lazy-sheets.tsx'
import { ShowPhone } from './show-phone.tsx'
import { ShowWide } from './show-wide.tsx'

vi.mock('../../../lib/client.ts', async () => ({
  client: (await import('../host/fake-rpc.ts')).fakeClient,
}))
vi.mock('../bidding/place-bid.ts', () => ({ placeBid: vi.fn() }))
vi.mock('../chat/send-chat-message.ts', () => ({ sendChatMessage: vi.fn() }))
vi.mock('../auction/fetch-ledger.ts', () => ({
  LEDGER_PAGE: 200,
  fetchLedger: vi.fn(() => Promise.resolve([])),
}))

function Page({ wide }: { wide: boolean }) {
  const show = useLive((state) => state.show)
  const lot = useFocusLot()
  const Layout = wide ? ShowWide : ShowPhone
  return show === null ? null : <Layout show={show} lot={lot} />
}

function open(snapshot: ShowSnapshot, wide = false): TestSession {
  const session = testSession({ show: snapshot })
  render(
    <Surroundings session={session}>
      <Page wide={wide} />
    </Surroundings>,
  )
  return session
}

const waiting = sampleLot({
  id: 'lot-2',
  lot_number: 2,
  title: 'Omega De Ville',
  status: 'scheduled',
  version: 0,
  bid_count: 0,
  leader: null,
  ends_at: null,
})

// Sheets are loaded when they are first wanted; here they are wanted always.
beforeAll(() => Promise.all([loadLotDetails(), loadQueueSheet()]))
beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'http://localhost:1')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'key')
  signIn('bea')
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.unstubAllEnvs()
})

describe('a live show', () => {
  it('shows the open lot with its bid bar, the seller, the viewers and that there is no video', async () => {
    open(sampleShowSnapshot({ lots: [sampleLot(), waiting] }))
    expect(screen.getByText('Now · Lot 1')).toBeDefined()
    expect(screen.getByRole('region', { name: 'Bidding' })).toBeDefined()
    expect(screen.getByText("Ada's Attic")).toBeDefined()
    expect(screen.getByText('42')).toBeDefined()
    expect(screen.getByText('No video yet. Bids and chat are live.')).toBeDefined()
    expect(await screen.findByText('24 ms')).toBeDefined()
  })

  it('keeps the result of a lot on show until the next one opens', async () => {
    const session = open(
      sampleShowSnapshot({ lots: [sampleLot({ you: sampleYou({ max_cents: 3000 }) }), waiting] }),
    )
    act(() => {
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ status: 'sold', price_cents: 2300 }),
      })
      session.dispatch({
        type: 'show event',
        event: { ...sampleShow(), version: 8, current_auction_id: null },
      })
    })
    expect(screen.getByText('Just ended · Lot 1')).toBeDefined()
    expect(await screen.findByText('You won for $23')).toBeDefined()
    expect(screen.getByText('Omega De Ville')).toBeDefined()
    act(() => {
      session.dispatch({
        type: 'auction event',
        event: sampleEvent({ id: 'lot-2', version: 1 }),
      })
      session.dispatch({
        type: 'show event',
        event: { ...sampleShow(), version: 9, current_auction_id: 'lot-2' },
      })
    })
    expect(screen.getByText('Now · Lot 2')).toBeDefined()
  })

  it('lists all lots with what became of them, and opens their details', async () => {
    open(
      sampleShowSnapshot({
        show: sampleShow({ pinned_auction_id: 'lot-2' }),
        lots: [
          sampleLot(),
          waiting,
          sampleLot({ id: 'lot-3', lot_number: 3, title: 'Sold one', status: 'sold' }),
          sampleLot({ id: 'lot-4', lot_number: 4, title: 'Left one', status: 'unsold' }),
          sampleLot({ id: 'lot-5', lot_number: 5, title: 'Gone one', status: 'cancelled' }),
          sampleLot({
            id: 'lot-6',
            lot_number: 6,
            title: 'Mine',
            status: 'sold',
            leader: 'AB12CD34',
            you: sampleYou({ max_cents: 2300 }),
          }),
        ],
      }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'All lots, 5/6' }))
    const text = (await screen.findByRole('dialog')).textContent ?? ''
    for (const part of [
      'Open · $23',
      'Nextfrom $10',
      'Sold $23',
      'Not sold',
      'Withdrawn',
      'You won · $23',
    ]) {
      expect(text).toContain(part)
    }
    expect(screen.getByLabelText('Pinned by the host')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: /Sold one/ }))
    expect((await screen.findByRole('dialog', { name: 'Sold one' })).textContent).toContain(
      'Diameter41 mm',
    )
    expect(screen.getByRole('link', { name: /Bids and all details/ }).getAttribute('href')).toBe(
      '/auctions/lot-3',
    )
    fireEvent.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows the lot the host has pinned', async () => {
    open(
      sampleShowSnapshot({
        show: sampleShow({ pinned_auction_id: 'lot-2' }),
        lots: [sampleLot(), waiting],
      }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Pinned: Omega De Ville' }))
    expect(await screen.findByRole('dialog', { name: 'Omega De Ville' })).toBeDefined()
  })

  it('has the run, the chat and the bids beside the stage where there is room', async () => {
    open(sampleShowSnapshot({ lots: [sampleLot(), waiting] }), true)
    const run = screen.getByRole('region', { name: 'Lots in this show' })
    expect(await within(run).findByText('Omega De Ville')).toBeDefined()
    expect(screen.getByRole('log')).toBeDefined()
    fireEvent.click(screen.getByRole('radio', { name: /Bids/ }))
    expect(await screen.findByText(/No bids yet\. The first one/)).toBeDefined()
  })

  it('says when it has no lots yet', () => {
    open(sampleShowSnapshot({ lots: [], show: sampleShow({ current_auction_id: null }) }))
    expect(screen.getByText(/No lots yet/)).toBeDefined()
  })

  it('switches the sound and shares its link', async () => {
    const share = vi.fn(() => Promise.resolve())
    Object.defineProperty(navigator, 'share', { value: share, configurable: true })
    vi.stubGlobal('AudioContext', class {})
    open(sampleShowSnapshot())
    fireEvent.click(screen.getByRole('button', { name: 'Sound is off' }))
    expect(screen.getByRole('button', { name: 'Sound is on' })).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Share' }))
    await vi.waitFor(() => expect(share).toHaveBeenCalled())
    expect(share).toHaveBeenCalledWith({ title: 'Sunday watches', url: location.href })
    localStorage.clear()
    vi.unstubAllGlobals()
    Reflect.deleteProperty(navigator, 'share')
  })

  it('copies its link where nothing can be shared', async () => {
    const writeText = vi.fn(() => Promise.resolve())
    vi.stubGlobal('navigator', { clipboard: { writeText } })
    open(sampleShowSnapshot())
    fireEvent.click(screen.getByRole('button', { name: 'Share' }))
    expect(await screen.findByRole('button', { name: 'Link copied' })).toBeDefined()
    expect(writeText).toHaveBeenCalledWith(location.href)
    vi.unstubAllGlobals()
  })
})

describe('a show that is not live', () => {
  it('says when it starts, and that it will be recorded', async () => {
    open(
      sampleShowSnapshot({
        show: sampleShow({ status: 'scheduled', current_auction_id: null, record: true }),
        lots: [waiting],
      }),
    )
    expect(screen.getByText(/^Starts /)).toBeDefined()
    expect(await screen.findByText('This show will be recorded.')).toBeDefined()
    expect(screen.getByText('Next · Lot 2')).toBeDefined()
    expect(screen.getByText('The show has not started.')).toBeDefined()
  })

  it('sums up when it is over, with the way to my orders', async () => {
    open(
      sampleShowSnapshot({
        show: sampleShow({ status: 'ended', current_auction_id: null }),
        lots: [
          sampleLot({
            status: 'sold',
            leader: 'AB12CD34',
            you: sampleYou({ max_cents: 3000, order_id: 'order-9' }),
          }),
          sampleLot({ id: 'lot-2', status: 'unsold' }),
        ],
      }),
    )
    expect(await screen.findByText('1 of 2 lots found a buyer.')).toBeDefined()
    expect(screen.getByRole('link', { name: /Order/ }).getAttribute('href')).toBe('/orders/order-9')
    fireEvent.click(screen.getByRole('button', { name: 'All lots' }))
    expect(await screen.findByRole('dialog', { name: 'Lots in this show' })).toBeDefined()
  })

  it('says that it was called off', async () => {
    open(sampleShowSnapshot({ show: sampleShow({ status: 'cancelled' }) }))
    expect(await screen.findByText('This show was called off.')).toBeDefined()
  })
})
