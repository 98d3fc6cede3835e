/** The hash chain, byte for byte as supabase/README.md ("The ledger") documents it. */
import { sha256, utf8 } from './bytes.ts'
import type { LedgerEvent } from './event.ts'
import { instantOf } from './instant.ts'

/** What an event's hash covers besides the hash before it: null is empty, booleans are 1 or 0, times milliseconds. */
export function canonicalForm(event: LedgerEvent): string {
  return [
    'v1',
    event.auction_id,
    event.seq,
    event.kind,
    event.bidder ?? '',
    event.amount_cents ?? '',
    event.price_cents,
    event.bid_count,
    event.leader ?? '',
    event.reserve_met ? 1 : 0,
    instantOf(event.ends_at),
    instantOf(event.placed_at),
    event.detail,
  ].join('|')
}

/** The `prev_hash` of an auction's first event. */
export function genesisHash(auctionId: string): Promise<Uint8Array> {
  return sha256(utf8(`blytz-ledger-v1|${auctionId}`))
}

export function eventHash(previous: Uint8Array, event: LedgerEvent): Promise<Uint8Array> {
  return sha256(previous, utf8(canonicalForm(event)))
}
