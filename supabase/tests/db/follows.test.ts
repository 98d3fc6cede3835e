/** Following a shop and being reminded of a show: own rows only, counted, limited. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let ann: string
let bob: string
let scheduled: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  bob = await market.bidder()
  scheduled = await market.show('scheduled')
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  await market.db.sql`delete from public.follows`
  await market.db.sql`delete from public.show_reminders`
})

const follow = (caller: string, seller: string) =>
  market.db.as(caller, (tx) => tx`insert into public.follows (seller_id) values (${seller})`)

const remind = (caller: string, show: string) =>
  market.db.as(caller, (tx) => tx`insert into public.show_reminders (show_id) values (${show})`)

async function followers(seller: string): Promise<number> {
  const [row] = await market.db.as(
    'anon',
    (tx) => tx<{ followers: number }[]>`select followers from public.sellers where id = ${seller}`,
  )
  return row?.followers ?? -1
}

async function count(caller: string, table: string): Promise<number> {
  const [row] = await market.db.as(caller, (tx) =>
    tx.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`),
  )
  return row?.n ?? -1
}

test('everybody sees how many follow a shop, nobody who does', async () => {
  await follow(ann, market.seller)
  await follow(bob, market.seller)
  expect(await followers(market.seller)).toBe(2)
  expect(await count(ann, 'public.follows')).toBe(1)
  expect(await count(market.seller, 'public.follows')).toBe(0)
  expect(await failureOf(count('anon', 'public.follows'))).toMatchObject({ code: '42501' })
})

test('unfollowing reaches the own row only, and the number follows', async () => {
  await follow(ann, market.seller)
  const remove = (caller: string) => market.db.as(caller, (tx) => tx`delete from public.follows`)
  expect((await remove(bob)).count).toBe(0)
  expect(await followers(market.seller)).toBe(1)
  expect((await remove(ann)).count).toBe(1)
  expect(await followers(market.seller)).toBe(0)
})

test('a follower who deletes the account is no longer counted', async () => {
  const gone = await market.db.createUser()
  await follow(gone, market.seller)
  await market.db.admin`delete from auth.users where id = ${gone}`
  expect(await followers(market.seller)).toBe(0)
})

test('twice is once: the second is refused by the key, ten at once count one (23505)', async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 10 }, () => follow(ann, market.seller)),
  )
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await failureOf(follow(ann, market.seller))).toMatchObject({ code: '23505' })
  expect(await followers(market.seller)).toBe(1)
})

test('nobody follows themselves (23514), in another’s name (42501), or a shop that is not open (42501)', async () => {
  expect(await failureOf(follow(market.seller, market.seller))).toMatchObject({ code: '23514' })
  const forged = market.db.as(
    bob,
    (tx) => tx`insert into public.follows (user_id, seller_id) values (${ann}, ${market.seller})`,
  )
  expect(await failureOf(forged)).toMatchObject({ code: '42501' })
  const applicant = await market.db.createUser()
  await call(market.db, applicant, 'apply_as_seller', { p_shop_name: 'Soon' })
  expect(await failureOf(follow(ann, applicant))).toMatchObject({ code: '42501' })
  expect(await failureOf(follow(applicant, applicant))).toMatchObject({ code: '42501' })
})

test('nobody writes the number themselves (42501)', async () => {
  const attempt = market.db.as(
    market.seller,
    (tx) => tx`update public.sellers set followers = 1000000 where id = ${market.seller}`,
  )
  expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
})

test('turning it on and off without end is slowed down (RTLIM)', async () => {
  const insistent = async () => {
    for (let turn = 0; turn < 70; turn++) {
      await follow(ann, market.seller)
      await market.db.as(ann, (tx) => tx`delete from public.follows`)
    }
  }
  expect(await failureOf(insistent())).toMatchObject({
    code: 'RTLIM',
    detail: { retry_after_ms: expect.any(Number) },
  })
})

test('a reminder is for a scheduled show, seen and taken back by its owner only', async () => {
  await remind(ann, scheduled.id)
  expect(await count(ann, 'public.show_reminders')).toBe(1)
  expect(await count(bob, 'public.show_reminders')).toBe(0)
  expect(await count(scheduled.host, 'public.show_reminders')).toBe(0)
  const remove = (caller: string) =>
    market.db.as(caller, (tx) => tx`delete from public.show_reminders`)
  expect((await remove(bob)).count).toBe(0)
  expect((await remove(ann)).count).toBe(1)
})

test('nobody is reminded of a draft, a running show, or in another’s name (42501)', async () => {
  const forged = market.db.as(
    bob,
    (tx) =>
      tx`insert into public.show_reminders (user_id, show_id) values (${ann}, ${scheduled.id})`,
  )
  expect(await failureOf(forged)).toMatchObject({ code: '42501' })
  for (const status of ['draft', 'live'] as const) {
    const { id } = await market.show(status)
    expect(await failureOf(remind(ann, id)), status).toMatchObject({ code: '42501' })
  }
})
