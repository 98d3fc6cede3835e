import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi, type Handlers, json, raised } from '../../lib/testing/fake-api.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as MoneyPage } from './money-page.tsx'

const DIFFERENCES = 'POST /rest/v1/rpc/money_differences'
const EXPLAIN = 'POST /rest/v1/rpc/explain_difference'
const COMPARE = 'POST /rest/v1/rpc/compare_money'
const JOBS = 'POST /rest/v1/rpc/stuck_jobs'
const RETRY = 'POST /rest/v1/rpc/retry_stuck_job'
const ORDERS = 'POST /rest/v1/rpc/find_orders'
const DISPUTES = 'GET /rest/v1/disputes'

const difference = (change: object = {}) => ({
  ...{ id: 7, kind: 'balance', object: 'platform', currency: 'USD', state: 'open' },
  ...{ ours_cents: 100_00, theirs_cents: 107_50, settled_at: null, explanation: null },
  ...{ found_at: '2026-11-24T10:00:00Z', seen_at: '2026-11-24T12:00:00Z' },
  ...{ explained_at: null, explained_by: null, ...change },
})
const differences = (...rows: object[]) => ({
  ...{ compared_at: '2026-11-24T12:07:00Z', counts: { open: rows.length, explained: 2 } },
  differences: rows,
})
const job = (change: object = {}) => ({
  ...{ id: 3, kind: 'refund_payment', state: 'dead', failures: 20, last_error: 'no such refund' },
  ...{ created_at: '2026-11-24T10:00:00Z', run_at: '2026-11-24T11:00:00Z' },
  ...{ dead_at: '2026-11-24T12:00:00Z', order_id: 'o1', order_number: 10_001, ...change },
})

beforeEach(async () => {
  fakeApi({})
  await signInAs('u1')
})

function open(address: string, handlers: Handlers) {
  const api = fakeApi(handlers)
  renderAt(address, <MoneyPage />)
  return api
}

describe('differences', () => {
  it('say what Stripe and the books say, and by how much they differ', async () => {
    open('/admin/money', { [DIFFERENCES]: () => json(differences(difference())) })
    const card = within(await screen.findByRole('listitem'))
    expect(card.getByRole('heading').textContent).toBe('Balance of the platform')
    for (const sum of ['$107.50', '$100', '$7.50']) expect(card.getByText(sum)).toBeDefined()
    expect(screen.getByRole('radio', { name: 'Open 1' })).toBeDefined()
    expect(screen.getByRole('radio', { name: 'Explained 2' })).toBeDefined()
  })

  it('are explained in words; what the database refuses is said, and an empty text never reaches it', async () => {
    let answers = 0
    const api = open('/admin/money', {
      [DIFFERENCES]: () => json(differences(difference())),
      [EXPLAIN]: () => {
        answers += 1
        return answers === 1 ? raised('MFAAL', {}, 403) : json(null)
      },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Explain' }))
    const dialog = within(screen.getByRole('dialog'))
    const save = dialog.getByRole('button', { name: 'Save the explanation' })
    await userEvent.click(save)
    expect(dialog.getByText('Say where the money came from or went.')).toBeDefined()
    expect(api.to(EXPLAIN)).toEqual([])
    await userEvent.type(dialog.getByLabelText('What happened'), 'A top-up')
    await userEvent.click(save)
    expect((await dialog.findByRole('alert')).textContent).toContain('second factor')
    await userEvent.click(save)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(api.to(EXPLAIN)[1]?.body).toEqual({ p_id: 7, p_explanation: 'A top-up' })
  })

  it('that were explained show by whom; when the sum has changed since they are open again', async () => {
    const explained = {
      explanation: 'A top-up',
      explained_by: 'admin',
      explained_at: '2026-11-24T13:00:00Z',
    }
    open('/admin/money', { [DIFFERENCES]: () => json(differences(difference(explained))) })
    expect(await screen.findByText('A top-up')).toBeDefined()
    expect(screen.getByText(/@admin/).textContent).toContain('the sum has changed since')
    expect(screen.getByRole('button', { name: 'Explain anew' })).toBeDefined()
  })

  it('name an object that the books do not know', async () => {
    const missing = {
      kind: 'missing',
      object: 'tr_1',
      currency: null,
      ours_cents: null,
      theirs_cents: null,
    }
    open('/admin/money', { [DIFFERENCES]: () => json(differences(difference(missing))) })
    expect(await screen.findByText('Not in the books: tr_1')).toBeDefined()
    expect(screen.queryByText('Stripe says')).toBeNull()
  })

  it('can be looked for at once', async () => {
    const api = open('/admin/money', {
      [DIFFERENCES]: () => json(differences()),
      [COMPARE]: () => json(true),
    })
    expect(await screen.findByText('The books and Stripe agree')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Compare now' }))
    expect(api.to(COMPARE)).toHaveLength(1)
  })

  it('are not said to be none before anybody has looked', async () => {
    open('/admin/money', { [DIFFERENCES]: () => json({ ...differences(), compared_at: null }) })
    expect(await screen.findByText('Not compared yet')).toBeDefined()
    expect(screen.queryByText('The books and Stripe agree')).toBeNull()
  })

  it('are kept from whoever is no administrator (42501), with another attempt', async () => {
    open('/admin/money', { [DIFFERENCES]: () => raised('42501', {}, 403) })
    expect(await screen.findByRole('alert')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined()
  })
})

describe('stuck jobs', () => {
  it('say what they were to do, for which order, and why they cannot; and are tried again', async () => {
    let jobs = [job(), job({ id: 4, kind: 'some_new_kind', state: 'leased', order_id: null })]
    const api = open('/admin/money?tab=jobs', {
      [JOBS]: () => json(jobs),
      [RETRY]: () => {
        jobs = []
        return json(null)
      },
    })
    expect(await screen.findByText('Send a refund')).toBeDefined()
    expect(screen.getByText('Given up')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Order 10001' }).getAttribute('href')).toBe(
      '/admin/orders/o1',
    )
    expect(screen.getByText('some_new_kind')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(api.to(RETRY)[0]?.body).toEqual({ p_id: 3 })
    expect(await screen.findByText('Nothing is stuck')).toBeDefined()
  })
})

describe('orders', () => {
  it('are found by what is in the address, and the address follows the search', async () => {
    const found = {
      ...{ id: 'o1', number: 10_001, status: 'paid', currency: 'USD', cents: 1714 },
      ...{ created_at: '2026-11-24T10:00:00Z', buyer: 'bea', shop: 'Ada’s' },
    }
    const api = open('/admin/money?tab=orders&q=bea', {
      [ORDERS]: ({ body }) => json(JSON.stringify(body).includes('bea') ? [found] : []),
    })
    expect(await screen.findByRole('link', { name: 'Order 10001' })).toBeDefined()
    const field = screen.getByRole('searchbox')
    await userEvent.clear(field)
    await userEvent.type(field, 'pi_1{Enter}')
    expect(await screen.findByText('No such order')).toBeDefined()
    expect(screen.getByLabelText('address').textContent).toBe('/admin/money?tab=orders&q=pi_1')
    expect(api.to(ORDERS).map(({ body }) => body)).toEqual([
      { p_query: 'bea' },
      { p_query: 'pi_1' },
    ])
  })
})

describe('disputes', () => {
  it('show what the bank wants by when, and how it ended', async () => {
    const dispute = (change: object) => ({
      ...{ id: 'd1', order_id: 'o1', status: 'open', reason: 'product_not_received' },
      ...{ currency: 'USD', amount_cents: 5000, answer_by: '2026-12-01T10:00:00Z' },
      ...{ opened_at: '2026-11-24T10:00:00Z', closed_at: null, order: { number: 10_001 } },
      ...{ shop: { shop_name: 'Ada’s' }, ...change },
    })
    const asked = { id: 'd3', status: 'inquiry' }
    const ended = { id: 'd2', status: 'lost', closed_at: '2026-11-25T10:00:00Z' }
    open('/admin/money?tab=disputes', {
      [DISPUTES]: () => json([dispute({}), dispute(asked), dispute(ended)]),
    })
    const [first, inquiry, second] = await screen.findAllByRole('listitem')
    expect(inquiry?.textContent).toContain('The bank asks')
    expect(inquiry?.textContent).toContain('to be answered by')
    expect(first?.textContent).toContain('product not received')
    expect(first?.textContent).toContain('to be answered by')
    expect(second?.textContent).toContain('Decided for the buyer')
  })

  it('are none at first', async () => {
    open('/admin/money?tab=disputes', { [DISPUTES]: () => json([]) })
    expect(await screen.findByText('No disputes')).toBeDefined()
  })
})
