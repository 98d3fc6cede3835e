/** A real ledger of every format and of every kind of event, made by the public commands. For verifiers. */
import { call } from './call.ts'
import type { Market } from './market.ts'
import type { RealLedgers } from './real-ledgers.ts'
import { acceptPrice, buyNow, buyUnits, openSale } from './sales.ts'

export interface Company {
  market: Market
  ledgers: RealLedgers
  admin: string
  bidders: readonly [string, string, string]
}

const HOUR_MS = 3_600_000

const passTime = ({ market }: Company, auction: string, milliseconds: number) =>
  market.db.admin`select tests.pass_time(${auction}, ${`${milliseconds} milliseconds`}::interval)`

/** Lets time pass until the end, for all lots that close together. */
const passUntilEnd = ({ market }: Company, auction: string) => market.db.admin`
  select tests.pass_time(b.id, e.ends_at - date_trunc('milliseconds', clock_timestamp()))
  from private.last_event(${auction}) e join public.auctions a on a.id = e.auction_id
  join public.auctions b on b.id = a.id or b.close_group_id = a.close_group_id`

/** The platform stands still for so long, as far as its status tells. */
async function pauseFor({ market, admin }: Company, milliseconds: number): Promise<void> {
  const pause = (paused: boolean) =>
    call(market.db, admin, 'pause_platform', { p_paused: paused }, { aal: 'aal2' })
  await pause(true)
  await market.db.sql`
    update public.platform_status set paused_at = paused_at - ${`${milliseconds} milliseconds`}::interval`
  await pause(false)
}

async function openDue({ market }: Company, auction: string): Promise<void> {
  await market.db.sql`
    update public.auctions set starts_at = date_trunc('milliseconds', clock_timestamp()) where id = ${auction}`
  await market.db.sql`select private.open_auction(${auction}, null)`
}

const terms = { floor_cents: 4000, step_cents: 700, tick_seconds: 5 }

/** What happens before the end; each resolves with the auction. */
export const stories = {
  /** Two pre-bids, a retraction, a bid struck out, a pause; sold. */
  async withdrawn(company) {
    const { market, admin, bidders } = company
    const [ann, bob, kim] = bidders
    const auction = await openSale(market, { startsIn: 600, runsFor: 48 * 3600, reserve: 2500 })
    await market.bid(ann, auction, 3000)
    await market.bid(bob, auction, 2800)
    await openDue(company, auction)
    const { seq } = await market.bid(kim, auction, 99_900, { isMax: false })
    await market.bid(ann, auction, 120_000)
    const reason = { p_auction_id: auction, p_seq: seq, p_reason: 'typo' }
    await call(market.db, kim, 'retract_bid', reason)
    await market.bid(bob, auction, 5000)
    const { seq: own } = await market.bid(kim, auction, 9000, { isMax: false })
    await pauseFor(company, 90_000)
    await call(
      market.db,
      admin,
      'void_bid',
      { p_auction_id: auction, p_seq: own - 1, p_reason: 'Shill bidding — “fraud”' },
      { aal: 'aal2' },
    )
    await market.bid(bob, auction, 7000)
    return auction
  },
  /** A lot whose sale closes as a group, and goes on because of the other one. */
  async grouped(company) {
    const { market, bidders } = company
    const [ann, bob] = bidders
    const [lot, other] = [await market.draftAuction(), await market.draftAuction()]
    await call(market.db, market.seller, 'schedule_sale', {
      p_title: 'A sale',
      p_auction_ids: [lot, other],
      p_ends_at: new Date(Date.now() + HOUR_MS).toISOString(),
      p_closing: 'group',
    })
    await market.bid(ann, lot, 1500)
    for (const each of [lot, other]) await passTime(company, each, HOUR_MS - 30_000)
    await market.bid(bob, other, 1000)
    await market.db.sql`select private.tick()`
    await market.bid(bob, lot, 2000)
    return lot
  },
  /** A bid below the reserve, then somebody buys at once. */
  async boughtNow(company) {
    const { market, bidders } = company
    const auction = await openSale(market, { reserve: 5000, buyNow: 8000 })
    await market.bid(bidders[0], auction, 3000)
    await buyNow(market, bidders[1], auction)
    return auction
  },
  /** A descending price that stood still in a pause, accepted after some steps. */
  async accepted(company) {
    const { market, bidders } = company
    const auction = await openSale(market, { format: 'descending', startingPrice: 9000, terms })
    await passTime(company, auction, 12_000)
    await pauseFor(company, 7000)
    const { price_cents } = await market.snapshot(auction)
    await acceptPrice(market, bidders[2], auction, price_cents)
    return auction
  },
  /** A descending price that nobody wanted. */
  async notAccepted(company) {
    return openSale(company.market, { format: 'descending', startingPrice: 9000, terms })
  },
  /** Units until the last one is gone. */
  async soldOut(company) {
    const { market, bidders } = company
    const [ann, bob, kim] = bidders
    const auction = await openSale(market, {
      format: 'fixed',
      startingPrice: 1500,
      terms: { quantity: 7, per_buyer: 3 },
    })
    for (const [buyer, quantity] of [
      [ann, 2],
      [bob, 3],
      [ann, 1],
      [kim, 1],
    ] as const) {
      await buyUnits(market, buyer, auction, quantity)
    }
    return auction
  },
  /** A lot of units in a show, with time added by the host; some are left. */
  async unitsLeft(company) {
    const { market, bidders } = company
    const show = await market.show()
    const lot = await market.lot(show, { p_format: 'fixed', p_terms: { quantity: 5 } })
    await call(market.db, show.host, 'open_lot', { p_auction_id: lot, p_seconds: 30 })
    await buyUnits(market, bidders[0], lot, 4)
    await call(market.db, show.host, 'extend_lot', { p_auction_id: lot, p_seconds: 20 })
    return lot
  },
  /** Called off by an admin although there are bids. */
  async calledOff(company) {
    const { market, admin, bidders } = company
    const auction = await market.auction()
    await market.bid(bidders[0], auction, 2000)
    await market.bid(bidders[1], auction, 1500)
    const args = { p_auction_id: auction, p_reason: 'Counterfeit' }
    await call(market.db, admin, 'void_auction', args, { aal: 'aal2' })
    return auction
  },
} satisfies Record<string, (company: Company) => Promise<string>>

export type StoryName = keyof typeof stories

/** Brings a told story to its end, whatever is left of it. */
export async function finish(company: Company, auction: string): Promise<void> {
  const { status } = await company.market.snapshot(auction)
  if (status !== 'live') return
  await passUntilEnd(company, auction)
  const key = { p_auction_id: auction }
  await call(company.market.db, company.bidders[0], 'close_auction', key)
}
