import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { bidStanding } from './bid-standing.ts'
import { Component as BidsPage } from './bids-page.tsx'
import type { MyBid } from './my-bids.ts'

const MY_BIDS = 'POST /rest/v1/rpc/my_bids'

function bid(id: string, changes: Partial<MyBid> = {}): MyBid {
  return {
    id,
    show_id: null,
    title: `Lot ${id}`,
    currency: 'USD',
    status: 'live',
    price_cents: 2400,
    bid_count: 2,
    ends_at: '2026-11-24T10:00:00Z',
    reserve_met: true,
    product: { images: [] },
    you: { leading: true, max_cents: 3000, order_id: null },
    your_last_bid_at: '2026-11-23T10:00:00Z',
    ...changes,
  }
}

const you = (leading: boolean, order_id: string | null = null) => ({
  leading,
  max_cents: null,
  order_id,
})

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

it.each([
  ['leading', bid('a')],
  ['outbid', bid('a', { you: you(false) })],
  ['waiting', bid('a', { status: 'scheduled', you: you(false) })],
  ['won', bid('a', { status: 'sold', you: you(true, 'o1') })],
  ['lost', bid('a', { status: 'sold', you: you(false) })],
  ['lost', bid('a', { status: 'unsold', you: you(true) })],
  ['lost', bid('a', { status: 'cancelled', you: you(true) })],
])('calls it %s', (standing, mine) => {
  expect(bidStanding(mine)).toBe(standing)
})

describe('my bids', () => {
  it('opens at what needs attention and keeps the tab in the address', async () => {
    fakeApi({
      [MY_BIDS]: () =>
        json([
          bid('lost', { status: 'sold', you: you(false) }),
          bid('out', { you: you(false), show_id: 's1' }),
          bid('won', { status: 'sold', you: you(true, 'o1') }),
        ]),
    })
    renderAt('/account/bids', <BidsPage />)
    expect((await screen.findByRole('link', { name: 'Bid again' })).getAttribute('href')).toBe(
      '/shows/s1',
    )
    await userEvent.click(screen.getByRole('tab', { name: /Won/ }))
    expect(screen.getByRole('link', { name: 'See the order' }).getAttribute('href')).toBe(
      '/orders/o1',
    )
    expect(screen.getByLabelText('address').textContent).toBe('/account/bids?tab=won')
    await userEvent.click(screen.getByRole('tab', { name: /Leading/ }))
    expect(screen.getByText('You do not lead anywhere at the moment.')).toBeDefined()
  })

  it('shows the maximum, which only the user sees, and an open reserve', async () => {
    fakeApi({ [MY_BIDS]: () => json([bid('a', { reserve_met: false })]) })
    renderAt('/account/bids?tab=leading', <BidsPage />)
    expect(await screen.findByText('$30')).toBeDefined()
    expect(screen.getByText('The reserve is not met yet.')).toBeDefined()
  })

  it('says how to begin when there are none', async () => {
    fakeApi({ [MY_BIDS]: () => json([]) })
    renderAt('/account/bids', <BidsPage />)
    expect(await screen.findByText('You have not bid yet')).toBeDefined()
  })

  it('shows why they cannot be read', async () => {
    fakeApi({ [MY_BIDS]: () => raised('42501', {}, 403) })
    renderAt('/account/bids', <BidsPage />)
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})
