import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib'
import type { Invoice } from './invoice.ts'

/** A4 in points. */
const PAGE = { width: 595, height: 842, margin: 56 }
const RIGHT = PAGE.width - PAGE.margin
const INK = rgb(0.09, 0.08, 0.06)
const MUTED = rgb(0.42, 0.4, 0.35)

interface Text {
  x: number
  y: number
  size?: number
  bold?: boolean
  muted?: boolean
  /** `x` is where the text ends. */
  right?: boolean
}

/**
 * The invoice as a PDF with the fonts every reader has, which know the letters of Western Europe.
 * @throws when a name needs other letters; printing the page knows them all.
 */
export async function invoicePdf(invoice: Invoice): Promise<Uint8Array> {
  const file = await PDFDocument.create()
  file.setTitle(`Invoice ${invoice.number}`)
  const regular = await file.embedFont(StandardFonts.Helvetica)
  const bold = await file.embedFont(StandardFonts.HelveticaBold)
  const known = new Set(regular.getCharacterSet())
  let page = file.addPage([PAGE.width, PAGE.height])
  const write = (text: string, options: Text) => {
    // Some locales group figures with a narrow space, which is no letter to give up for.
    const plain = text.replaceAll('\u202f', '\u00a0')
    // The library would put something else in their place, in a name.
    const strange = [...plain].find((letter) => !known.has(letter.codePointAt(0) ?? 0))
    if (strange !== undefined) throw new Error(`the PDF's fonts do not have ${strange}`)
    draw(page, options.bold ? bold : regular, plain, options)
  }

  write('Invoice', { x: PAGE.margin, y: 770, size: 26, bold: true })
  write(invoice.number, { x: RIGHT, y: 776, bold: true, right: true })
  write(invoice.date, { x: RIGHT, y: 760, muted: true, right: true })
  write('Sold by', { x: PAGE.margin, y: 716, size: 9, muted: true })
  write(`${invoice.sellerName}, through Blytz Live`, { x: PAGE.margin, y: 701 })
  write('Sold to', { x: 320, y: 716, size: 9, muted: true })
  invoice.buyer.forEach((line, index) => {
    write(line, { x: 320, y: 701 - index * 15 })
  })

  let y = 590
  const row = (label: string, amount: string, style: Partial<Text> = {}) => {
    if (y < PAGE.margin) {
      page = file.addPage([PAGE.width, PAGE.height])
      y = PAGE.height - PAGE.margin
    }
    write(label, { x: PAGE.margin, y, ...style })
    write(amount, { x: RIGHT, y, ...style, right: true })
    y -= 20
  }
  for (const { title, quantity, amount } of invoice.lines) {
    row(quantity === 1 ? title : `${quantity} × ${title}`, amount)
  }
  page.drawLine({
    start: { x: PAGE.margin, y },
    end: { x: RIGHT, y },
    color: MUTED,
    thickness: 0.5,
  })
  y -= 22
  for (const { label, amount } of invoice.sums) row(label, amount, { muted: true })
  y -= 4
  row('Total', invoice.total, { size: 15, bold: true })
  if (invoice.paidWith !== null) {
    write(`Paid with ${invoice.paidWith}.`, { x: PAGE.margin, y: y - 10, muted: true })
  }
  return file.save()
}

function draw(page: PDFPage, font: PDFFont, text: string, options: Text): void {
  const { x, y, size = 11, muted = false, right = false } = options
  page.drawText(text, {
    x: right ? x - font.widthOfTextAtSize(text, size) : x,
    y,
    size,
    font,
    color: muted ? MUTED : INK,
  })
}
