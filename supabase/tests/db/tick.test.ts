/** The job that runs once a second: it opens, closes, refreshes the catalogue, tells the outbid and counts viewers. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from '../support/call.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { AuctionRow, ShowRow } from '../support/shapes.ts'

let market: Market
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  await tick()
  await market.db.admin`delete from realtime.messages`
})

const tick = () => market.db.sql`select private.tick()`

async function row(auction: string): Promise<AuctionRow | undefined> {
  const [found] = await market.db.sql<AuctionRow[]>`
    select status, price_cents::int, min_bid_cents::int, bid_count, leader, version from public.auctions where id = ${auction}`
  return found
}

const messages = (topic: string) => market.db.admin<
  { event: string; payload: Record<string, unknown> }[]
>`
  select event, payload from realtime.messages where topic = ${topic} order by inserted_at`

test('tick opens what is due and leaves what is not', async () => {
  const [due, later] = await Promise.all([market.draftAuction(), market.draftAuction()])
  for (const id of [due, later]) {
    await call(market.db, market.seller, 'schedule_auction', {
      p_auction_id: id,
      p_starts_at: new Date(Date.now() + 600_000).toISOString(),
      p_ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    })
  }
  await market.db.sql`update public.auctions set starts_at = now() where id = ${due}`
  await tick()
  expect((await row(due))?.status).toBe('live')
  expect((await row(later))?.status).toBe('scheduled')
  expect(await messages(`auction:${due}`)).toMatchObject([
    { event: 'auction', payload: { version: 1, status: 'live' } },
  ])
})

test('tick closes what is due, with its order, and leaves what is not', async () => {
  const [due, later] = await Promise.all([market.auction(), market.auction()])
  await market.bid(ann, due, 5000)
  await market.endIn(due, -1)
  await tick()
  await tick()
  expect(await row(due)).toMatchObject({ status: 'sold', price_cents: 1000, version: 3 })
  expect((await row(later))?.status).toBe('live')
  const orders = await market.db.sql`select 1 from public.order_items where auction_id = ${due}`
  expect(orders).toHaveLength(1)
  expect(await messages(`user:${ann}`)).toMatchObject([
    { event: 'won', payload: { auction_id: due, price_cents: 1000 } },
  ])
})

test('tick copies the ledger into the catalogue', async () => {
  const auction = await market.auction()
  const { leader } = await market.bid(ann, auction, 5000)
  expect(await row(auction)).toMatchObject({ version: 1, bid_count: 0 })
  await tick()
  expect(await row(auction)).toMatchObject({
    version: 2,
    price_cents: 1000,
    min_bid_cents: 1050,
    bid_count: 1,
    leader,
  })
})

test('tick catches up after an outage, however long', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.db.admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`
      update private.auction_events set placed_at = placed_at - interval '1 day', announced_at = announced_at - interval '1 day'
      where auction_id = ${auction}`
    await tx`update private.projection set done_until = now() - interval '2 days'`
  })
  await tick()
  expect(await row(auction)).toMatchObject({ version: 2, bid_count: 1 })
})

test('tick tells the outbid once, and nobody else', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await tick()
  expect(await messages(`user:${ann}`)).toEqual([])
  await market.bid(bob, auction, 9000)
  await tick()
  await tick()
  expect(await messages(`user:${ann}`)).toMatchObject([
    { event: 'outbid', payload: { auction_id: auction, price_cents: 5100 } },
  ])
  expect(await messages(`user:${bob}`)).toEqual([])
})

test('tick counts the viewers of live shows and forgets who has gone silent', async () => {
  const show = await market.show()
  const viewers = async () => {
    await tick()
    const [found] = await market.db.sql<
      ShowRow[]
    >`select viewers from public.shows where id = ${show.id}`
    return found?.viewers
  }
  const join = (caller: string, address = '') =>
    call(
      market.db,
      caller,
      'join_show',
      { p_show_id: show.id },
      { headers: { 'x-forwarded-for': address } },
    )
  await join(ann)
  await join(bob)
  await join('anon', '203.0.113.7')
  await join('anon', '203.0.113.7')
  expect(await viewers()).toBe(3)
  await call(market.db, bob, 'leave_show', { p_show_id: show.id })
  expect(await viewers()).toBe(2)
  await market.db
    .sql`update private.show_viewers set seen_at = now() - interval '1 minute' where viewer = ${ann}`
  expect(await viewers()).toBe(1)
  await call(market.db, ann, 'show_heartbeat', { p_show_id: show.id })
  expect(await viewers()).toBe(2)
  expect((await messages(`show:${show.id}`)).at(-1)).toMatchObject({
    event: 'show',
    payload: { viewers: 2, status: 'live' },
  })
})

test('two ticks at once do the work once', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  await market.endIn(auction, -1)
  const connections = [market.db.connect(), market.db.connect(), market.db.connect()]
  await Promise.all(connections.map((connection) => connection`select private.tick()`))
  await tick()
  expect((await market.ledger(auction)).map((event) => event.kind)).toEqual([
    'opened',
    'bid',
    'sold',
  ])
})

test('tick is nobody’s command (42501)', async () => {
  for (const caller of ['anon', ann, 'service_role']) {
    await expect(market.db.as(caller, (tx) => tx`select private.tick()`)).rejects.toMatchObject({
      code: '42501',
    })
  }
})

test('an auction that cannot be closed or opened keeps no other from it', async () => {
  const [stuck, due] = await Promise.all([market.auction(), market.auction()])
  const [unopened, opening] = await Promise.all([market.draftAuction(), market.draftAuction()])
  for (const id of [unopened, opening]) {
    await call(market.db, market.seller, 'schedule_auction', {
      p_auction_id: id,
      p_starts_at: new Date(Date.now() + 600_000).toISOString(),
      p_ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    })
  }
  await market.db
    .sql`update public.auctions set starts_at = now() where id in (${unopened}, ${opening})`
  for (const id of [stuck, due]) {
    await market.bid(ann, id, 5000)
    await market.endIn(id, -1)
  }
  const broken = market.db.admin
  await broken.unsafe(`
    create function public.break_auction() returns trigger language plpgsql as
      $$ begin raise exception using errcode = '23503', message = 'broken on purpose'; end $$;
    create trigger break_auction before update of status on public.auctions for each row
      when (new.id in ('${stuck}', '${unopened}')) execute function public.break_auction()`)
  await tick()
  expect((await row(due))?.status).toBe('sold')
  expect((await row(opening))?.status).toBe('live')
  expect((await row(stuck))?.status).toBe('live')
  expect((await row(unopened))?.status).toBe('scheduled')
  await broken.unsafe(
    'drop trigger break_auction on public.auctions; drop function public.break_auction()',
  )
  await tick()
  expect((await row(stuck))?.status).toBe('sold')
  expect((await row(unopened))?.status).toBe('live')
})
