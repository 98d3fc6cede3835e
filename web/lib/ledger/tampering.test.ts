/** One byte anywhere in an exported ledger, and any event dropped, repeated or swapped: refused, with its place. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LedgerEvent } from './event.ts'
import { eventAt, ledgers, soldLedger, unsoldLedger } from './samples/sealed.ts'
import { oneByteOff, rearranged, withField } from './samples/tampered.ts'
import { verifyLedger } from './verify.ts'

/** The units of a fixed-price sale. */
function quantityOf(ledger: readonly LedgerEvent[]): unknown {
  return Object(JSON.parse(eventAt(ledger, 1).detail)).quantity
}

/** Thousands of verifications, on a machine that has other things to do. */
const PATIENCE = { timeout: 120_000 }

/** Where a changed field shows, when no rule says more: the links of the chain name themselves. */
const ownField = new Set(['seq', 'prev_hash', 'hash'])

describe.each(Object.entries(ledgers))('the %s ledger', (_name, ledger) => {
  const fields = Object.keys(eventAt(ledger, 1))

  test('verifies untouched, and ends with its head', async () => {
    const head = eventAt(ledger, ledger.length).hash
    const verdict = await verifyLedger(ledger, { expectedHead: head })
    expect(verdict).toMatchObject({ ok: true, events: ledger.length, head })
    expect(verdict.fault).toBeUndefined()
  })

  test.each(fields)('a changed byte in %s is refused at its event', PATIENCE, async (field) => {
    let tried = 0
    for (const row of ledger) {
      for (const value of oneByteOff(Object.entries(row).find(([key]) => key === field)?.[1])) {
        const verdict = await verifyLedger(withField(ledger, row.seq, field, value))
        expect(verdict.fault, `${row.seq} ${JSON.stringify(value)}`).toMatchObject({ seq: row.seq })
        expect([verdict.ok, verdict.events]).toEqual([false, row.seq - 1])
        if (verdict.fault?.rule === 'shape' || ownField.has(field)) {
          expect(verdict.fault?.field).toBe(field)
        }
        tried++
      }
    }
    expect(tried).toBeGreaterThanOrEqual(3 * ledger.length)
  })

  test.each(fields)('an event without %s is refused there (shape)', async (field) => {
    for (const { seq } of ledger) {
      const rows = ledger.map((row) =>
        row.seq === seq
          ? Object.fromEntries(Object.entries(row).filter(([key]) => key !== field))
          : row,
      )
      expect((await verifyLedger(rows)).fault).toMatchObject({ seq, field, rule: 'shape' })
    }
  })

  test('an unknown field is refused by its name (shape)', async () => {
    for (const { seq } of ledger) {
      const { fault } = await verifyLedger(withField(ledger, seq, 'note', 'x'))
      expect(fault).toMatchObject({ seq, field: 'note', rule: 'shape' })
    }
  })

  test('a dropped, repeated or swapped event is refused at its place, renumbered or not', async () => {
    for (const { what, rows, seq, rule } of rearranged(ledger)) {
      expect((await verifyLedger(rows)).fault, what).toMatchObject({ seq, rule })
    }
  })

  test('a cut-off end verifies as a younger ledger, but never with the head that was seen (head)', async () => {
    const head = eventAt(ledger, ledger.length).hash
    const cut = ledger.slice(0, -1)
    const { fault } = await verifyLedger(cut, { expectedHead: head })
    if (cut.length === 0 || eventAt(cut, cut.length).bid_count === quantityOf(ledger)) {
      // Nothing is left, or a sale without its last unit's end: that is noticed by itself.
      expect((await verifyLedger(cut)).ok).toBe(false)
      return
    }
    expect(await verifyLedger(cut)).toMatchObject({ ok: true, events: cut.length })
    expect(fault).toMatchObject({ seq: cut.length, field: 'hash', rule: 'head' })
  })

  test('each single event changed after the fact is told by a hash that somebody kept (head)', async () => {
    for (const { seq, hash } of ledger) {
      const kept = new Map([[seq, hash]])
      expect((await verifyLedger(ledger, { witnesses: kept })).ok).toBe(true)
      const other = new Map([[seq, hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))]])
      const { fault } = await verifyLedger(ledger, { witnesses: other })
      expect(fault).toMatchObject({ seq, field: 'hash', rule: 'head' })
    }
  })
})

test('a ledger that ends before an event that was published is refused (head)', async () => {
  const kept = new Map([[19, eventAt(soldLedger, 19).hash]])
  const { fault } = await verifyLedger(soldLedger.slice(0, 14), { witnesses: kept })
  expect(fault).toMatchObject({ seq: 14, field: 'seq', rule: 'head' })
})

test('an event of another auction is refused (auction)', async () => {
  const rows = [...unsoldLedger.slice(0, 2), ...soldLedger.slice(2)]
  const { fault } = await verifyLedger(rows)
  expect(fault).toMatchObject({ seq: 3, field: 'auction_id', rule: 'auction' })
})

test('nothing at all is not a ledger (sequence)', async () => {
  const verdict = await verifyLedger([])
  expect(verdict).toMatchObject({ ok: false, events: 0, head: null, finalState: null })
  expect(verdict.fault).toMatchObject({ seq: 1, rule: 'sequence' })
})

test('whatever the rows hold, the answer is a verdict', async () => {
  const row = fc.oneof(
    fc.anything(),
    fc.record(
      Object.fromEntries(Object.keys(eventAt(soldLedger, 1)).map((key) => [key, fc.anything()])),
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1 }), async (rows) => {
      expect(await verifyLedger(rows)).toMatchObject({ ok: false, fault: { seq: 1 } })
    }),
    { numRuns: 500 },
  )
})

test('progress is told event by event, and an abort ends the work with its reason', async () => {
  const told: number[] = []
  const controller = new AbortController()
  const stopped = verifyLedger(soldLedger, {
    signal: controller.signal,
    onProgress: (verified, total) => {
      told.push(verified)
      expect(total).toBe(soldLedger.length)
      if (verified === 5) controller.abort(new Error('the reader left'))
    },
  })
  await expect(stopped).rejects.toThrow('the reader left')
  expect(told).toEqual([1, 2, 3, 4, 5])
})
