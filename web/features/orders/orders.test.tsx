import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as OrderPage } from './order-page.tsx'
import { nextStep, ORDER_PATH, type OrderStatus, type Side } from './order-status.ts'
import { Component as OrdersPage } from './orders-page.tsx'
import { ordersApi } from './samples.ts'

const ORDERS = 'GET /rest/v1/orders'
const BREAKDOWN = 'POST /rest/v1/rpc/order_breakdown'
const OFFERS = 'GET /rest/v1/second_chance_offers'

const breakdown = (changes: object = {}) => ({
  currency: 'USD',
  items_cents: 5050,
  buyer_fee_cents: 202,
  shipping_cents: 599,
  tax_cents: 381,
  total_cents: 6232,
  tax_name: 'CA sales tax',
  tax_rate_ppm: 72_500,
  final: false,
  ...changes,
})

/** What every order page asks besides the order. */
const around: Handlers = {
  [BREAKDOWN]: () => json(breakdown()),
  [OFFERS]: () => json([]),
  'GET /rest/v1/addresses': () => json([]),
  'GET /rest/v1/carriers': () => json([{ code: 'ups', name: 'UPS' }]),
  'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
}

const account = (seller_status: string | null): Handlers => ({
  'POST /rest/v1/rpc/my_account': () =>
    json({
      id: 'u1',
      username: 'ada',
      display_name: 'Ada',
      avatar_url: null,
      email_confirmed: true,
      has_card: true,
      banned: false,
      seller_status,
      roles: [],
    }),
})

const order = (changes: object = {}) => ({
  id: 'o1',
  number: 10_001,
  status: 'pending',
  currency: 'USD',
  items_cents: 5050,
  total_cents: null,
  sealed_at: null,
  joinable_until: null,
  paid_at: null,
  action_reason: null,
  cancelled_at: null,
  cancel_reason: null,
  address_id: null,
  address: null,
  shipment: null,
  payments: [],
  refunds: [],
  disputes: [],
  created_at: '2026-11-23T10:00:00Z',
  payment_due_at: '2026-11-25T10:00:00Z',
  buyer_id: 'u1',
  seller_id: 'u2',
  seller: { shop_name: 'Grail Street', profile: { username: 'ben', avatar_url: null } },
  items: [
    {
      id: 'i1',
      auction_id: 'a1',
      title: 'Brass lamp',
      quantity: 1,
      price_cents: 5050,
      product: { images: [] },
    },
  ],
  ...changes,
})

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

describe('the list', () => {
  it('shows a buyer what they bought', async () => {
    const api = fakeApi({ ...around, ...account(null), ...ordersApi(order()) })
    renderAt('/account/orders', <OrdersPage />)
    expect((await screen.findByRole('link', { name: 'Brass lamp' })).getAttribute('href')).toBe(
      '/orders/o1',
    )
    expect(screen.getByText('Awaiting payment')).toBeDefined()
    expect(api.to(ORDERS)[0]?.query.get('buyer_id')).toBe('eq.u1')
    expect(screen.queryByRole('tab')).toBeNull()
  })

  it('shows a seller both sides', async () => {
    const api = fakeApi({ ...around, ...account('approved'), ...ordersApi() })
    renderAt('/account/orders', <OrdersPage />)
    await userEvent.click(await screen.findByRole('tab', { name: 'Sold' }))
    expect(await screen.findByText('Nothing sold yet')).toBeDefined()
    expect(api.requests.some(({ query }) => query.get('seller_id') === 'eq.u1')).toBe(true)
    expect(screen.getByLabelText('address').textContent).toBe('/account/orders?side=seller')
  })

  it('counts further lots of an order', async () => {
    const [item] = order().items
    fakeApi({
      ...around,
      ...account(null),
      ...ordersApi(order({ items: [item, item, item] })),
    })
    renderAt('/account/orders', <OrdersPage />)
    expect(await screen.findByRole('link', { name: 'Brass lamp and 2 more' })).toBeDefined()
  })

  it('shows why it cannot be read', async () => {
    fakeApi({ ...around, ...account(null), [ORDERS]: () => raised('42501', {}, 403) })
    renderAt('/account/orders', <OrdersPage />)
    expect((await screen.findByRole('alert')).textContent).toContain('not allowed')
  })
})

describe('an order', () => {
  const open = (row: object | null) => {
    fakeApi({ ...around, ...ordersApi(...(row === null ? [] : [row])) })
    renderAt('/orders/o1', <OrderPage />, { pattern: '/orders/:id' })
  }

  it('tells the buyer when payment is due', async () => {
    open(order())
    expect(await screen.findByRole('heading', { name: 'Order 10001' })).toBeDefined()
    expect(await screen.findByRole('heading', { name: 'Your card is being charged' })).toBeDefined()
    expect(screen.getByText(/Pay by/)).toBeDefined()
    expect(screen.getByRole('button', { name: 'Pay $62.32 now' })).toBeDefined()
    expect(screen.getByRole('link', { name: 'Grail Street' }).getAttribute('href')).toBe(
      '/sellers/ben',
    )
  })

  it('marks how far it has come', async () => {
    open(order({ status: 'shipped' }))
    const steps = await screen.findAllByRole('listitem')
    expect(steps.find((step) => step.getAttribute('aria-current') === 'step')?.textContent).toBe(
      'Shipped',
    )
    expect(screen.getAllByText('(done)')).toHaveLength(2)
    expect(screen.queryByText(/Payment is due/)).toBeNull()
  })

  it('tells the seller to keep the item until it is paid', async () => {
    open(order({ buyer_id: 'u2', seller_id: 'u1' }))
    expect(await screen.findByText(/Keep the item back/)).toBeDefined()
    expect(screen.getByRole('link', { name: 'All orders' }).getAttribute('href')).toContain(
      'seller',
    )
  })

  it('shows no way forward for a cancelled one', async () => {
    open(order({ status: 'cancelled' }))
    expect(await screen.findByText(/nothing is charged/)).toBeDefined()
    expect(screen.queryByText('Shipped')).toBeNull()
  })

  it('is not found when it is somebody else’s (NOFND)', async () => {
    open(null)
    expect((await screen.findByRole('alert')).textContent).toContain('Not found')
  })
})

it('has a next step for every state and side', () => {
  const states: OrderStatus[] = [...ORDER_PATH, 'action_required', 'cancelled']
  const sides: Side[] = ['buyer', 'seller']
  const texts = states.flatMap((state) => sides.map((side) => nextStep(state, side)))
  expect(new Set(texts).size).toBe(states.length * sides.length)
})
