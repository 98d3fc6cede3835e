import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { errorForCode } from '../../lib/errors.ts'
import { fetchNotifications, type Notification } from './fetch-notifications.ts'
import { markNotificationsRead } from './mark-notifications-read.ts'
import NotificationBell from './notification-bell.tsx'
import { notificationPath } from './notification-path.ts'

vi.mock('./fetch-notifications.ts', () => ({ fetchNotifications: vi.fn(), BELL_SIZE: 30 }))
vi.mock('./mark-notifications-read.ts', () => ({ markNotificationsRead: vi.fn() }))

const sample = (change: Partial<Notification> = {}): Notification => ({
  id: 'n1',
  kind: 'mention',
  title: '@bob mentioned you',
  body: 'look, @bea',
  subject: { show_id: 'show-1', message_id: 'm1' },
  created_at: '2026-11-23T12:00:00.000Z',
  read_at: null,
  ...change,
})

function showBell(): void {
  render(
    <QueryClientProvider
      client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
    >
      <MemoryRouter>
        <NotificationBell />
      </MemoryRouter>
    </QueryClientProvider>,
  )
}

beforeEach(() => {
  vi.mocked(fetchNotifications).mockResolvedValue([
    sample(),
    sample({ id: 'n2', kind: 'reply', title: '@kim answered you', read_at: '2026-11-23T12:01Z' }),
  ])
  vi.mocked(markNotificationsRead).mockResolvedValue()
})
afterEach(() => {
  cleanup()
  vi.resetAllMocks()
})

describe('the bell', () => {
  it('counts what is unread, and a row leads to what it is about', async () => {
    showBell()
    fireEvent.click(await screen.findByRole('button', { name: 'Notifications, 1 unread' }))
    const row = screen.getByRole('link', { name: /mentioned you/ })
    expect(row.getAttribute('href')).toBe('/shows/show-1')
    expect(row.textContent).toContain('Unread')
    fireEvent.click(row)
    expect(markNotificationsRead).toHaveBeenCalledWith(['n1'])
    await screen.findByRole('button', { name: 'Notifications' })
  })

  it('marks all as read at once, and asks again when that fails', async () => {
    vi.mocked(markNotificationsRead).mockRejectedValue(errorForCode('RTLIM'))
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    showBell()
    fireEvent.click(await screen.findByRole('button', { name: 'Notifications, 1 unread' }))
    fireEvent.click(screen.getByRole('button', { name: 'All read' }))
    expect(markNotificationsRead).toHaveBeenCalledWith(undefined)
    await waitFor(() => expect(fetchNotifications).toHaveBeenCalledTimes(2))
    expect(warn).toHaveBeenCalledOnce()
  })

  it('says when there is nothing, and when it could not look', async () => {
    vi.mocked(fetchNotifications).mockResolvedValueOnce([])
    showBell()
    fireEvent.click(await screen.findByRole('button', { name: 'Notifications' }))
    expect(await screen.findByText(/Nothing yet/)).toBeDefined()
    cleanup()
    vi.mocked(fetchNotifications).mockRejectedValue(errorForCode('42501'))
    showBell()
    fireEvent.click(await screen.findByRole('button', { name: 'Notifications' }))
    expect(await screen.findByRole('alert')).toBeDefined()
  })
})

it.each([
  [{ order_id: 'o', show_id: 's' }, '/orders/o'],
  [{ show_id: 's', auction_id: 'a' }, '/shows/s'],
  [{ auction_id: 'a' }, '/auctions/a'],
  [{ show_id: 7 }, null],
  [{}, null],
])('a notification about %j leads to %s', (subject, path) => {
  expect(notificationPath({ subject })).toBe(path)
})
