/**
 * Verifies an exported ledger with nothing but its public columns, as anybody outside could: written from the comments on
 * private.event_hash and private.genesis_hash. Times count in milliseconds, null is the empty string.
 */
import { createHash } from 'node:crypto'
import type { LedgerRow } from './shapes.ts'

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function canonical(row: LedgerRow): string {
  const { auction_id, seq, kind, bidder, amount_cents, price_cents, bid_count, leader, detail } =
    row
  const reserve = row.reserve_met ? 1 : 0
  const times = [Date.parse(row.ends_at), Date.parse(row.placed_at)]
  return [
    ...['v1', auction_id, seq, kind, bidder ?? '', amount_cents ?? '', price_cents, bid_count],
    ...[leader ?? '', reserve, ...times, detail],
  ].join('|')
}

/** The first fault of the chain, or null for an intact ledger. */
export function faultOf(ledger: readonly LedgerRow[]): string | null {
  let prev = sha256(`blytz-ledger-v1|${ledger[0]?.auction_id}`)
  for (const [index, row] of ledger.entries()) {
    if (row.seq !== index + 1) return `seq ${row.seq} where ${index + 1} was due`
    if (row.prev_hash !== prev.toString('hex'))
      return `event ${row.seq} does not continue the chain`
    prev = sha256(prev, canonical(row))
    if (row.hash !== prev.toString('hex')) return `event ${row.seq} was changed after it was sealed`
  }
  return null
}
