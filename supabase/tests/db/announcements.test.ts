/** What viewers hear of an auction: every lone change at once, the end of every burst, and nothing of secret changes. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'

interface Announcement {
  version: number
  status: string
  price_cents: number
  leader: string | null
  head: string
}

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

async function heard(topic: string): Promise<Announcement[]> {
  const rows = await market.db.admin<{ payload: Announcement }[]>`
    select payload from realtime.messages where topic = ${topic} and event = 'auction' order by inserted_at, payload -> 'version'`
  return rows.map((row) => row.payload)
}

const versions = async (auction: string): Promise<number[]> =>
  (await heard(`auction:${auction}`)).map((announcement) => announcement.version)

test('a lone bid is announced at once, with the whole public state', async () => {
  const auction = await market.auction()
  const reply = await market.bid(ann, auction, 5000)
  expect((await heard(`auction:${auction}`)).at(-1)).toMatchObject({
    id: auction,
    status: 'live',
    version: reply.version,
    price_cents: reply.price_cents,
    min_bid_cents: reply.min_bid_cents,
    leader: reply.leader,
    bid_count: 1,
    reserve_met: true,
    head: reply.head,
  })
})

test('a bid with automatic events is announced once, at their end', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 2000)
  await market.bid(bob, auction, 9000)
  expect(await versions(auction)).toEqual([1, 2, 4, 6])
})

test('neither a refused bid nor a silent raise is announced', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.bid(ann, auction, 6000)
  await market.bid(bob, auction, 1000)
  await market.bid(market.seller, auction, 9000)
  await market.db.sql`select private.tick()`
  expect(await versions(auction)).toEqual([1, 2])
})

test('a lot is announced on its show’s topic: opened, bid, extended, sold', async () => {
  const show = await market.show()
  const lot = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  await market.bid(ann, lot, 5000)
  await call(market.db, show.host, 'extend_lot', { p_auction_id: lot, p_seconds: 30 })
  await market.endIn(lot, -1)
  await call(market.db, bob, 'close_auction', { p_auction_id: lot })
  expect(await heard(`auction:${lot}`)).toEqual([])
  const announcements = await heard(`show:${show.id}`)
  expect(announcements.map(({ version, status }) => `${version} ${status}`)).toEqual([
    ...['1 live', '2 live', '3 live', '4 sold'],
  ])
})

test('after a burst the last announcement is the state', async () => {
  const bidders = await Promise.all(Array.from({ length: 10 }, () => market.bidder()))
  for (let round = 0; round < 5; round++) {
    const auction = await market.auction()
    await Promise.all(
      bidders.map(async (bidder, index) => {
        for (let turn = 0; turn < 3; turn++) {
          await market.bid(bidder, auction, 1000 + turn * 3000 + index * 250)
        }
      }),
    )
    await market.db.sql`select private.tick()`
    const { version, price_cents, leader, head } = await market.snapshot(auction)
    const announcements = await heard(`auction:${auction}`)
    const last = announcements.reduce((a, b) => (b.version > a.version ? b : a))
    expect(last).toMatchObject({ version, price_cents, leader, head })
    await market.forgetRates()
  }
})

/** What one of 201 viewers is sent of a lot while 100 bids arrive back to back, and with the tick after them. */
async function crowdedBurst() {
  const show = await market.show()
  const lot = await market.lot(show)
  await call(market.db, show.host, 'open_lot', { p_auction_id: lot })
  await market.db.sql`update public.shows set viewers = 201 where id = ${show.id}`
  const bidders = await Promise.all(Array.from({ length: 10 }, () => market.bidder()))
  await market.forgetRates()
  const before = await heard(`show:${show.id}`)
  // The opening was announced, too: the first bid is heard at once only when that is 250 ms past.
  await market.db.sql`select pg_sleep(0.3)`
  // One round trip, so that the machine's speed does not matter; each statement has a transaction's clock of its own.
  await market.db.sql.unsafe(
    Array.from({ length: 100 }, (_, turn) => {
      const claims = JSON.stringify({ sub: bidders[turn % 10], role: 'authenticated' })
      return `select set_config('request.jwt.claims', '${claims}', false);
        select public.place_bid('${lot}', ${1000 + turn * 10_000});`
    }).join('\n'),
  )
  await market.db.sql`select set_config('request.jwt.claims', '', false)`
  const [span] = await market.db.sql<{ ms: number }[]>`
    select extract(epoch from max(placed_at) - min(placed_at)) * 1000 as ms
    from private.auction_events where auction_id = ${lot} and kind = 'bid'`
  const during = (await heard(`show:${show.id}`)).slice(before.length)
  await market.db.sql`select private.tick()`
  const all = (await heard(`show:${show.id}`)).slice(before.length)
  return { lot, ms: Number(span?.ms), during, all, snapshot: await market.snapshot(lot) }
}

test('100 bids cost each of a crowd one message in 250 ms and one with the tick, which is the state', async () => {
  const { ms, during, all, snapshot } = await crowdedBurst()
  expect(snapshot.bid_count).toBe(100)
  // Leading edge at once; within a second that is four, and the tick makes five.
  expect(during.length).toBeGreaterThan(0)
  expect(during.length).toBeLessThanOrEqual(1 + Math.floor(ms / 250))
  expect(all.length).toBeLessThanOrEqual(during.length + 1)
  const { version, price_cents, leader, head } = snapshot
  expect(all.at(-1)).toMatchObject({ version, price_cents, leader, head })
})
