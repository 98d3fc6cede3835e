import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeApi, json, raised } from '../../lib/testing/fake-api.ts'
import { readAgain } from '../../lib/testing/read-again.ts'
import { renderAt } from '../../lib/testing/render-at.tsx'
import { signInAs } from '../../lib/testing/sign-in-as.ts'
import { Component as InvoicePage } from './invoice-page.tsx'
import { ordersApi, sampleOrder, samplePrice } from './samples.ts'
import { saveFile } from './save-file.ts'

vi.mock('./save-file.ts', () => ({ saveFile: vi.fn() }))

function open(order: object | null) {
  fakeApi({
    ...ordersApi(...(order === null ? [] : [order])),
    'POST /rest/v1/rpc/order_breakdown': () =>
      order === null ? raised('NOFND') : json({ ...samplePrice, final: true }),
  })
  return renderAt('/orders/o1/invoice', <InvoicePage />, { pattern: '/orders/:id/invoice' })
}

beforeEach(async () => {
  vi.mocked(saveFile).mockClear()
  fakeApi({})
  await signInAs('u1')
})

describe('the invoice', () => {
  const paid = {
    ...sampleOrder,
    payments: [
      {
        ...{
          id: 'p2',
          status: 'succeeded',
          failure_code: null,
          created_at: '2026-11-23T12:00:00Z',
        },
        ...{ card_brand: 'visa', card_last4: '4242' },
      },
      {
        ...{ id: 'p1', status: 'failed', failure_code: 'card_declined' },
        ...{ created_at: '2026-11-23T11:00:00Z', card_brand: 'amex', card_last4: '0005' },
      },
    ],
  }

  it('names both parties, every part of the price and the card that paid', async () => {
    open(paid)
    const sheet = await screen.findByRole('article')
    for (const text of ['Grail Street', 'Bea Long', '1 Main Street', '2 × Brass lamp', '$62.32'])
      expect(sheet.textContent).toContain(text)
    expect(sheet.textContent).toContain('Paid with Visa ending in 4242.')
    expect(sheet.textContent).not.toContain('0005')
  })

  it('is kept as a PDF and printed', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    open(paid)
    await userEvent.click(await screen.findByRole('button', { name: 'PDF' }))
    await vi.waitFor(() => expect(saveFile).toHaveBeenCalledOnce(), 10_000)
    const [bytes, name, type] = vi.mocked(saveFile).mock.calls[0] ?? []
    expect(new TextDecoder('latin1').decode(bytes).slice(0, 5)).toBe('%PDF-')
    expect([name, type]).toEqual([expect.stringMatching(/^invoice-.+\.pdf$/), 'application/pdf'])
    await userEvent.click(screen.getByRole('button', { name: 'Print' }))
    expect(print).toHaveBeenCalledOnce()
  })

  it('is left to the printer where the PDF has no letters for a name', async () => {
    const print = vi.fn()
    vi.stubGlobal('print', print)
    open({ ...paid, address: { ...sampleOrder.address, full_name: 'Łukasz' } })
    await userEvent.click(await screen.findByRole('button', { name: 'PDF' }))
    await vi.waitFor(() => expect(print).toHaveBeenCalledOnce(), 10_000)
    expect(saveFile).not.toHaveBeenCalled()
  })

  it('does not exist before the order is paid', async () => {
    open({ ...sampleOrder, status: 'pending', paid_at: null })
    expect(await screen.findByText('There is one as soon as the order is paid.')).toBeDefined()
    expect(screen.getByRole('link', { name: 'Back to the order' }).getAttribute('href')).toBe(
      '/orders/o1',
    )
  })

  it('is put together when asked again, whichever part could not be read', async () => {
    const price = 'POST /rest/v1/rpc/order_breakdown'
    const orders = ordersApi(paid)
    fakeApi({ ...orders, [price]: () => raised('42501', {}, 403) })
    renderAt('/orders/o1/invoice', <InvoicePage />, { pattern: '/orders/:id/invoice' })
    const again = await screen.findByRole('button', { name: 'Try again' })
    fakeApi({ ...orders, [price]: () => json({ ...samplePrice, final: true }) })
    await userEvent.click(again)
    expect(await screen.findByRole('article')).toBeDefined()
  })

  it('stays to be seen when it cannot be read again', async () => {
    const { queryClient } = open(paid)
    const sheet = await screen.findByRole('article')
    const broken = () => raised('42501', {}, 403)
    fakeApi({ 'GET /rest/v1/orders': broken, 'POST /rest/v1/rpc/order_breakdown': broken })
    await readAgain(queryClient)
    expect(document.contains(sheet)).toBe(true)
  })

  it('of an order that is not one’s own is not found', async () => {
    open(null)
    expect(await screen.findByRole('heading', { name: 'Invoice not found' })).toBeDefined()
  })
})
