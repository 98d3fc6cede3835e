/**
 * Ledgers for tests, all written by the real database (ledger-formats.test.ts keeps those of the formats), and the means
 * to tell a lie with an intact chain.
 */
import { createHash } from 'node:crypto'
import type { LedgerEvent } from '../event.ts'
import { readEvent } from '../event.ts'
import type { Rule } from '../fault.ts'
import accepted from './accepted.json' with { type: 'json' }
import boughtNow from './bought-now.json' with { type: 'json' }
import calledOff from './called-off.json' with { type: 'json' }
import grouped from './grouped.json' with { type: 'json' }
import notAccepted from './not-accepted.json' with { type: 'json' }
import sold from './sold.json' with { type: 'json' }
import soldOut from './sold-out.json' with { type: 'json' }
import unitsLeft from './units-left.json' with { type: 'json' }
import unsold from './unsold.json' with { type: 'json' }
import withdrawn from './withdrawn.json' with { type: 'json' }

/** A timed auction with a reserve: 19 events, every way in which a bid can go, sold after the soft close. */
export const soldLedger: readonly LedgerEvent[] = sold.map(readEvent)
/** A lot of a show: two bids below the reserve, time added by the host, unsold. */
export const unsoldLedger: readonly LedgerEvent[] = unsold.map(readEvent)
/** Pre-bids, a retraction, a pause of the platform, a bid struck out by an admin, sold. */
export const withdrawnLedger: readonly LedgerEvent[] = withdrawn.map(readEvent)
/** A lot that goes on because another one of its sale does. */
export const groupedLedger: readonly LedgerEvent[] = grouped.map(readEvent)
/** Bought at once while a bid was below the reserve. */
export const boughtNowLedger: readonly LedgerEvent[] = boughtNow.map(readEvent)
/** A descending price, accepted after a pause. */
export const acceptedLedger: readonly LedgerEvent[] = accepted.map(readEvent)
/** A fixed-price sale that ends with its last unit. */
export const soldOutLedger: readonly LedgerEvent[] = soldOut.map(readEvent)
/** A fixed-price lot of a show with time added by the host; a unit is left. */
export const unitsLeftLedger: readonly LedgerEvent[] = unitsLeft.map(readEvent)

/** One of every format and end, by what is special about it. */
export const ledgers = {
  ...{ sold: soldLedger, unsold: unsoldLedger, withdrawn: withdrawnLedger, grouped: groupedLedger },
  ...{ boughtNow: boughtNowLedger, accepted: acceptedLedger, soldOut: soldOutLedger },
  ...{ unitsLeft: unitsLeftLedger, notAccepted: notAccepted.map(readEvent) },
  calledOff: calledOff.map(readEvent),
} satisfies Record<string, readonly LedgerEvent[]>

/** Rows as they would be if the database itself had written them so: written anew from the README, not from the code. */
export function resealed(rows: readonly LedgerEvent[]): LedgerEvent[] {
  let previous = createHash('sha256').update(`blytz-ledger-v1|${rows[0]?.auction_id}`).digest()
  return rows.map((row) => {
    const { auction_id, seq, kind, price_cents, bid_count, detail } = row
    const reserve = row.reserve_met ? '1' : '0'
    const times = `${Date.parse(row.ends_at)}|${Date.parse(row.placed_at)}`
    const amounts = `${row.amount_cents ?? ''}|${price_cents}|${bid_count}`
    const text = `v1|${auction_id}|${seq}|${kind}|${row.bidder ?? ''}|${amounts}|${row.leader ?? ''}|${reserve}|${times}|${detail}`
    const prev_hash = previous.toString('hex')
    previous = createHash('sha256').update(previous).update(text, 'utf8').digest()
    return { ...row, prev_hash, hash: previous.toString('hex') }
  })
}

/** The ledger up to `seq`, with that event changed, sealed again. */
export function lieAt(
  ledger: readonly LedgerEvent[],
  seq: number,
  change: Partial<LedgerEvent>,
): LedgerEvent[] {
  const rows = ledger.slice(0, seq)
  return resealed(rows.map((row) => (row.seq === seq ? { ...row, ...change } : row)))
}

/** `text` with so many milliseconds added. */
export function later(text: string, milliseconds: number): string {
  return new Date(Date.parse(text) + milliseconds).toISOString()
}

export function eventAt(ledger: readonly LedgerEvent[], seq: number): LedgerEvent {
  const event = ledger[seq - 1]
  if (event === undefined) throw new RangeError(`no event ${seq}`)
  return event
}

/** What a bid shows: its amount is the price after it. */
export function priced(cents: number): Pick<LedgerEvent, 'amount_cents' | 'price_cents'> {
  return { amount_cents: cents, price_cents: cents }
}

/** A ledger with a fault: what it does, its rows, and what the verifier must say. */
export type Lie = [what: string, rows: LedgerEvent[], seq: number, rule: Rule, field: string]
