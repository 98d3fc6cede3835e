/** Everything that can be done to an exported ledger without knowing how to seal it again. */
import type { LedgerEvent } from '../event.ts'
import type { Rule } from '../fault.ts'
import { eventAt } from './sealed.ts'

/** The values that one changed byte makes of a value. */
export function oneByteOff(value: unknown): unknown[] {
  if (typeof value === 'string') {
    return Array.from({ length: value.length }, (_, at) => {
      const byte = String.fromCharCode(value.charCodeAt(at) ^ 1)
      return `${value.slice(0, at)}${byte}${value.slice(at + 1)}`
    }).concat(`${value} `, value === '' ? [] : value.slice(1))
  }
  if (typeof value === 'number') return [value + 1, value - 1, value / 2 + 0.1, String(value), null]
  if (typeof value === 'boolean') return [!value, null, String(value)]
  return [0, 1, '', '0', 'FFFFFFFF', false]
}

export function withField(
  ledger: readonly LedgerEvent[],
  seq: number,
  field: string,
  value: unknown,
): unknown[] {
  return ledger.map((row) => (row.seq === seq ? { ...row, [field]: value } : row))
}

/** A ledger that must be refused at `seq`. */
export interface Tampered {
  what: string
  rows: unknown[]
  seq: number
  rule: Rule
}

/** Each event dropped, repeated, swapped with the next one, and swapped with the numbers put right. */
export function rearranged(ledger: readonly LedgerEvent[]): Tampered[] {
  return ledger.flatMap((row, index) => {
    const { seq } = row
    const repeated = ledger.toSpliced(index, 0, row)
    const all: Tampered[] = [
      { what: `event ${seq} repeated`, rows: repeated, seq: seq + 1, rule: 'sequence' },
    ]
    if (seq === ledger.length) return all
    const dropped = ledger.toSpliced(index, 1)
    const swapped = ledger.toSpliced(index, 2, eventAt(ledger, seq + 1), row)
    const renumbered = swapped.map((each, at) => ({ ...each, seq: at + 1 }))
    return all.concat(
      { what: `event ${seq} dropped`, rows: dropped, seq, rule: 'sequence' },
      { what: `event ${seq} swapped`, rows: swapped, seq, rule: 'sequence' },
      { what: `event ${seq} swapped and renumbered`, rows: renumbered, seq, rule: 'chain' },
    )
  })
}

/** In every event and field one changed byte, the one at the same place in all of them. */
export function changed(ledger: readonly LedgerEvent[]): Omit<Tampered, 'rule'>[] {
  return ledger.flatMap((row) =>
    Object.entries(row).map(([field, value]) => {
      const values = oneByteOff(value)
      const other = values[Math.floor(values.length / 2)]
      const what = `${field} of event ${row.seq} changed to ${JSON.stringify(other)}`
      return { what, rows: withField(ledger, row.seq, field, other), seq: row.seq }
    }),
  )
}
