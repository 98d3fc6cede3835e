import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { leaveFor } from '../../lib/leave-for.ts'
import { fakeApi, type Handlers, json } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { OpenOffers } from './open-offers.tsx'
import type { Order } from './order.ts'
import { PayPanel } from './pay-panel.tsx'
import { declineText, payStateOf } from './pay-state.ts'

vi.mock('../../lib/leave-for.ts', () => ({ leaveFor: vi.fn() }))

const CHECKOUT = 'POST /functions/v1/stripe-checkout'
const later = new Date(Date.now() + 3_600_000).toISOString()

const order = (changes: Partial<Order>): Order => ({
  id: '00000000-0000-4000-8000-000000000001',
  number: 10_001,
  status: 'action_required',
  currency: 'USD',
  items_cents: 5000,
  total_cents: null,
  created_at: later,
  payment_due_at: later,
  joinable_until: null,
  sealed_at: null,
  paid_at: null,
  action_reason: null,
  cancelled_at: null,
  cancel_reason: null,
  address_id: null,
  buyer_id: 'u1',
  seller_id: 'u2',
  seller: { shop_name: 'Grail Street', profile: { username: 'ben', avatar_url: null } },
  items: [],
  shipment: null,
  address: null,
  payments: [],
  refunds: [],
  disputes: [],
  ...changes,
})

function show(changes: Partial<Order>, handlers: Handlers = {}, total: number | null = 6232) {
  const api = fakeApi({
    'POST /rest/v1/rpc/order_breakdown': () =>
      json({
        currency: 'USD',
        items_cents: 5000,
        buyer_fee_cents: total === null ? null : 200,
        shipping_cents: total === null ? null : 599,
        tax_cents: total === null ? null : 433,
        total_cents: total,
        tax_name: null,
        tax_rate_ppm: null,
        final: false,
      }),
    'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
    ...handlers,
  })
  renderAt('/orders/o1', <PayPanel order={order(changes)} />)
  return api
}

beforeEach(async () => {
  vi.mocked(leaveFor).mockReset()
  fakeApi({})
  await signInAs('u1')
})

describe('what an unpaid order asks of its buyer', () => {
  it('lets a show’s open order be checked out', async () => {
    const api = show(
      { status: 'pending', joinable_until: later },
      { 'POST /rest/v1/rpc/checkout_order': () => json({}) },
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Check out now for $62.32' }))
    expect(api.to('POST /rest/v1/rpc/checkout_order')).toHaveLength(1)
  })

  it('asks for an address first', async () => {
    show({ action_reason: 'no_address' }, {}, null)
    const link = await screen.findByRole('link', { name: 'Add an address' })
    expect(link.getAttribute('href')).toContain('/account/addresses?next=%2Forders%2F')
  })

  it.each([
    ['authentication_required', 'Confirm $62.32 with the bank', 'saved'],
    ['no_card', 'Pay $62.32 with a card', 'other'],
    ['checkout', 'Continue to pay $62.32', 'other'],
    ['insufficient_funds', 'Pay $62.32 with another card', 'other'],
  ])('%s: one button, and the browser goes where the answer says', async (reason, name, card) => {
    const api = show(
      { action_reason: reason },
      {
        [CHECKOUT]: () =>
          json({ order_status: 'action_required', reason, url: 'https://pay.test/page' }),
      },
    )
    await userEvent.click(await screen.findByRole('button', { name }))
    await expect.poll(() => vi.mocked(leaveFor).mock.calls).toEqual([['https://pay.test/page']])
    expect(api.to(CHECKOUT)[0]?.body).toEqual({ order_id: order({}).id, card })
  })

  it('refused: says that it is nobody’s card, threatens no strike, and lets them try again', async () => {
    const api = show(
      { action_reason: 'refused' },
      {
        [CHECKOUT]: () => json({ order_status: 'action_required', reason: 'refused', url: null }),
      },
    )
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    await expect.poll(() => api.to(CHECKOUT)).toHaveLength(1)
    const panel = screen.getByRole('region', { name: 'Payment' }).textContent
    expect(panel).toContain('without a strike')
    expect(panel).not.toContain('counts as a strike')
  })

  it('stays when nothing is left to do in the browser', async () => {
    show(
      { action_reason: 'card_declined' },
      { [CHECKOUT]: () => json({ order_status: 'paid', reason: null, url: null }) },
    )
    const button = await screen.findByRole('button', { name: /another card/ })
    await userEvent.click(button)
    await expect.poll(() => button.getAttribute('aria-busy')).toBeNull()
    expect(leaveFor).not.toHaveBeenCalled()
  })

  it('says why it could not (STATE)', async () => {
    show(
      { action_reason: 'no_card' },
      {
        [CHECKOUT]: () =>
          json({ error: { code: 'STATE', message: '', details: {}, request_id: 'r' } }, 409),
      },
    )
    await userEvent.click(await screen.findByRole('button', { name: /with a card/ }))
    expect((await screen.findByRole('alert')).textContent).toContain('not possible any more')
  })
})

describe('the state', () => {
  const now = Date.parse('2026-11-25T12:00:00Z')

  it('an open order whose time is over is about to be charged', () => {
    const until = '2026-11-25T11:59:59Z'
    expect(payStateOf(order({ status: 'pending', joinable_until: until }), true, now).kind).toBe(
      'charging',
    )
  })

  it('an order that is checked out is being charged, whatever its time', () => {
    const facts = order({ status: 'pending', joinable_until: later, sealed_at: later })
    expect(payStateOf(facts, true, now).kind).toBe('charging')
  })

  it('has words for what banks say and for what they do not', () => {
    expect(declineText('insufficient_funds')).toContain('enough money')
    expect(declineText('never_heard_of')).toContain('did not say why')
  })
})

describe('a second chance', () => {
  const offer = {
    id: 'f1',
    auction_id: 'a1',
    title: 'Brass lamp',
    price_cents: 5000,
    currency: 'USD',
    expires_at: later,
  }
  const offers = (handlers: Handlers) => {
    const api = fakeApi({
      'GET /rest/v1/second_chance_offers': () => json([offer]),
      'POST /rest/v1/rpc/price_quote': () => json({ total_cents: 6232, address_id: 'a1' }),
      'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
      ...handlers,
    })
    renderAt('/account/orders', <OpenOffers userId="u1" />, { pattern: '/account/orders' })
    return api
  }

  it('names the whole price, and leads to the order when it is taken', async () => {
    offers({ 'POST /rest/v1/rpc/accept_second_chance': () => json({ ...offer, order_id: 'o9' }) })
    await userEvent.click(await screen.findByRole('button', { name: 'Accept for $62.32' }))
    expect(await screen.findByText('/orders/o9')).toBeDefined()
  })

  it('can be declined', async () => {
    const api = offers({ 'POST /rest/v1/rpc/decline_second_chance': () => json(offer) })
    await userEvent.click(await screen.findByRole('button', { name: 'Decline' }))
    await expect.poll(() => api.to('POST /rest/v1/rpc/decline_second_chance').length).toBe(1)
  })
})
