import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Toaster } from '../components/toaster.tsx'
import { fakeApi } from '../lib/testing/fake-api.ts'
import { renderAt } from '../lib/testing/render-at.tsx'
import { UserAlerts } from './user-alerts.tsx'

const { subscribeTopic } = vi.hoisted(() => ({
  subscribeTopic: vi.fn<
    (topic: { topic: string; events: Record<string, (payload: unknown) => void> }) => () => void
  >(() => () => undefined),
}))
vi.mock('../lib/realtime.ts', () => ({ subscribeTopic }))

function renderAlerts() {
  fakeApi({})
  const rendered = renderAt(
    '/',
    <>
      <Toaster />
      <UserAlerts userId="u1" />
    </>,
  )
  const subscription = subscribeTopic.mock.lastCall?.[0]
  if (subscription === undefined) throw new Error('no topic was subscribed to')
  const tell = (event: string, payload: unknown) => subscription.events[event]?.(payload)
  return { ...rendered, topic: subscription.topic, tell }
}

beforeEach(() => subscribeTopic.mockClear())

describe('UserAlerts', () => {
  it('listens to the user’s own topic', () => {
    expect(renderAlerts().topic).toBe('user:u1')
  })

  it('says that the user was outbid, and leads to the auction', async () => {
    const { tell } = renderAlerts()
    tell('outbid', { auction_id: 'a1', show_id: null, title: 'Lamp', price_cents: 2500 })
    expect(await screen.findByText('Lamp is at $25 now.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Bid again' }))
    expect(screen.getByLabelText('address').textContent).toBe('/auctions/a1')
  })

  it('says that somebody is asked onto a stage, and leads to the show', async () => {
    const { tell } = renderAlerts()
    tell('stage', { show_id: 's1', user_id: 'u2', accepted: true })
    tell('stage', { show_id: 's1', invited: false })
    tell('stage', { show_id: 's1', title: 'Watches', invited: true })
    expect(await screen.findAllByText('You are asked onto the stage')).toHaveLength(1)
    await userEvent.click(screen.getByRole('button', { name: 'Go there' }))
    expect(screen.getByLabelText('address').textContent).toBe('/shows/s1')
  })

  it('says what was won, and leads to the order', async () => {
    const { tell, queryClient } = renderAlerts()
    const invalidate = vi.spyOn(queryClient, 'invalidateQueries')
    tell('won', { auction_id: 'a2', order_id: 'o1', title: 'Vase', price_cents: 5050 })
    expect(await screen.findByText('Vase is yours for $50.50.')).toBeDefined()
    expect(invalidate).toHaveBeenCalledWith({ queryKey: ['orders'] })
    await userEvent.click(screen.getByRole('button', { name: 'See the order' }))
    expect(screen.getByLabelText('address').textContent).toBe('/orders/o1')
  })

  it('shows nothing for a payload of another shape', () => {
    const { tell } = renderAlerts()
    tell('outbid', { title: 7 })
    tell('won', null)
    expect(screen.queryByText(/You (won|were outbid)/)).toBeNull()
  })
})
