/** When a show starts: followers and reminded users are told, once each, in batches, and nobody else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let show: Show

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show('scheduled')
})

const follow = (user: string) =>
  market.db.as(user, (tx) => tx`insert into public.follows (seller_id) values (${show.host})`)
const remind = (user: string) =>
  market.db.as(user, (tx) => tx`insert into public.show_reminders (show_id) values (${show.id})`)
const start = () => call(market.db, show.host, 'start_show', { p_show_id: show.id })
const callAudience = (batch: number) => market.db.sql`select private.call_audience(${batch})`

async function told(): Promise<string[]> {
  const rows = await market.db.sql<{ user_id: string }[]>`
    select user_id from public.notifications where kind = 'show_started' and subject ->> 'show_id' = ${show.id}`
  return rows.map(({ user_id }) => user_id).sort()
}

test('followers and reminded users are told once each, whoever is both once as well', async () => {
  const [follower, reminded, both, stranger] = await Promise.all(
    Array.from({ length: 4 }, () => market.bidder()),
  )
  if (!follower || !reminded || !both || !stranger) throw new Error('four')
  for (const user of [follower, both]) await follow(user)
  for (const user of [reminded, both]) await remind(user)
  await market.db.sql`select private.engage()`
  expect(await told()).toEqual([])
  await start()
  expect(await told()).toEqual([])
  await market.db.sql`select private.engage()`
  await market.db.sql`select private.engage()`
  expect(await told()).toEqual([follower, reminded, both].sort())
  const rows = await market.db.as(
    follower,
    (tx) => tx`select title, body, subject from public.notifications`,
  )
  expect(rows).toEqual([{ title: 'A shop is live', body: 'A show', subject: { show_id: show.id } }])
})

test('many are told in batches, none twice and none left out', async () => {
  const users = await Promise.all(Array.from({ length: 7 }, () => market.bidder()))
  for (const user of users) await follow(user)
  await start()
  await callAudience(3)
  expect(await told()).toHaveLength(3)
  await callAudience(3)
  expect(await told()).toHaveLength(6)
  await callAudience(3)
  await callAudience(3)
  expect(await told()).toEqual([...users].sort())
})

test('who is banned is not called, and nobody to a show that is over', async () => {
  const [banned, late] = [await market.bidder(), await market.bidder()]
  await follow(banned)
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${banned})`
  await start()
  await callAudience(10)
  expect(await told()).toEqual([])
  show = await market.show('scheduled')
  await follow(late)
  await start()
  await call(market.db, show.host, 'end_show', { p_show_id: show.id })
  await callAudience(10)
  expect(await told()).toEqual([])
})
