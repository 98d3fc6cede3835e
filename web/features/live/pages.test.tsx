import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { client } from '../../lib/client.ts'
import { errorForCode } from '../../lib/errors.ts'
import type { FakeRealtimeClient } from '../../lib/realtime-fake.ts'
import { Component as AuctionPage } from './auction/auction-page.tsx'
import { Component as HostPage } from './host/host-page.tsx'
import { Component as ShowPage } from './show/show-page.tsx'
import { fetchAuction } from './state/fetch-auction.ts'
import { fetchShow } from './state/fetch-show.ts'
import { sampleLot, sampleShowSnapshot, sampleShowYou } from './state/samples.ts'
import { signIn } from './state/test-session.tsx'

vi.mock('../../lib/client.ts', async () => {
  const { FakeRealtimeClient } = await import('../../lib/realtime-fake.ts')
  return {
    client: Object.assign(new FakeRealtimeClient(), {
      rpc: vi.fn(async () => ({ data: null, error: null })),
    }),
  }
})
vi.mock('../../lib/public-fetch.ts', () => ({ publicFetch: async () => null }))
vi.mock('../../lib/platform-status.ts', () => ({
  platformStatusQuery: { queryKey: ['platform-status'], queryFn: () => null },
}))
vi.mock('./state/fetch-show.ts', () => ({ fetchShow: vi.fn() }))
vi.mock('./state/fetch-auction.ts', () => ({ fetchAuction: vi.fn() }))
vi.mock('./auction/fetch-ledger.ts', () => ({ LEDGER_PAGE: 200, fetchLedger: async () => [] }))
vi.mock('./auction/fetch-related.ts', () => ({ fetchRelated: async () => [] }))

const realtime = client as unknown as FakeRealtimeClient

function visit(path: string) {
  const router = createMemoryRouter(
    [
      { path: '/shows/:id', Component: ShowPage },
      { path: '/auctions/:id', Component: AuctionPage },
      { path: '/studio/shows/:id/live', Component: HostPage },
    ],
    { initialEntries: [path] },
  )
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  return render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
}

beforeEach(() => {
  vi.stubEnv('VITE_SUPABASE_URL', 'http://localhost:1')
  vi.stubEnv('VITE_SUPABASE_PUBLISHABLE_KEY', 'key')
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.mocked(fetchShow).mockReset()
  vi.mocked(fetchShow).mockResolvedValue(sampleShowSnapshot({ you: null }))
  vi.mocked(fetchAuction).mockReset()
  vi.mocked(fetchAuction).mockResolvedValue({
    ...sampleLot({ you: null }),
    server_time: '2026-11-23T12:00:30.000Z',
  })
})
afterEach(() => {
  cleanup()
  signIn(null)
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('/shows/:id', () => {
  it('follows the show and its chat, dark, and lets go when left', async () => {
    const { unmount } = visit('/shows/show-1')
    expect(screen.getByRole('status').textContent).toBe('Loading the show')
    expect(await screen.findByText('Now · Lot 1')).toBeDefined()
    expect(document.documentElement.dataset.surface).toBe('live')
    expect(document.title).toBe('Sunday watches · Blytz Live')
    await vi.waitFor(() => {
      expect(realtime.opened('show:show-1')).toBe(1)
      expect(realtime.opened('show:show-1:chat')).toBe(1)
    })
    unmount()
    expect(document.documentElement.dataset.surface).toBeUndefined()
    expect(realtime.removed.map((channel) => channel.topic)).toEqual(
      expect.arrayContaining(['show:show-1', 'show:show-1:chat']),
    )
  })

  it('says when there is no such show (NOFND)', async () => {
    vi.mocked(fetchShow).mockRejectedValue(errorForCode('NOFND'))
    visit('/shows/nowhere')
    expect(await screen.findByText('There is no such show')).toBeDefined()
  })
})

describe('/auctions/:id', () => {
  it('shows the auction and follows the show it is a lot of', async () => {
    visit('/auctions/lot-1')
    expect(await screen.findByRole('heading', { level: 1 })).toHaveProperty(
      'textContent',
      'Seiko 6139 chronograph, 1971',
    )
    await vi.waitFor(() => expect(realtime.last('show:show-1').subscribing).toBe(true))
  })

  it('says when there is no such auction (NOFND), and offers another attempt for other errors', async () => {
    vi.mocked(fetchAuction).mockRejectedValueOnce(errorForCode('NOFND'))
    visit('/auctions/nowhere')
    expect(await screen.findByText('There is no such auction')).toBeDefined()
    cleanup()
    vi.mocked(fetchAuction).mockRejectedValueOnce(new TypeError('Failed to fetch'))
    visit('/auctions/lot-1')
    ;(await screen.findByRole('button', { name: 'Try again' })).click()
    expect(await screen.findByRole('heading', { level: 1 })).toBeDefined()
  })
})

describe('/studio/shows/:id/live', () => {
  it('is the console for the host', async () => {
    vi.mocked(fetchShow).mockResolvedValue(
      sampleShowSnapshot({ you: sampleShowYou({ role: 'host', banned: false }) }),
    )
    visit('/studio/shows/show-1/live')
    expect(await screen.findByText('Run of the show')).toBeDefined()
  })

  it('is nothing for a stranger', async () => {
    visit('/studio/shows/show-1/live')
    expect(await screen.findByText('There is no such show')).toBeDefined()
  })
})
