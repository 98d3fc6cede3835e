/** Whose rows are whose: what the policies let through, by row and by role. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let ann: string
let bob: string
let other: string
let sold: string
let draftAuction: string
let draftShow: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
  other = await market.newSeller()
  sold = await market.auction()
  await market.bid(ann, sold, 5000)
  await market.endIn(sold, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: sold })
  draftAuction = await market.draftAuction()
  draftShow = await market.show('draft')
  await market.db.as(ann, (tx) => tx`insert into public.watches (auction_id) values (${sold})`)
})
afterAll(() => market.db.drop())

async function count(caller: string, query: string): Promise<number> {
  const [row] = await market.db.as(caller, (tx) =>
    tx.unsafe<{ n: number }[]>(`select count(*)::int as n from ${query}`),
  )
  return row?.n ?? -1
}

/** How many rows a write reaches. */
const reach = async (caller: string, statement: string): Promise<number> =>
  (await market.db.as(caller, (tx) => tx.unsafe(statement))).count

test('orders and their items are seen by buyer, seller and admins only', async () => {
  const [seen, unseen] = [
    [ann, market.seller, await market.admin()],
    [bob, other],
  ]
  for (const caller of seen) {
    expect(await count(caller, 'public.orders')).toBe(1)
    expect(await count(caller, 'public.order_items')).toBe(1)
  }
  for (const caller of unseen) {
    expect(await count(caller, 'public.orders')).toBe(0)
    expect(await count(caller, 'public.order_items')).toBe(0)
    expect(
      await count(caller, 'public.auctions a join public.order_items i on i.auction_id = a.id'),
    ).toBe(0)
  }
})

test('addresses are read and written by their owner only', async () => {
  expect(await count(ann, 'public.addresses')).toBe(1)
  const where = `where user_id = '${ann}'`
  for (const caller of [bob, market.seller, await market.admin()]) {
    expect(await count(caller, `public.addresses ${where}`)).toBe(0)
    expect(await reach(caller, `update public.addresses set city = 'X' ${where}`)).toBe(0)
    expect(await reach(caller, `delete from public.addresses ${where}`)).toBe(0)
  }
  const forged = market.db.as(
    bob,
    (tx) => tx`insert into public.addresses (user_id, full_name, line1, city, country)
      values (${ann}, 'B', 'B', 'B', 'DE')`,
  )
  expect(await failureOf(forged)).toMatchObject({ code: '42501' })
})

test('where an order goes is seen by its buyer, and by its seller once it is paid', async () => {
  await market.db.sql`
    select private.seal_order(order_id) from public.order_items where auction_id = ${sold}`
  const seen = async (caller: string) => count(caller, 'public.order_addresses')
  expect([await seen(ann), await seen(market.seller), await seen(bob), await seen(other)]).toEqual([
    1, 0, 0, 0,
  ])
  await market.db.sql`
    update public.orders set status = 'paid' where id in (select order_id from public.order_items where auction_id = ${sold})`
  expect([await seen(ann), await seen(market.seller), await seen(bob), await seen(other)]).toEqual([
    1, 1, 0, 0,
  ])
})

test('account details are seen and changed by their owner only', async () => {
  expect(await count(ann, 'public.account_details')).toBe(1)
  expect(await count(ann, `public.account_details where user_id = '${bob}'`)).toBe(0)
  expect(await reach(ann, `update public.account_details set full_name = 'Ann'`)).toBe(1)
  expect(
    await reach(ann, `update public.account_details set full_name = 'X' where user_id = '${bob}'`),
  ).toBe(0)
  expect(await count(bob, `public.account_details where full_name is not null`)).toBe(0)
})

test('watches belong to their owner, also towards the seller', async () => {
  expect(await count(ann, 'public.watches')).toBe(1)
  expect(await count(bob, 'public.watches')).toBe(0)
  expect(await count(market.seller, 'public.watches')).toBe(0)
  expect(await reach(bob, 'delete from public.watches')).toBe(0)
  expect(await count(ann, 'public.watches')).toBe(1)
})

test('nobody watches what they may not see (42501)', async () => {
  const attempt = market.db.as(
    bob,
    (tx) => tx`insert into public.watches (auction_id) values (${draftAuction})`,
  )
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('draft auctions, shows and products are seen by their owner only', async () => {
  const drafts = [
    [market.seller, `public.auctions where id = '${draftAuction}'`],
    [draftShow.host, `public.shows where id = '${draftShow.id}'`],
    [market.seller, `public.products where status = 'draft' and seller_id = '${market.seller}'`],
  ] as const
  for (const [owner, query] of drafts) {
    expect(await count(owner, query)).toBe(1)
    for (const caller of ['anon', bob, other]) expect(await count(caller, query)).toBe(0)
  }
})

test('the ledger of an auction is seen by everybody, through the view and the table alike', async () => {
  for (const caller of ['anon', bob]) {
    expect(await count(caller, `public.auction_events where auction_id = '${sold}'`)).toBe(3)
    expect(await count(caller, `private.auction_events where auction_id = '${sold}'`)).toBe(3)
  }
  await market.db.sql`update public.auctions set status = 'draft' where id = ${sold}`
  expect(await count('anon', `public.auction_events where auction_id = '${sold}'`)).toBe(0)
  expect(await count(bob, `public.bids where auction_id = '${sold}'`)).toBe(0)
  await market.db.sql`update public.auctions set status = 'sold' where id = ${sold}`
})

test('applications for a shop are seen by the applicant and admins, approved shops by all', async () => {
  const applicant = await market.db.createUser()
  await call(market.db, applicant, 'apply_as_seller', { p_shop_name: 'Soon' })
  const query = `public.sellers where id = '${applicant}'`
  expect(await count(applicant, query)).toBe(1)
  expect(await count(await market.admin(), query)).toBe(1)
  for (const caller of ['anon', bob]) expect(await count(caller, query)).toBe(0)
  await call(market.db, 'service_role', 'approve_seller', { p_user_id: applicant })
  expect(await count('anon', query)).toBe(1)
})

test('nobody approves themselves or renames another (42501)', async () => {
  const applicant = await market.db.createUser()
  await call(market.db, applicant, 'apply_as_seller', { p_shop_name: 'Soon' })
  const attempt = market.db.as(applicant, (tx) => tx`update public.sellers set status = 'approved'`)
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  expect(
    await reach(applicant, `update public.sellers set shop_name = 'Mine' where id = '${other}'`),
  ).toBe(0)
  expect(await reach(applicant, `update public.sellers set shop_name = 'Mine'`)).toBe(1)
})

test('profiles are public, changed by their owner only, names not at all (42501)', async () => {
  expect(await count('anon', `public.profiles where id = '${ann}'`)).toBe(1)
  expect(await reach(ann, `update public.profiles set bio = 'Hello'`)).toBe(1)
  expect(await reach(ann, `update public.profiles set bio = 'X' where id = '${bob}'`)).toBe(0)
  const attempt = market.db.as(ann, (tx) => tx`update public.profiles set username = 'admin'`)
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('sellers write their own drafts of products, never on behalf of another, never their status', async () => {
  const product = await market.product()
  const insert = (caller: string, columns: string, values: string) =>
    market.db.as(caller, (tx) =>
      tx.unsafe(
        `insert into public.products (category_id, title${columns}) values ('${market.category}', 'Mine'${values})`,
      ),
    )
  expect(await failureOf(insert(other, ', seller_id', `, '${market.seller}'`))).toMatchObject({
    code: '42501',
  })
  expect(await failureOf(insert(other, ', status', `, 'active'`))).toMatchObject({ code: '42501' })
  expect(await failureOf(insert('anon', '', ''))).toMatchObject({ code: '42501' })
  expect(await failureOf(insert(bob, '', ''))).toMatchObject({ code: '23503' })
  const where = `where id = '${product}'`
  expect(await reach(other, `update public.products set title = 'Stolen' ${where}`)).toBe(0)
  expect(await reach(other, `delete from public.products ${where}`)).toBe(0)
  expect(await reach(market.seller, `update public.products set title = 'Better' ${where}`)).toBe(1)
  expect(await reach(market.seller, `delete from public.products ${where}`)).toBe(1)
})

test('a product on offer is frozen for its seller', async () => {
  const auction = await market.auction()
  const where = `where id = (select product_id from public.auctions where id = '${auction}')`
  expect(await count(market.seller, `public.products ${where}`)).toBe(1)
  expect(await reach(market.seller, `update public.products set title = 'Switched' ${where}`)).toBe(
    0,
  )
  expect(await reach(market.seller, `delete from public.products ${where}`)).toBe(0)
})

test('hosts write their own drafts of shows, never their status, never a live one', async () => {
  const status = market.db.as(draftShow.host, (tx) => tx`update public.shows set status = 'live'`)
  expect(await failureOf(status)).toMatchObject({ code: '42501' })
  const where = `where id = '${draftShow.id}'`
  expect(await reach(other, `update public.shows set title = 'Stolen' ${where}`)).toBe(0)
  expect(await reach(other, `delete from public.shows ${where}`)).toBe(0)
  expect(await reach(draftShow.host, `update public.shows set title = 'Better' ${where}`)).toBe(1)
  const live = await market.show()
  expect(
    await reach(live.host, `update public.shows set title = 'Switched' where id = '${live.id}'`),
  ).toBe(0)
  expect(await reach(live.host, `delete from public.shows where id = '${live.id}'`)).toBe(0)
})

test('a buyer without a shop cannot draft a show (23503)', async () => {
  const attempt = market.db.as(bob, (tx) => tx`insert into public.shows (title) values ('Mine')`)
  expect(await failureOf(attempt)).toMatchObject({ code: '23503' })
})

test('removed chat messages and inactive categories are hidden from all', async () => {
  const show = await market.show()
  const message = await call<{ id: string }>(market.db, ann, 'send_chat_message', {
    p_show_id: show.id,
    p_body: 'Hello',
    p_client_id: randomUUID(),
  })
  const query = `public.chat_messages where id = '${message.id}'`
  expect(await count('anon', query)).toBe(1)
  await market.db.sql`update public.chat_messages set removed_at = now() where id = ${message.id}`
  await market.db
    .sql`insert into public.categories (slug, name, active) values ('gone', 'Gone', false)`
  for (const caller of ['anon', ann, show.host]) {
    expect(await count(caller, query)).toBe(0)
    expect(await count(caller, `public.categories where slug = 'gone'`)).toBe(0)
  }
})

test('moderation of a show is seen by the host, moderators and the one concerned', async () => {
  const show = await market.show()
  const moderator = await market.bidder()
  await market.db.sql`
    insert into public.show_moderation (show_id, user_id, muted_until, moderator)
    values (${show.id}, ${ann}, 'infinity', false), (${show.id}, ${moderator}, null, true)`
  const query = `public.show_moderation where show_id = '${show.id}'`
  expect(await count(show.host, query)).toBe(2)
  expect(await count(moderator, query)).toBe(2)
  expect(await count(ann, query)).toBe(1)
  expect(await count(bob, query)).toBe(0)
})

test('giveaways, their entries and polls are seen by whoever may see the show', async () => {
  const show = await market.show()
  await call(market.db, ann, 'show_heartbeat', { p_show_id: show.id })
  const { id } = await call<{ id: string }>(market.db, show.host, 'open_giveaway', {
    p_show_id: show.id,
    p_prize: 'A print',
  })
  await call(market.db, ann, 'enter_giveaway', { p_giveaway_id: id })
  await call(market.db, show.host, 'open_poll', {
    p_show_id: show.id,
    p_question: 'Which one?',
    p_options: ['This', 'That'],
  })
  const queries = [
    `public.giveaways where id = '${id}'`,
    `public.giveaway_entries where giveaway_id = '${id}'`,
    `private.giveaway_entries where giveaway_id = '${id}'`,
    `public.polls where show_id = '${show.id}'`,
  ]
  for (const query of queries) {
    for (const caller of ['anon', bob, show.host]) expect(await count(caller, query), query).toBe(1)
  }
  await market.db.sql`
    update public.shows set status = 'draft', started_at = null where id = ${show.id}`
  for (const query of queries) {
    for (const caller of ['anon', bob]) expect(await count(caller, query), query).toBe(0)
    expect(await count(show.host, query), query).toBe(1)
  }
})
