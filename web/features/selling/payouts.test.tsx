import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as PayoutsPage } from './payouts-page.tsx'

const left = vi.hoisted(() => vi.fn())
vi.mock('../../lib/leave-for.ts', () => ({ leaveFor: left }))

const PAYOUTS = 'POST /rest/v1/rpc/my_payouts'
const EARNINGS = 'POST /rest/v1/rpc/my_earnings'
const CONNECT = 'POST /functions/v1/stripe-connect'

const payouts = (change: object = {}) => ({
  ...{ state: 'active', can_receive: true, payouts_enabled: true, disabled_reason: null },
  ...{ due: [], fee_ppm: 80_000, held: [], ...change },
})
const earning = (change: object = {}) => ({
  ...{ order_id: 'o1', number: 10_001, status: 'paid', paid_at: '2026-11-24T10:00:00Z' },
  ...{ currency: 'USD', sold_cents: 10_599, fee_cents: 800, returned_cents: 0 },
  ...{ net_cents: 9799, with: 'account', disputed: false, ...change },
})

beforeEach(async () => {
  left.mockClear()
  fakeApi({})
  await signInAs('u1')
})

function open(state: object, rows: object[] = [], more: Handlers = {}) {
  const api = fakeApi({
    [PAYOUTS]: () => json(payouts(state)),
    [EARNINGS]: () => json(rows),
    ...more,
  })
  renderAt('/studio/payouts', <PayoutsPage />)
  return api
}

describe('payouts', () => {
  it.each([
    ['none', 'Set up payouts', 'onboarding'],
    ['incomplete', 'Go on', 'onboarding'],
    ['restricted', 'Tell Stripe', 'onboarding'],
    ['pending', 'Look at Stripe', 'dashboard'],
    ['active', 'See payouts at Stripe', 'dashboard'],
  ])('of an account that is %s offer: %s', async (state, action, page) => {
    const url = 'https://stripe.test/page'
    const api = open({ state }, [], { [CONNECT]: () => json({ url }) })
    await userEvent.click(await screen.findByRole('button', { name: action }))
    expect(api.to(CONNECT)[0]?.body).toEqual({ page })
    await vi.waitFor(() => expect(left.mock.calls[0]?.[0]).toBe(url))
  })

  it('tell what Stripe asks for, what we keep, and what we take', async () => {
    open({
      ...{ state: 'restricted', due: ['individual.id_number', 'external_account'] },
      held: [{ currency: 'USD', cents: 1250 }],
    })
    expect(await screen.findByText('id number')).toBeDefined()
    expect(screen.getByText('external account')).toBeDefined()
    expect(screen.getByText('$12.50')).toBeDefined()
    expect(screen.getByText(/8% of the items/)).toBeDefined()
  })

  it('say why Stripe’s page cannot be opened', async () => {
    open({ state: 'none' }, [], { [CONNECT]: () => raised('RTLIM', { retry_after_ms: 1000 }, 429) })
    await userEvent.click(await screen.findByRole('button', { name: 'Set up payouts' }))
    expect(await screen.findByRole('alert')).toBeDefined()
    expect(left).not.toHaveBeenCalled()
  })

  it('cannot be read without a shop (NOFND)', async () => {
    open({}, [], { [PAYOUTS]: () => raised('NOFND', {}, 404) })
    expect((await screen.findByRole('alert')).textContent).toContain('Not found')
  })
})

describe('earnings', () => {
  it('are nothing at first', async () => {
    open({})
    expect(await screen.findByText('Nothing earned yet')).toBeDefined()
  })

  it('tell of each order what was sold, kept, given back, and what is left', async () => {
    open({}, [
      earning(),
      earning({
        ...{ order_id: 'o2', number: 10_002, with: 'platform', disputed: true },
        ...{ returned_cents: 5000, net_cents: 4799 },
      }),
    ])
    expect((await screen.findByRole('link', { name: 'Order 10001' })).getAttribute('href')).toBe(
      '/orders/o1',
    )
    expect(screen.getByText('$97.99')).toBeDefined()
    expect(screen.getByText('-$50')).toBeDefined()
    expect(screen.getByText('Contested by the buyer’s bank')).toBeDefined()
    expect(screen.getByText(/held by us/)).toBeDefined()
  })

  it('go on where the first page ended', async () => {
    let asked = 0
    const api = open({}, [], {
      [EARNINGS]: () => {
        asked += 1
        return json(
          asked === 1
            ? Array.from({ length: 50 }, (_, index) => earning({ order_id: `o${index}` }))
            : [earning({ order_id: 'last', number: 9000 })],
        )
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Show earlier orders' }))
    expect(await screen.findByRole('link', { name: 'Order 9000' })).toBeDefined()
    expect(api.to(EARNINGS)[1]?.body).toMatchObject({ p_before: '2026-11-24T10:00:00Z' })
  })
})
