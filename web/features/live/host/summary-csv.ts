import Papa from 'papaparse'
import { lotOutcome } from './lot-outcome.ts'
import type { ShowSummary } from './show-summary.ts'

/** Cents as a plain decimal, which every spreadsheet reads as a number: `2450` → `24.50`. No float is involved. */
export function decimal(cents: number): string {
  const digits = String(cents).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * The lots of a show as CSV. Titles are what people typed: a cell that a spreadsheet would run (`= + - @`, tab, return) is
 * escaped by the library. The byte order mark tells Excel that it is UTF-8.
 */
export function summaryCsv({ lots, currency }: ShowSummary): string {
  const rows = lots.map((lot) => ({
    Lot: lot.lot_number,
    Title: lot.title,
    Outcome: lotOutcome(lot),
    Currency: currency,
    Start: decimal(lot.starting_price_cents),
    Hammer: lot.status === 'sold' ? decimal(lot.hammer_cents) : '',
    Ordered: lot.orders.length > 0 ? decimal(lot.ordered_cents) : '',
    Bids: lot.bids,
    Bidders: lot.bidders,
    Winner: lot.winner ?? '',
    Orders: lot.orders.join(' '),
    Opened: lot.opened_at ?? '',
    Closed: lot.closed_at ?? '',
    Units: lot.units ?? '',
  }))
  return `﻿${Papa.unparse(rows, { escapeFormulae: true, newline: '\r\n' })}`
}
