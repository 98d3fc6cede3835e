import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as OrderPage } from './order-page.tsx'
import { ordersApi } from './samples.ts'

const REFUND = 'POST /rest/v1/rpc/refund_order'

const refund = (change: object = {}) => ({
  ...{ id: 'r1', reason: 'damaged', status: 'succeeded', currency: 'USD', amount_cents: 1000 },
  created_at: '2026-11-24T10:00:00Z',
  ...change,
})
const order = (change: object = {}) => ({
  ...{ id: 'o1', number: 10_001, status: 'paid', currency: 'USD', items_cents: 5000 },
  ...{ total_cents: 6000, sealed_at: '2026-11-23T10:00:00Z', joinable_until: null },
  ...{ paid_at: '2026-11-23T11:00:00Z', action_reason: null, cancelled_at: null },
  ...{ cancel_reason: null, address_id: null, address: null, shipment: null, payments: [] },
  ...{ created_at: '2026-11-23T10:00:00Z', payment_due_at: '2026-11-25T10:00:00Z' },
  ...{ buyer_id: 'u2', seller_id: 'u1', seller: null, items: [], refunds: [], disputes: [] },
  ...change,
})
const breakdown = {
  ...{ currency: 'USD', items_cents: 5000, buyer_fee_cents: 200, shipping_cents: 500 },
  ...{ tax_cents: 300, total_cents: 6000, tax_name: 'Tax', tax_rate_ppm: 0, final: true },
}

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

function open(row: { id: string }, more: Handlers = {}) {
  const api = fakeApi({
    ...ordersApi(row),
    'GET /rest/v1/addresses': () => json([]),
    'GET /rest/v1/carriers': () => json([]),
    'POST /rest/v1/rpc/order_breakdown': () => json(breakdown),
    'POST /rest/v1/rpc/server_time': () => json(new Date().toISOString()),
    ...more,
  })
  renderAt(`/orders/${row.id}`, <OrderPage />, { pattern: '/orders/:id' })
  return api
}

async function fill(amount: string): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'Give a refund' }))
  const dialog = within(screen.getByRole('dialog'))
  const field = dialog.getByLabelText('Amount (USD)')
  await userEvent.clear(field)
  await userEvent.type(field, amount)
  await userEvent.selectOptions(dialog.getByLabelText('Reason'), 'damaged')
  await userEvent.click(dialog.getByRole('button', { name: 'Send it back' }))
}

it('lets the shop send a part back, with one key for one decision', async () => {
  let answers = 0
  const api = open(order(), {
    [REFUND]: () => {
      answers += 1
      return answers === 1 ? raised('RTLIM', { retry_after_ms: 1000 }, 429) : json({})
    },
  })
  await fill('12.50')
  await screen.findByRole('alert')
  await userEvent.click(screen.getByRole('button', { name: 'Send it back' }))
  const [first, second] = api.to(REFUND).map(({ body }) => body)
  expect(first).toMatchObject({ p_order_id: 'o1', p_amount_cents: 1250, p_reason: 'damaged' })
  expect(second).toEqual(first)
})

const keyOf = ({ body }: { body: unknown }) => Reflect.get(Object(body), 'p_idempotency_key')

it('is one refund when the answer was lost and the dialog opened again, and looks at the order meanwhile', async () => {
  let answers = 0
  const api = open(order({ id: 'o2' }), {
    [REFUND]: () => {
      answers += 1
      return answers === 1 ? Response.error() : json({})
    },
  })
  await fill('12.50')
  await screen.findByRole('alert')
  const reads = () => api.to('GET /rest/v1/orders').length
  await expect.poll(reads).toBe(2)
  await userEvent.click(screen.getByRole('button', { name: 'Keep the money' }))
  await fill('12.50')
  await expect.poll(reads).toBe(3)
  await fill('1')
  await expect.poll(() => api.to(REFUND).length).toBe(3)
  const [lost, again, next] = api.to(REFUND).map(keyOf)
  expect(again).toBe(lost)
  expect(next).not.toBe(lost)
})

it('does not turn a lost answer into a second refund of another amount (IDMPT)', async () => {
  const answers = [() => Response.error(), () => raised('IDMPT'), () => json({})]
  const api = open(order({ id: 'o3' }), { [REFUND]: () => answers.shift()?.() ?? json({}) })
  await fill('12.50')
  await screen.findByRole('alert')
  await userEvent.click(screen.getByRole('button', { name: 'Keep the money' }))
  await fill('13')
  expect((await screen.findByRole('alert')).textContent).toContain('The first one counts')
  await userEvent.click(screen.getByRole('button', { name: 'Send it back' }))
  await expect.poll(() => api.to(REFUND).length).toBe(3)
  const [lost, other, next] = api.to(REFUND).map(keyOf)
  expect(other).toBe(lost)
  expect(next).not.toBe(lost)
})

it('sends nothing above what is left', async () => {
  const api = open(order({ refunds: [refund(), refund({ id: 'r2', status: 'failed' })] }), {
    [REFUND]: () => json({}),
  })
  await fill('50.01')
  expect(await screen.findByText('Enter an amount up to $50.')).toBeDefined()
  expect(api.to(REFUND)).toEqual([])
})

it('says what a shop may still refund today', async () => {
  open(order(), {
    [REFUND]: () => raised('STATE', { status: 'daily_limit', limit_cents: 100, left_cents: 100 }),
  })
  await fill('12')
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('More than a shop may refund in a day')
  expect(alert.textContent).toContain('$1 are left')
})

it('shows the buyer what comes back, and offers them nothing', async () => {
  open(order({ buyer_id: 'u1', seller_id: 'u2', refunds: [refund({ status: 'pending' })] }))
  expect(await screen.findByText('On its way')).toBeDefined()
  expect(screen.getByText(/It arrived damaged/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Give a refund' })).toBeNull()
})

it('tells both sides what a full refund means for the parcel', async () => {
  open(order({ status: 'cancelled', cancel_reason: 'refunded', refunds: [refund()] }))
  expect(await screen.findByText(/Do not send the item/)).toBeDefined()
})

it('has no refunds for an order that was never paid', async () => {
  open(order({ status: 'cancelled', cancel_reason: 'unpaid', paid_at: null }))
  expect(await screen.findByText(/not paid in time/)).toBeDefined()
  expect(screen.queryByRole('heading', { name: 'Refunds' })).toBeNull()
})

const dispute = (change: object = {}) => ({
  ...{ id: 'd1', status: 'open', reason: 'fraudulent', currency: 'USD', amount_cents: 6000 },
  ...{ answer_by: '2026-12-05T10:00:00Z', opened_at: '2026-11-25T10:00:00Z', closed_at: null },
  ...change,
})

it('tells the shop of a case at the buyer’s bank, and offers no refund besides', async () => {
  open(order({ disputes: [dispute()] }))
  expect(await screen.findByText('The buyer’s bank contests the payment')).toBeDefined()
  expect(screen.getByText(/\$60/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Give a refund' })).toBeNull()
  expect(screen.getByText(/Keep the item back/)).toBeDefined()
  expect(screen.queryByText(/Pack and ship/)).toBeNull()
})

it('tells the shop that the bank only asks, and offers the refund that ends it', async () => {
  open(order({ disputes: [dispute({ status: 'inquiry' })] }))
  expect(await screen.findByText('The buyer’s bank asks about the payment')).toBeDefined()
  expect(screen.getByText(/to be answered by/)).toBeDefined()
  expect(screen.getByRole('button', { name: 'Give a refund' })).toBeDefined()
  expect(screen.queryByText(/Keep the item back/)).toBeNull()
})

it.each([
  ['won', /Your part is back/],
  ['lost', /stays with the buyer/],
  ['closed', /has taken nothing/],
])('tells how a case has ended: %s', async (status, text) => {
  open(order({ disputes: [dispute({ status, closed_at: '2026-11-26T10:00:00Z' })] }))
  expect(await screen.findByText(text)).toBeDefined()
})
