import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as OrderPage } from './order-page.tsx'

const ORDER = 'POST /rest/v1/rpc/order_money'
const REFUND = 'POST /rest/v1/rpc/refund_order'

const event = (what: string, cents: number | null, detail: object = {}) => ({
  ...{ at: '2026-11-24T10:00:00Z', what, cents, detail },
})
const order = (change: object = {}) => ({
  ...{ id: 'o1', number: 10_001, status: 'paid', reason: null, currency: 'USD' },
  ...{ total_cents: 1714, payment_due_at: '2026-11-26T10:00:00Z', buyer: 'bea', shop: 'Ada’s' },
  items: [{ title: 'A robot', quantity: 1, price_cents: 1000 }],
  ...{ left_cents: 1714, disputed: false },
  events: [event('won', 1000), event('paid', 1714, { stripe_id: 'pi_1', card: '4242' })],
  accounts: [
    { account: 'platform:revenue', cents: -100 },
    { account: 'stripe:platform', cents: 100 },
  ],
  ...change,
})

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

function open(row: object, more: Handlers = {}) {
  const api = fakeApi({ [ORDER]: () => json(row), ...more })
  renderAt('/admin/orders/o1', <OrderPage />, { pattern: '/admin/orders/:id' })
  return api
}

it('tells who bought what, and all that has happened to the money', async () => {
  open(order())
  expect(await screen.findByRole('heading', { name: 'Order 10001' })).toBeDefined()
  expect(screen.getByText('@bea')).toBeDefined()
  expect(screen.getByText(/pi_1 · card ending in 4242/)).toBeDefined()
  expect(screen.getByText('platform:revenue')).toBeDefined()
})

it('gives money back, up to what is left, and shows that it was asked for', async () => {
  let row = order()
  const api = open(row, {
    [ORDER]: () => json(row),
    [REFUND]: () => {
      row = order({
        left_cents: 1214,
        events: [event('refund_asked', 500, { reason: 'goodwill', by: 'admin' })],
      })
      return json({})
    },
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Give a refund' }))
  const dialog = within(screen.getByRole('dialog'))
  const amount = dialog.getByLabelText('Amount (USD)')
  await userEvent.clear(amount)
  await userEvent.type(amount, '5')
  await userEvent.selectOptions(dialog.getByLabelText('Reason'), 'goodwill')
  await userEvent.click(dialog.getByRole('button', { name: 'Send it back' }))
  expect(await screen.findByText(/As a courtesy · by @admin/)).toBeDefined()
  expect(api.to(REFUND)[0]?.body).toMatchObject({ p_order_id: 'o1', p_amount_cents: 500 })
})

it('says that a second factor is needed (MFAAL)', async () => {
  open(order(), { [REFUND]: () => raised('MFAAL', {}, 403) })
  await userEvent.click(await screen.findByRole('button', { name: 'Give a refund' }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.selectOptions(dialog.getByLabelText('Reason'), 'goodwill')
  await userEvent.click(dialog.getByRole('button', { name: 'Send it back' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('second factor')
})

it('offers no refund of what a bank contests, nor of what nobody has paid', async () => {
  open(order({ disputed: true, left_cents: 0 }))
  expect(await screen.findByText(/takes no refund/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Give a refund' })).toBeNull()
})

it('says why an order waits for its buyer', async () => {
  open(order({ status: 'action_required', reason: 'card_declined', left_cents: 0, accounts: [] }))
  expect(await screen.findByText(/Waits for the buyer: card declined/)).toBeDefined()
  expect(screen.queryByText('In the books')).toBeNull()
})

it('knows no such order (NOFND)', async () => {
  open({}, { [ORDER]: () => raised('NOFND', {}, 404) })
  expect((await screen.findByRole('alert')).textContent).toContain('Not found')
})
