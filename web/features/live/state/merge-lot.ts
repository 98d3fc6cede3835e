import type { AuctionEvent, Lot, LotYou } from './shapes.ts'

/** The public state with the greater version wins; terms and what concerns me come from the snapshot. */
export function mergeLot(known: Lot | undefined, incoming: Lot): Lot {
  if (known === undefined) return incoming
  const newer = incoming.version >= known.version ? incoming : moveLot(incoming, publicState(known))
  // What is newer than all replies has seen what they have done, a withdrawn bid included.
  const you = incoming.version > known.version ? incoming.you : mergeYou(known.you, incoming.you)
  return { ...newer, you }
}

/** A reply may have told of a greater maximum than a snapshot that was already under way. */
function mergeYou(known: LotYou | null, incoming: LotYou | null): LotYou | null {
  if (known === null || incoming === null || known.alias !== incoming.alias) return incoming
  return { ...incoming, max_cents: greater(known.max_cents, incoming.max_cents) }
}

/** The greater maximum; null is none. */
export function greater(a: number | null, b: number | null): number | null {
  if (a === null) return b
  return b === null ? a : Math.max(a, b)
}

function publicState(lot: Lot): AuctionEvent {
  const { id, version, status, price_cents, min_bid_cents, leader } = lot
  const { bid_count, ends_at, reserve_met, head } = lot
  return {
    id,
    version,
    status,
    price_cents,
    min_bid_cents,
    leader,
    bid_count,
    ends_at,
    reserve_met,
    head,
  }
}

/** What is known of a lot after a broadcast, whose version the caller has compared. */
export function moveLot(lot: Lot, event: AuctionEvent): Lot {
  return withPauses(lot, { ...lot, ...event })
}

/** Only a pause moves the end of a descending auction, and its price has stood still for as long. */
function withPauses(before: Lot, now: Lot): Lot {
  const { descending, ends_at } = now
  if (descending === null || descending.falls_from === null) return now
  if (ends_at === null || before.ends_at === null) return now
  const pause = Date.parse(ends_at) - Date.parse(before.ends_at)
  const falls_from = new Date(Date.parse(descending.falls_from) + pause).toISOString()
  return { ...now, descending: { ...descending, falls_from } }
}
