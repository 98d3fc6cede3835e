/** The invariants of the rules page over a whole database, from its tables and without its functions. */
import type { Sql } from 'postgres'
import { verifyLedger } from '../../../../web/lib/ledger/verify.ts'
import { minimumBid } from '../../model/auction.ts'
import type { LedgerRow } from '../../support/shapes.ts'
import { faultOf } from '../../support/verify-ledger.ts'
import type { Announcement, AuctionFacts, EventFacts, Facts } from './read.ts'
import { readFacts } from './read.ts'
import { FINAL, type Retold, retell, termsOf } from './retell.ts'
import { unitsIn } from './retell-sales.ts'

export interface Verdict {
  faults: string[]
  retold: Map<string, Retold>
  /** Ledgers whose terms the published verifier does not know. */
  unread: number
}

/** Ticks once, so that copies may be expected to be current, and then checks everything. */
export async function checkDatabase(admin: Sql): Promise<Verdict> {
  await admin`select private.tick()`
  const facts = await readFacts(admin)
  const faults: string[] = facts.undeadShows.map(
    (id) => `show ${id} is over but a lot of it is not`,
  )
  const retold = new Map<string, Retold>()
  for (const auction of facts.auctions) {
    const events = facts.events.get(auction.id) ?? []
    const story = retell(auction, events, facts.raises.get(auction.id) ?? [])
    retold.set(auction.id, story)
    faults.push(
      ...story.faults,
      ...faultsOfTime(auction, events),
      ...faultsOfSale(auction, events, facts),
    )
    faults.push(...faultsOfCopy(auction, events.at(-1)))
  }
  const known = new Set(facts.auctions.map(({ id }) => id))
  for (const id of facts.events.keys())
    if (!known.has(id)) faults.push(`a ledger of no auction: ${id}`)
  faults.push(...faultsOfAnnouncements(facts), ...faultsOfKeys(facts))
  const { unread, ...ledgers } = await checkLedgers(admin, facts)
  faults.push(...ledgers.faults)
  return { faults, retold, unread }
}

/** Seq without gaps, times that never run back, a price that never falls, nothing at or after the end. */
function faultsOfTime({ format }: AuctionFacts, events: readonly EventFacts[]): string[] {
  const faults: string[] = []
  for (const [index, event] of events.entries()) {
    const say = (text: string) =>
      faults.push(`auction ${event.auction_id}, event ${event.seq}: ${text}`)
    if (event.seq !== index + 1) say(`${index + 1} was due`)
    const before = events[index - 1]
    if (before === undefined) continue
    if (event.placed_at < before.placed_at) say('its time runs back')
    const mayFall = format === 'descending' || ['retracted', 'voided'].includes(event.kind)
    if (event.price < before.price && !mayFall)
      say(`the price fell from ${before.price} to ${event.price}`)
    const isBid = event.kind === 'bid' || event.kind === 'auto_bid'
    if (isBid && event.placed_at >= before.ends_at) say('accepted at or after the end')
    if (event.ends_at < before.ends_at) say('the end came nearer')
  }
  return faults
}

/** One winner, one order, at the last price; none without a winner; second chances one at a time. */
function faultsOfSale(
  auction: AuctionFacts,
  events: readonly EventFacts[],
  { sales }: Facts,
): string[] {
  const last = events.at(-1)
  const own = sales.filter((sale) => sale.auction_id === auction.id)
  const faults: string[] = []
  const say = (text: string) => faults.push(`auction ${auction.id}: ${text}`)
  const final = last && FINAL.includes(last.kind) ? last.kind : null
  if (last !== undefined && auction.status !== (final ?? 'live')) {
    say(`status ${auction.status}, last event ${last.kind}`)
  }
  if (last === undefined && ['live', 'sold', 'unsold'].includes(auction.status)) {
    say(`${auction.status} without a ledger`)
  }
  // Each unit sale has an order of its own; everything else has one winner.
  const due = events.flatMap((event) => {
    const [buyer, units] =
      event.kind === 'bought' ? [event.bidder_id, unitsIn(event)] : [event.leader_id, 1]
    const isSale = event.kind === 'bought' || (event.kind === 'sold' && buyer !== null)
    return isSale ? [{ seq: event.seq, buyer, units, price: event.price }] : []
  })
  for (const { seq, buyer, units, price } of due) {
    // The winner's order comes first; a second chance only after it was cancelled, and one at a time.
    const [first, ...later] = own.filter((each) => each.seq === seq)
    if (first === undefined) say(`no order for the sale of event ${seq}`)
    else {
      if (first.buyer_id !== buyer) say(`the order of event ${seq} is not the winner’s`)
      const { quantity, price_cents, items_cents, items_sum } = first
      if (price_cents !== price || quantity !== units)
        say(`the order is over ${quantity} × ${price_cents}, the sale over ${units} × ${price}`)
      if (items_sum !== null && items_cents !== items_sum)
        say(`the order’s items come to ${items_sum}, it says ${items_cents}`)
      if (first.outbox !== 1) say(`${first.outbox} settlements in the outbox`)
    }
    for (const { buyer_id, price_cents, offered, outbox } of later) {
      if (price_cents !== offered) say(`${buyer_id} ordered at ${price_cents}, offered ${offered}`)
      if (outbox !== 1) say(`${outbox} settlements of a second chance in the outbox`)
    }
    const standing = own.filter((each) => each.seq === seq && !each.released).length
    if (standing > 1) say(`${standing} orders at once for the sale of event ${seq}`)
    if (standing === 0 && first !== undefined && !first.released) say('the order is gone')
  }
  const strays = own.filter(({ seq }) => !due.some((sale) => sale.seq === seq))
  if (strays.length > 0) say(`${strays.length} orders for what was not sold`)
  return faults
}

/** The catalogue's copy says what the last event says. */
function faultsOfCopy(auction: AuctionFacts, last: EventFacts | undefined): string[] {
  if (last === undefined) return []
  // A descending price moves without events.
  const moves = auction.format === 'descending' && !FINAL.includes(last.kind)
  const pairs: [string, unknown, unknown][] = [
    ['version', auction.version, last.seq],
    ['price', moves ? null : auction.price, moves ? null : last.price],
    ['minimum', moves ? null : auction.min_bid, moves ? null : minimumOf(auction, last)],
    ['bid count', auction.bid_count, last.bid_count],
    ['leader', auction.leader, last.leader],
    ['reserve met', auction.reserve_met, last.reserve_met],
    ['end', auction.ends_at, last.ends_at],
  ]
  return pairs
    .filter(([, copy, truth]) => copy !== truth)
    .map(
      ([what, copy, truth]) =>
        `auction ${auction.id}: the copy's ${what} is ${String(copy)}, ${String(truth)} in the ledger`,
    )
}

/** Every announcement shows a row of the ledger as it is, and after a tick the last row has been announced. */
function faultsOfAnnouncements({ announcements, events, auctions }: Facts): string[] {
  const faults: string[] = []
  const heard = new Map<string, number>()
  const byId = new Map(auctions.map((auction) => [auction.id, auction]))
  for (const told of announcements) {
    heard.set(told.id, Math.max(told.version, heard.get(told.id) ?? 0))
    const row = events.get(told.id)?.[told.version - 1]
    const auction = byId.get(told.id)
    if (row === undefined || auction === undefined || !isTrue(auction, told, row)) {
      faults.push(`auction ${told.id}: version ${told.version} was announced as it never was`)
    }
  }
  for (const [id, rows] of events) {
    const last = rows.length
    if (heard.get(id) !== last) {
      faults.push(`auction ${id}: announced up to ${heard.get(id) ?? 0}, the ledger is at ${last}`)
    }
  }
  return faults
}

function isTrue(auction: AuctionFacts, told: Announcement, row: EventFacts): boolean {
  const isFinal = FINAL.includes(row.kind)
  const moves = auction.format === 'descending' && !isFinal
  return (
    told.head === row.hash &&
    told.status === (isFinal ? row.kind : 'live') &&
    (moves || told.price_cents === row.price) &&
    (moves || told.min_bid_cents === minimumOf(auction, row)) &&
    told.leader === row.leader &&
    told.bid_count === row.bid_count &&
    told.reserve_met === row.reserve_met &&
    Date.parse(told.ends_at) === row.ends_at
  )
}

/** What the next bid must reach; where nobody bids, the price. */
function minimumOf(auction: AuctionFacts, { price, leader_id: leader }: EventFacts): number {
  if (auction.format !== 'english') return price
  const state = { seq: 0, bidCount: 0, reserveMet: false, endsAt: 0, maximum: null }
  return minimumBid(termsOf(auction), { ...state, price, leader })
}

/** One key, one bid: whether it made an event or a silent raise. */
function faultsOfKeys({ events, raises }: Facts): string[] {
  const uses = new Map<string, number>()
  for (const rows of events.values()) {
    for (const { key, bidder_id } of rows) count(uses, bidder_id, key)
  }
  for (const rows of raises.values())
    for (const { key, bidder_id } of rows) count(uses, bidder_id, key)
  return [...uses].filter(([, n]) => n > 1).map(([key, n]) => `${n} bids with the key ${key}`)
}

function count(uses: Map<string, number>, bidder: string | null, key: string | null): void {
  if (key === null) return
  const name = `${key} of ${bidder}`
  uses.set(name, (uses.get(name) ?? 0) + 1)
}

/** Hash chains by a few lines of our own, and the public rules by the published verifier. */
async function checkLedgers(
  admin: Sql,
  { auctions }: Facts,
): Promise<{ faults: string[]; unread: number }> {
  const rows = await admin<{ row: LedgerRow }[]>`
    select to_jsonb(e) as row from public.auction_events e order by e.auction_id, e.seq`
  const ledgers = Map.groupBy(
    rows.map(({ row }) => row),
    (row) => row.auction_id,
  )
  const faults: string[] = []
  let unread = 0
  for (const auction of auctions) {
    const ledger = ledgers.get(auction.id)
    if (ledger === undefined) continue
    const broken = faultOf(ledger)
    if (broken !== null) faults.push(`auction ${auction.id}: ${broken}`)
    const { fault } = await verifyLedger(ledger)
    if (fault === undefined) continue
    // The verifier refuses terms that it does not know rather than pass over them.
    const isPlain = auction.format === 'english' && auction.buy_now === null
    if (fault.rule === 'terms' && fault.seq === 1 && !isPlain) unread += 1
    else {
      const { seq, rule, message } = fault
      faults.push(`auction ${auction.id}, event ${seq}: verifier says ${rule}: ${message}`)
    }
  }
  return { faults, unread }
}
