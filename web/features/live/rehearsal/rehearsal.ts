import { stepAbove } from '../bidding/ladder.ts'
import type { PublicBid } from '../host/bidders.ts'
import type { QuickLot } from '../host/quick-lot.ts'
import type { LotChange } from '../host/update-lot.ts'
import type { Lot, Show, ShowSnapshot } from '../state/shapes.ts'

/**
 * A show that exists only here: the rules of a lot in a show (RULES: Increments, Time), without maxima, reserves and
 * money. Every function takes a rehearsal and returns the next one; nothing in this folder can reach a server.
 */
export interface Rehearsal {
  show: Show
  lots: readonly Lot[]
  /** What a ledger would hold, by lot. */
  events: Readonly<Record<string, readonly PublicBid[]>>
}

const ENGLISH = { format: 'english', buy_now_cents: null, descending: null, fixed: null } as const

const iso = (ms: number): string => new Date(ms).toISOString()

/** A rehearsal of what waits in a show: it is live at once, on lots that nobody has seen. */
export function begin({ show, lots }: ShowSnapshot, nowMs: number): Rehearsal {
  const waiting = lots.filter((lot) => lot.status === 'draft' || lot.status === 'scheduled')
  return {
    show: {
      ...show,
      status: 'live',
      started_at: iso(nowMs),
      ended_at: null,
      current_auction_id: null,
      pinned_auction_id: null,
      viewers: 0,
      version: 1,
    },
    // Other formats are rehearsed as what nearly every lot of a show is.
    lots: waiting.map((lot) => ({
      ...lot,
      ...ENGLISH,
      status: 'scheduled',
      version: 0,
      you: null,
    })),
    events: {},
  }
}

const touch = (rehearsal: Rehearsal, show: Partial<Show> = {}): Rehearsal => ({
  ...rehearsal,
  show: { ...rehearsal.show, ...show, version: rehearsal.show.version + 1 },
})

/** Changes one lot; an event of its ledger makes its version greater. */
function put(rehearsal: Rehearsal, id: string, change: Partial<Lot>, event?: PublicBid): Rehearsal {
  const lots = rehearsal.lots.map((lot) =>
    lot.id === id
      ? { ...lot, ...change, version: event === undefined ? lot.version : lot.version + 1 }
      : lot,
  )
  const events =
    event === undefined
      ? rehearsal.events
      : { ...rehearsal.events, [id]: [...(rehearsal.events[id] ?? []), event] }
  return touch({ ...rehearsal, lots, events })
}

const find = (rehearsal: Rehearsal, id: string): Lot | undefined =>
  rehearsal.lots.find((lot) => lot.id === id)

export const openOne = (rehearsal: Rehearsal): Lot | undefined =>
  rehearsal.lots.find((lot) => lot.status === 'live')

function event(lot: Lot, kind: PublicBid['kind'], nowMs: number): PublicBid {
  return { kind, bidder: null, amount_cents: null, leader: lot.leader, placed_at: iso(nowMs) }
}

export function open(rehearsal: Rehearsal, id: string, seconds: number, nowMs: number): Rehearsal {
  const lot = find(rehearsal, id)
  if (lot?.status !== 'scheduled' || openOne(rehearsal) !== undefined) return rehearsal
  const opened: Partial<Lot> = {
    status: 'live',
    starts_at: iso(nowMs),
    ends_at: iso(nowMs + seconds * 1000),
    price_cents: lot.starting_price_cents,
    min_bid_cents: lot.starting_price_cents,
    bid_count: 0,
    leader: null,
  }
  return touch(put(rehearsal, id, opened, event(lot, 'opened', nowMs)), { current_auction_id: id })
}

/** A bid of exactly that amount, as a jump bid: the price is what was bid. Too low or too late, it changes nothing. */
export function bid(rehearsal: Rehearsal, alias: string, cents: number, nowMs: number): Rehearsal {
  const lot = openOne(rehearsal)
  if (lot === undefined || lot.ends_at === null || cents < lot.min_bid_cents) return rehearsal
  const endsMs = Date.parse(lot.ends_at)
  if (nowMs >= endsMs) return rehearsal
  const windowMs = lot.soft_close_seconds * 1000
  const extendedMs = endsMs - nowMs <= windowMs ? Math.max(endsMs, nowMs + windowMs) : endsMs
  return put(
    rehearsal,
    lot.id,
    {
      price_cents: cents,
      min_bid_cents: cents + stepAbove(cents, lot.increment),
      bid_count: lot.bid_count + 1,
      leader: alias,
      ends_at: iso(extendedMs),
    },
    {
      kind: 'bid',
      bidder: alias,
      amount_cents: cents,
      leader: alias,
      placed_at: iso(nowMs),
    },
  )
}

export function extend(
  rehearsal: Rehearsal,
  id: string,
  seconds: number,
  nowMs: number,
): Rehearsal {
  const lot = find(rehearsal, id)
  if (lot?.status !== 'live' || lot.ends_at === null || nowMs >= Date.parse(lot.ends_at)) {
    return rehearsal
  }
  const ends_at = iso(Date.parse(lot.ends_at) + seconds * 1000)
  return put(rehearsal, id, { ends_at }, event(lot, 'extended', nowMs))
}

/** Ends a lot: passed by the host, or because its time has come. */
function close(rehearsal: Rehearsal, lot: Lot, status: Lot['status'], nowMs: number): Rehearsal {
  const kind = status === 'sold' || status === 'unsold' ? status : 'cancelled'
  return touch(put(rehearsal, lot.id, { status }, event(lot, kind, nowMs)), {
    current_auction_id: null,
  })
}

export function pass(rehearsal: Rehearsal, id: string, nowMs: number): Rehearsal {
  const lot = find(rehearsal, id)
  return lot?.status === 'live' && lot.bid_count === 0
    ? close(rehearsal, lot, 'cancelled', nowMs)
    : rehearsal
}

/** Closes what is due. */
export function closeDue(rehearsal: Rehearsal, nowMs: number): Rehearsal {
  const lot = openOne(rehearsal)
  if (lot?.ends_at == null || nowMs < Date.parse(lot.ends_at)) return rehearsal
  return close(rehearsal, lot, lot.leader === null ? 'unsold' : 'sold', nowMs)
}

export const pin = (rehearsal: Rehearsal, id: string | null): Rehearsal =>
  touch(rehearsal, { pinned_auction_id: id })

export const watch = (rehearsal: Rehearsal, viewers: number): Rehearsal =>
  touch(rehearsal, { viewers })

/** The waiting lots in their new order; they share the numbers that they had. */
export function reorder(rehearsal: Rehearsal, ids: readonly string[]): Rehearsal {
  const numbers = rehearsal.lots
    .filter((lot) => ids.includes(lot.id))
    .map((lot) => lot.lot_number ?? 0)
    .sort((a, b) => a - b)
  const lots = rehearsal.lots.map((lot) =>
    ids.includes(lot.id) ? { ...lot, lot_number: numbers[ids.indexOf(lot.id)] ?? null } : lot,
  )
  lots.sort((a, b) => (a.lot_number ?? 0) - (b.lot_number ?? 0))
  return touch({ ...rehearsal, lots })
}

export function update(rehearsal: Rehearsal, id: string, change: LotChange): Rehearsal {
  const lot = find(rehearsal, id)
  if (lot?.status !== 'scheduled') return rehearsal
  const start = change.startingPriceCents ?? lot.starting_price_cents
  return put(rehearsal, id, {
    title: change.title ?? lot.title,
    starting_price_cents: start,
    price_cents: start,
    min_bid_cents: start,
    duration_seconds: change.durationSeconds ?? lot.duration_seconds,
    soft_close_seconds: change.softCloseSeconds ?? lot.soft_close_seconds,
  })
}

export function remove(rehearsal: Rehearsal, id: string): Rehearsal {
  return touch({ ...rehearsal, lots: rehearsal.lots.filter((lot) => lot.id !== id) })
}

/** The step of lots in a live show (RULES: Increments, ladder `live`). */
const LIVE_LADDER: Lot['increment'] = {
  from: [0, 3000, 5000, 10_000, 30_000, 100_000, 200_000],
  step: [100, 200, 300, 500, 1000, 2000, 5000],
}

export function add(rehearsal: Rehearsal, id: string, quick: QuickLot): Rehearsal {
  const { show, lots } = rehearsal
  const like = lots.at(-1)
  const lot: Lot = {
    id,
    show_id: show.id,
    lot_number: Math.max(0, ...lots.map((each) => each.lot_number ?? 0)) + 1,
    title: quick.title,
    ...ENGLISH,
    currency: like?.currency ?? 'USD',
    status: 'scheduled',
    starting_price_cents: quick.startingPriceCents,
    has_reserve: false,
    requires_card: true,
    soft_close_seconds: 10,
    duration_seconds: quick.durationSeconds,
    starts_at: null,
    hard_ends_at: null,
    increment: like?.increment ?? LIVE_LADDER,
    price_cents: quick.startingPriceCents,
    min_bid_cents: quick.startingPriceCents,
    bid_count: 0,
    leader: null,
    ends_at: null,
    reserve_met: true,
    version: 0,
    head: null,
    product: {
      id,
      title: quick.title,
      description: '',
      condition: 'good',
      specs: {},
      images: [],
      category: '',
      category_slug: '',
    },
    seller: show.seller,
    you: null,
  }
  return touch({ ...rehearsal, lots: [...lots, lot] })
}

export const end = (rehearsal: Rehearsal, nowMs: number): Rehearsal =>
  touch(rehearsal, { status: 'ended', ended_at: iso(nowMs), current_auction_id: null })
