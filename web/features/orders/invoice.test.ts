import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import '../../lib/testing/fake-api.ts'
import { invoiceOf } from './invoice.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { sampleOrder, samplePrice } from './samples.ts'

const order = sampleOrder
const price = samplePrice

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
