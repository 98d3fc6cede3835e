import type { LedgerEvent } from './fetch-ledger.ts'

export type Verdict =
  | { intact: true; entries: number; head: string }
  /** `brokenAt`: the first entry that does not follow from those before it. */
  | { intact: false; brokenAt: number }

/**
 * Recomputes the hash chain of a public ledger in this browser, so that nobody has to believe the server:
 * hash = sha256(prev_hash || canonical text), the first prev_hash comes from the auction's id (private.event_hash).
 * @param head the head that broadcasts and snapshots show; the chain must end there when it is as long
 */
export async function verifyLedger(
  auctionId: string,
  events: readonly LedgerEvent[],
  head: { version: number; hash: string | null },
): Promise<Verdict> {
  let previous = await sha256(new TextEncoder().encode(`blytz-ledger-v1|${auctionId}`))
  for (const [index, event] of events.entries()) {
    const hash = await sha256(concat(fromHex(previous), new TextEncoder().encode(canonical(event))))
    const follows = event.seq === index + 1 && event.prev_hash === previous && event.hash === hash
    if (!follows) return { intact: false, brokenAt: index + 1 }
    previous = hash
  }
  const endsElsewhere = events.length === head.version && previous !== head.hash
  return endsElsewhere
    ? { intact: false, brokenAt: events.length }
    : { intact: true, entries: events.length, head: previous }
}

function canonical(event: LedgerEvent): string {
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
    event.reserve_met === true ? '1' : '0',
    milliseconds(event.ends_at),
    milliseconds(event.placed_at),
    event.detail,
  ].join('|')
}

function milliseconds(at: string | null): number {
  return at === null ? Number.NaN : Date.parse(at)
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)
  }
  return bytes
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
