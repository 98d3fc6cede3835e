import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import '../../lib/testing/fake-api.ts'
import { invoiceOf } from './invoice.ts'
import { invoicePdf } from './invoice-pdf.ts'
import type { Order } from './order.ts'

const order: Order = {
  id: 'o1',
  number: 10_001,
  status: 'paid',
  currency: 'USD',
  items_cents: 5000,
  total_cents: 6232,
  created_at: '2026-11-23T10:00:00Z',
  payment_due_at: '2026-11-25T10:00:00Z',
  joinable_until: null,
  sealed_at: '2026-11-23T10:00:00Z',
  paid_at: '2026-11-23T12:00:00Z',
  action_reason: null,
  cancelled_at: null,
  cancel_reason: null,
  address_id: null,
  buyer_id: 'u1',
  seller_id: 'u2',
  seller: { shop_name: 'Grail Street', profile: { username: 'ben', avatar_url: null } },
  items: [
    {
      id: 'i1',
      auction_id: 'a1',
      title: 'Brass lamp',
      quantity: 2,
      price_cents: 2500,
      product: { images: [] },
    },
  ],
  shipment: null,
  address: {
    full_name: 'Bea Long',
    line1: '1 Main Street',
    line2: null,
    city: 'Oakland',
    region: 'CA',
    postal_code: '94607',
    country: 'US',
    phone: null,
  },
  payments: [],
  refunds: [],
  disputes: [],
}

const price = {
  currency: 'USD',
  items_cents: 5000,
  buyer_fee_cents: 200,
  shipping_cents: 599,
  tax_cents: 433,
  total_cents: 6232,
  tax_name: 'CA sales tax',
  tax_rate_ppm: 72_500,
  final: true,
}

describe('an invoice', () => {
  it('has the cents of every part, as they were charged', () => {
    expect(invoiceOf(order, price, 'Visa ending in 4242')).toMatchObject({
      number: 'BL-10001',
      lines: [{ title: 'Brass lamp', quantity: 2, amount: '$50.00' }],
      sums: [
        { label: 'Items', amount: '$50.00' },
        { label: 'Buyer fee', amount: '$2.00' },
        { label: 'Shipping', amount: '$5.99' },
        { label: 'CA sales tax 7.25%', amount: '$4.33' },
      ],
      total: '$62.32',
    })
  })

  it('is not there before the order is paid', () => {
    expect(invoiceOf({ ...order, paid_at: null }, price, null)).toBeNull()
    expect(invoiceOf({ ...order, address: null }, price, null)).toBeNull()
    expect(invoiceOf(order, { ...price, total_cents: null }, null)).toBeNull()
  })

  it('becomes a PDF, over as many pages as it needs', async () => {
    const invoice = invoiceOf(order, price, null)
    if (invoice === null) throw new Error('no invoice')
    const pages = async (lines: typeof invoice.lines) =>
      (await PDFDocument.load(await invoicePdf({ ...invoice, lines }))).getPageCount()
    expect(await pages(invoice.lines)).toBe(1)
    expect(await pages(Array.from({ length: 60 }, () => invoice.lines[0] ?? never()))).toBe(3)
  })

  it('leaves letters that the PDF’s fonts do not have to the printer', async () => {
    const invoice = invoiceOf(order, price, null)
    if (invoice === null) throw new Error('no invoice')
    await expect(invoicePdf({ ...invoice, buyer: ['Łukasz'] })).rejects.toThrow()
  })
})

function never(): never {
  throw new Error('an order has items')
}
