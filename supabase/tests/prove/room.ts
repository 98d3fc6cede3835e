/** A database of its own with a market in it, seats for its bidders, and the check after each case. */
import { randomUUID } from 'node:crypto'
import { databaseUrl } from '../../local/postgres/server.ts'
import { type AuctionTerms, type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionRow } from '../support/shapes.ts'
import { checkDatabase } from './checks/invariants.ts'
import { checkReplies, type Told } from './checks/replies.ts'
import { type Attempt, Seat } from './seat.ts'
import type { Tally } from './tally.ts'

export interface ShortTerms extends AuctionTerms {
  /** Milliseconds from the opening to the end. */
  lasts: number
  /** Milliseconds from the planned end to the last possible one. */
  hardEndAfter?: number
  /** Left scheduled: the first bid or tick opens it when its time has come. */
  unopened?: boolean
  /** Milliseconds until its time has come. */
  opensIn?: number
}

export interface Room {
  market: Market
  seats: Seat[]
  bidders: string[]
  tally: Tally
  /** A timed auction, shorter than a seller could make it. */
  shortAuction(terms: ShortTerms): Promise<string>
  lots(show: Show, count: number): Promise<string[]>
  /** Records the case's bids and holds the whole database against the invariants. */
  settle(attempts: readonly Attempt[]): Promise<Told>
  /** What the database's own audit and replay say of all ledgers. */
  audit(): Promise<void>
  close(): Promise<void>
}

export interface RoomSize {
  seats: number
  bidders: number
}

export async function openRoom(
  server: { port: number },
  { seats: seatCount, bidders: bidderCount }: RoomSize,
  tally: Tally,
): Promise<Room> {
  const market = await openMarket(server)
  const { db } = market
  const bidders: string[] = []
  for (let made = 0; made < bidderCount; made += 1) bidders.push(await market.bidder())
  const seats: Seat[] = []
  for (let made = 0; made < seatCount; made += 1) {
    const seat = new Seat(databaseUrl(server.port, 'authenticator', db.name))
    await seat.connect()
    seats.push(seat)
  }
  const sent = new Map<string, Attempt[]>()

  return {
    market,
    seats,
    bidders,
    tally,
    async shortAuction({
      lasts,
      hardEndAfter = 86_400_000,
      unopened = false,
      opensIn = 0,
      ...terms
    }) {
      const id = await market.draftAuction(terms)
      await db.admin.begin(async (tx) => {
        await tx`
          update public.auctions a
          set status = 'scheduled', starts_at = n.now, ends_at = n.now + ${`${lasts} milliseconds`}::interval,
            hard_ends_at = n.now + ${`${lasts + hardEndAfter} milliseconds`}::interval
          from (select date_trunc('milliseconds', clock_timestamp()) + ${`${opensIn} milliseconds`}::interval as now) n where a.id = ${id}`
        if (!unopened) await tx`select private.open_auction(${id}, null)`
      })
      return id
    },
    async lots(show, count) {
      const ids: string[] = []
      for (let made = 0; made < count; made += 1) ids.push(await market.lot(show))
      return ids
    },
    async settle(attempts) {
      for (const attempt of attempts) {
        const others = sent.get(attempt.auction)
        if (others) others.push(attempt)
        else sent.set(attempt.auction, [attempt])
      }
      const { faults, retold, unread } = await checkDatabase(db.admin)
      for (const fault of faults) tally.violation(fault)
      if (unread > 0) {
        tally.skip(
          'published verifier',
          'it does not know the terms of every format yet; chain and rules were checked here',
        )
      }
      const total: Told = { faults: [], unknownLanded: 0, unknownLost: 0 }
      // Acknowledged once is acknowledged for ever: all bids since the beginning are checked again.
      for (const [id, story] of retold) {
        const aliases = await aliasesOf(market, id, bidders)
        const told = checkReplies(story, sent.get(id) ?? [], aliases)
        for (const fault of told.faults) tally.violation(`auction ${id}: ${fault}`)
        total.unknownLanded += told.unknownLanded
        total.unknownLost += told.unknownLost
      }
      tally.add({ bids: attempts.length, checks: 1 })
      return total
    },
    async audit() {
      const rows = await db.admin<{ problem: string }[]>`
        select format('auction %s: %s', c.auction_id, c.problem) as problem from private.check_ledgers() c`
      for (const { problem } of rows) tally.violation(`the nightly audit says: ${problem}`)
    },
    async close() {
      await Promise.all(seats.map((seat) => seat.close().catch(() => undefined)))
      await db.drop()
    },
  }
}

const aliasCache = new Map<string, Map<string, string>>()

async function aliasesOf(
  { db }: Market,
  auction: string,
  bidders: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = aliasCache.get(auction)
  if (known) return known
  const rows = await db.admin<{ id: string; alias: string }[]>`
    select u.id, private.alias_in(${auction}, u.id) as alias from unnest(${[...bidders]}::uuid[]) u (id)`
  const aliases = new Map(rows.map(({ id, alias }) => [id, alias]))
  aliasCache.set(auction, aliases)
  return aliases
}

/** The state of an auction in the catalogue, with its ledger's last kind. */
export async function rowOf({ market }: Room, auction: string): Promise<AuctionRow> {
  const [row] = await market.db.admin<AuctionRow[]>`
    select a.id, a.show_id, a.status, a.version from public.auctions a where a.id = ${auction}`
  if (!row) throw new Error(`no auction ${auction}`)
  return row
}

export const newKey = (): string => randomUUID()
