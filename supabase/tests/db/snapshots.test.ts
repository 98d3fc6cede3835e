/** Snapshots: the truth that a broadcast only hints at, complete and particular to its reader. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { AuctionSnapshot, ChatMessage, ShowRow } from '../support/shapes.ts'

interface ShowSnapshot {
  show: ShowRow & { seller: { id: string } }
  lots: AuctionSnapshot[]
  chat: ChatMessage[]
  you: { role: string; banned: boolean; muted_until: string | null } | null
  version: number
  server_time: string
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

const showSnapshot = (show: Show, caller: string): Promise<ShowSnapshot> =>
  call<ShowSnapshot>(market.db, caller, 'show_snapshot', { p_show_id: show.id })

const myBids = (caller: string, limit = 50) =>
  call<(AuctionSnapshot & { your_last_bid_at: string })[]>(market.db, caller, 'my_bids', {
    p_limit: limit,
  })

test('server_time is the database’s clock, not the transaction’s', async () => {
  const times = await market.db.as('anon', async (tx) => {
    const [first] = await tx<{ at: Date }[]>`select public.server_time() as at`
    await tx`select pg_sleep(0.01)`
    const [second] = await tx<{ at: Date }[]>`select public.server_time() as at`
    return [first?.at.getTime() ?? 0, second?.at.getTime() ?? 0]
  })
  expect(times[1]).toBeGreaterThan(times[0] ?? Number.NaN)
})

test('auction_snapshot is the last broadcast and more', async () => {
  const auction = await market.auction()
  await market.bid(ann, auction, 5000)
  const [sent] = await market.db.admin<{ payload: Record<string, unknown> }[]>`
    select payload from realtime.messages where topic = ${`auction:${auction}`} order by inserted_at desc limit 1`
  expect(Object.keys(sent?.payload ?? {}).sort()).toEqual([
    ...[
      'bid_count',
      'ends_at',
      'head',
      'id',
      'leader',
      'min_bid_cents',
      'price_cents',
      'reserve_met',
      'status',
      'version',
    ],
  ])
  expect(await market.snapshot(auction)).toMatchObject(sent?.payload ?? { nothing: 'was sent' })
})

test('auction_snapshot tells each reader what concerns them', async () => {
  const auction = await market.auction()
  await market.db.as(ann, (tx) => tx`insert into public.watches (auction_id) values (${auction})`)
  const { leader } = await market.bid(ann, auction, 5000)
  await market.bid(bob, auction, 2000)
  expect((await market.snapshot(auction)).you).toBeNull()
  expect((await market.snapshot(auction, ann)).you).toEqual({
    alias: leader,
    leading: true,
    max_cents: 5000,
    units: null,
    is_seller: false,
    watching: true,
    order_id: null,
  })
  expect((await market.snapshot(auction, bob)).you).toMatchObject({
    leading: false,
    max_cents: 2000,
    units: null,
  })
  expect((await market.snapshot(auction, market.seller)).you).toMatchObject({
    is_seller: true,
    max_cents: null,
    units: null,
  })
})

test('auction_snapshot of an auction before its opening shows its terms', async () => {
  const lot = await market.lot(await market.show(), { p_reserve_cents: 5000 })
  expect(await market.snapshot(lot)).toMatchObject({
    status: 'scheduled',
    version: 0,
    head: null,
    price_cents: 1000,
    min_bid_cents: 1000,
    bid_count: 0,
    reserve_met: false,
    leader: null,
  })
})

test('auction_snapshot knows no unknown auction (NOFND)', async () => {
  expect(await failureOf(market.snapshot(randomUUID()))).toMatchObject({ code: 'NOFND' })
})

test('show_snapshot has the lots in order, the chat oldest first, and the reader’s role', async () => {
  const show = await market.show()
  const lots = [await market.lot(show), await market.lot(show)]
  for (const body of ['One', 'Two']) {
    await call(market.db, ann, 'send_chat_message', {
      p_show_id: show.id,
      p_body: body,
      p_client_id: randomUUID(),
    })
  }
  await market.db.sql`
    insert into public.show_moderation (show_id, user_id, moderator, muted_until) values
      (${show.id}, ${bob}, true, null), (${show.id}, ${ann}, false, '2999-01-01')`
  const snapshot = await showSnapshot(show, ann)
  expect(snapshot.lots.map((lot) => [lot.id, lot.lot_number])).toEqual(
    lots.map((id, index) => [id, index + 1]),
  )
  expect(snapshot.chat.map((message) => message.body)).toEqual([
    'The show has started.',
    'One',
    'Two',
  ])
  expect(snapshot).toMatchObject({
    version: snapshot.show.version,
    show: { status: 'live', seller: { id: show.host } },
  })
  expect(snapshot.you).toEqual({
    role: 'viewer',
    banned: false,
    muted: true,
    muted_until: expect.stringContaining('2999'),
    chat_refusal: 'MUTED',
    stage: null,
  })
  expect((await showSnapshot(show, show.host)).you).toMatchObject({ role: 'host' })
  expect((await showSnapshot(show, bob)).you).toMatchObject({
    role: 'moderator',
    muted_until: null,
  })
  expect((await showSnapshot(show, 'anon')).you).toBeNull()
})

test('show_snapshot carries the last 50 messages and none that was removed', async () => {
  const show = await market.show()
  await market.db.sql`
    insert into public.chat_messages (show_id, user_id, body, client_id, created_at, removed_at)
    select ${show.id}, ${ann}, n::text, gen_random_uuid(), now() + n * interval '1 second', case when n = 60 then now() end
    from generate_series(1, 60) n`
  const { chat } = await showSnapshot(show, 'anon')
  expect(chat.map((message) => message.body)).toEqual(
    Array.from({ length: 50 }, (_value, index) => `${index + 10}`),
  )
})

test('show_snapshot shows a draft to its host only (NOFND)', async () => {
  const show = await market.show('draft')
  await market.lot(show)
  expect((await showSnapshot(show, show.host)).lots).toHaveLength(1)
  for (const caller of ['anon', ann]) {
    expect(await failureOf(showSnapshot(show, caller))).toMatchObject({ code: 'NOFND' })
  }
})

test('my_bids lists the auctions bid in, the latest bid first, silent raises counted', async () => {
  const bidder = await market.bidder()
  const [one, two] = [await market.auction(), await market.auction()]
  await market.bid(bidder, one, 5000)
  await market.bid(bidder, two, 5000)
  expect((await myBids(bidder)).map((row) => row.id)).toEqual([two, one])
  await market.bid(bidder, one, 6000)
  expect(await myBids(bidder)).toMatchObject([
    { id: one, you: { leading: true, max_cents: 6000 } },
    { id: two },
  ])
  expect(await myBids(bidder, 1)).toHaveLength(1)
  expect(await myBids(bob, 0)).toHaveLength(1)
})

test('my_bids is empty for somebody new, and for the signed in only (42501)', async () => {
  expect(await myBids(await market.bidder())).toEqual([])
  expect(await failureOf(myBids('anon'))).toMatchObject({ code: '42501' })
})

test('leave_show is harmless to those who never came (and refused to visitors, 42501)', async () => {
  const show = await market.show()
  await call(market.db, ann, 'leave_show', { p_show_id: show.id })
  await call(market.db, ann, 'leave_show', { p_show_id: randomUUID() })
  expect(
    await failureOf(call(market.db, 'anon', 'leave_show', { p_show_id: show.id })),
  ).toMatchObject({ code: '42501' })
})

test('what a seller makes of a product after the auction is not shown in the old one', async () => {
  const auction = await market.auction()
  const { product } = await market.snapshot(auction)
  await market.endIn(auction, -1)
  await market.db.sql`select private.tick()`
  await market.db.as(
    market.seller,
    (tx) =>
      tx`update public.products set title = 'Another thing', images = '{/new.webp}' where id = ${product.id}`,
  )
  const ended = await market.snapshot(auction)
  expect(ended).toMatchObject({ status: 'unsold' })
  expect(ended.product).toEqual(product)
  const { id } = await call<{ id: string }>(market.db, market.seller, 'create_auction', {
    p_product_id: product.id,
    p_starting_price_cents: 1000,
  })
  await call(market.db, market.seller, 'schedule_auction', {
    p_auction_id: id,
    p_ends_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  expect((await market.snapshot(id)).product).toMatchObject({ title: 'Another thing' })
  expect((await market.snapshot(auction)).product).toEqual(product)
})
