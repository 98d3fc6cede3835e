/** A small market in a test database: a seller, bidders, auctions and shows, made through the public commands. */
import { randomUUID } from 'node:crypto'
import { type Arguments, call } from './call.ts'
import type { CallOptions } from './caller.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import type { TestServerInfo } from './server.ts'
import type { AuctionRow, AuctionSnapshot, BidReply, LedgerRow } from './shapes.ts'

export interface AuctionTerms {
  startingPrice?: number
  reserve?: number
  ladder?: 'standard' | 'live'
  /** Seconds. */
  softClose?: number
  requiresCard?: boolean
  /** Seconds from now until the end. */
  runsFor?: number
  seller?: string
}

export interface Show {
  id: string
  host: string
}

export interface BidOptions {
  isMax?: boolean
  key?: string
  request?: CallOptions
}

export interface Market {
  db: TestDatabase
  /** An approved seller. */
  seller: string
  category: string
  newSeller(): Promise<string>
  /** A confirmed bidder with a card and an address in California. */
  bidder(standing?: { card?: boolean; confirmed?: boolean; address?: boolean }): Promise<string>
  admin(): Promise<string>
  product(seller?: string): Promise<string>
  /** A timed auction, not yet scheduled. */
  draftAuction(terms?: AuctionTerms): Promise<string>
  /** A timed auction that is open now. */
  auction(terms?: AuctionTerms): Promise<string>
  /** A show of a new seller, since a seller is live in one show at a time. */
  show(status?: 'draft' | 'scheduled' | 'live'): Promise<Show>
  /** A lot of the show, not yet open. */
  lot(show: Show, args?: Arguments): Promise<string>
  bid(bidder: string, auction: string, amount: number, options?: BidOptions): Promise<BidReply>
  snapshot(auction: string, caller?: string): Promise<AuctionSnapshot>
  ledger(auction: string): Promise<LedgerRow[]>
  /** Moves the end of a running auction to so many milliseconds from now, with an intact chain. */
  endIn(auction: string, milliseconds: number): Promise<void>
  /** Gives everybody a fresh allowance. */
  forgetRates(): Promise<void>
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

export async function openMarket(server?: TestServerInfo): Promise<Market> {
  const db = await createTestDatabase(server)
  const [category] = await db.sql<{ id: string }[]>`
    insert into public.categories (slug, name) values ('things', 'Things') returning id`
  if (!category) throw new Error('no category')

  const newSeller = async (): Promise<string> => {
    const id = await db.createUser()
    await call(db, id, 'apply_as_seller', { p_shop_name: 'A shop' })
    await call(db, 'service_role', 'approve_seller', { p_user_id: id })
    return id
  }
  const seller = await newSeller()

  const market: Market = {
    db,
    seller,
    category: category.id,
    newSeller,
    async bidder({ card = true, confirmed = true, address = true } = {}) {
      const id = await db.createUser({ confirmed })
      if (card) await call(db, 'service_role', 'record_card', { p_user_id: id })
      if (address) {
        await db.as(
          id,
          (tx) => tx`
          insert into public.addresses (full_name, line1, city, region, postal_code, country)
          values ('A Bidder', '1 Main Street', 'Oakland', 'CA', '94607', 'US')`,
        )
      }
      return id
    },
    async admin() {
      const id = await db.createUser()
      await call(db, 'service_role', 'set_user_role', { p_user_id: id, p_role: 'admin' })
      return id
    },
    async product(owner = seller) {
      const id = randomUUID()
      await db.as(
        owner,
        (tx) => tx`
        insert into public.products (id, category_id, title) values (${id}, ${category.id}, 'A thing')`,
      )
      return id
    },
    async draftAuction(terms = {}) {
      const owner = terms.seller ?? seller
      const { id } = await call<AuctionRow>(db, owner, 'create_auction', {
        p_product_id: await market.product(owner),
        p_starting_price_cents: terms.startingPrice ?? 1000,
        p_reserve_cents: terms.reserve ?? null,
        p_ladder: terms.ladder ?? 'standard',
        p_soft_close_seconds: terms.softClose ?? 120,
        p_requires_card: terms.requiresCard ?? true,
      })
      return id
    },
    async auction(terms = {}) {
      const id = await market.draftAuction(terms)
      await call(db, terms.seller ?? seller, 'schedule_auction', {
        p_auction_id: id,
        p_ends_at: inSeconds(terms.runsFor ?? 3600),
      })
      return id
    },
    async show(status = 'live') {
      const id = randomUUID()
      const host = await newSeller()
      await db.as(host, (tx) => tx`insert into public.shows (id, title) values (${id}, 'A show')`)
      if (status === 'draft') return { id, host }
      await call(db, host, 'schedule_show', { p_show_id: id, p_starts_at: inSeconds(0) })
      if (status === 'live') await call(db, host, 'start_show', { p_show_id: id })
      return { id, host }
    },
    async lot(show, args = {}) {
      const { id } = await call<AuctionRow>(db, show.host, 'add_lot', {
        p_show_id: show.id,
        p_product_id: await market.product(show.host),
        p_starting_price_cents: 1000,
        ...args,
      })
      return id
    },
    bid: (bidder, auction, amount, { isMax = true, key = randomUUID(), request } = {}) =>
      call<BidReply>(
        db,
        bidder,
        'place_bid',
        {
          p_auction_id: auction,
          p_amount_cents: amount,
          p_is_max: isMax,
          p_idempotency_key: key,
        },
        request,
      ),
    snapshot: (auction, caller = 'anon') =>
      call<AuctionSnapshot>(db, caller, 'auction_snapshot', { p_auction_id: auction }),
    ledger: (auction) => db.sql<LedgerRow[]>`
      select auction_id, seq, kind, bidder, amount_cents::float8, price_cents::float8, bid_count, leader, reserve_met,
        to_json(ends_at) #>> '{}' as ends_at, to_json(placed_at) #>> '{}' as placed_at, detail, prev_hash, hash
      from public.auction_events where auction_id = ${auction} order by seq`,
    async endIn(auction, milliseconds) {
      // Only a superuser can pass by the append-only trigger; the row is sealed again, so the chain stays whole.
      await db.admin.begin(async (tx) => {
        await tx`set local session_replication_role = replica`
        await tx`
          with moved as (
            update public.auctions set ends_at = date_trunc('milliseconds', clock_timestamp()) + ${`${milliseconds} milliseconds`}::interval,
              starts_at = least(starts_at, clock_timestamp() - interval '1 hour')
            where id = ${auction} returning id, ends_at)
          update private.auction_events e set ends_at = m.ends_at,
            hash = private.event_hash(e.prev_hash, e.auction_id, e.seq, e.kind, e.bidder, e.amount_cents, e.price_cents,
              e.bid_count, e.leader, e.reserve_met, m.ends_at, e.placed_at, e.detail)
          from moved m
          where e.auction_id = m.id and e.seq = (select max(x.seq) from private.auction_events x where x.auction_id = m.id)`
      })
    },
    async forgetRates() {
      await db.admin`truncate private.rate_buckets, private.bid_allowances`
    },
  }
  return market
}
