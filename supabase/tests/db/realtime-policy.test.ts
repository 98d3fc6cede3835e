/** Who may listen to which private topic, asked of the real policy as Realtime asks it; and that nobody may send. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

let market: Market
let people: Record<string, string>
let shows: Record<'draft' | 'scheduled' | 'live' | 'ended' | 'cancelled', Show>
let auctions: Record<'open' | 'draft', string>

beforeAll(async () => {
  market = await openMarket()
  const [ann, bob, removed, banned] = [
    ...[await market.bidder(), await market.bidder(), await market.bidder(), await market.bidder()],
  ]
  if (!ann || !bob || !removed || !banned) throw new Error('four bidders')
  const ended = await market.show()
  await call(market.db, ended.host, 'end_show', { p_show_id: ended.id })
  const cancelled = await market.show('scheduled')
  await call(market.db, cancelled.host, 'cancel_show', { p_show_id: cancelled.id })
  shows = {
    draft: await market.show('draft'),
    scheduled: await market.show('scheduled'),
    live: await market.show(),
    ended,
    cancelled,
  }
  auctions = { open: await market.auction(), draft: await market.draftAuction() }
  people = { anon: 'anon', ann, bob, removed, banned, seller: market.seller }
  await market.db.sql`
    insert into public.show_moderation (show_id, user_id, banned_until) values (${shows.live.id}, ${removed}, 'infinity')`
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${shows.live.host}, ${banned})`
})
afterAll(() => market.db.drop())

/** Realtime writes a message to the topic, asks as the subscriber whether it is seen, and rolls back. */
async function maySee(caller: string, topic: string, extension = 'broadcast'): Promise<boolean> {
  await market.db.admin`
    insert into realtime.messages (topic, extension, event, payload, private)
    values (${topic}, ${extension}, 'probe', '{}', true)`
  const rows = await market.db.as(caller, async (tx) => {
    await tx`select set_config('realtime.topic', ${topic}, true)`
    return tx`select 1 from realtime.messages where topic = ${topic} and extension = ${extension} limit 1`
  })
  return rows.length === 1
}

async function listeners(topic: string, host: string): Promise<string[]> {
  const names: string[] = []
  for (const [name, caller] of Object.entries({ ...people, host })) {
    if (await maySee(caller, topic)) names.push(name)
  }
  return names
}

const everybody = ['anon', 'ann', 'bob', 'removed', 'banned', 'seller', 'host']

test.each([
  ['draft', ['host']],
  ['scheduled', everybody],
  ['live', ['anon', 'ann', 'bob', 'seller', 'host']],
  ['ended', everybody],
  ['cancelled', ['host']],
] as const)('a %s show and its chat are heard by %j', async (status, expected) => {
  const { id, host } = shows[status]
  expect(await listeners(`show:${id}`, host)).toEqual(expected)
  expect(await listeners(`show:${id}:chat`, host)).toEqual(expected)
})

test('a public auction is heard by everybody, a draft by its seller', async () => {
  expect(await listeners(`auction:${auctions.open}`, 'anon')).toEqual(everybody)
  expect(await listeners(`auction:${auctions.draft}`, 'anon')).toEqual(['seller'])
})

test('a user’s topic is heard by that user alone', async () => {
  expect(await listeners(`user:${people.ann}`, 'anon')).toEqual(['ann'])
})

test('every other topic is heard by nobody', async () => {
  const { id, host } = shows.live
  for (const topic of [
    ...[
      '',
      ':',
      'show',
      'show:',
      'show:x',
      'user:',
      'user:anon',
      'auction:*',
      'realtime:*',
      'show:%',
    ],
    ...[
      `show:${id}:secrets`,
      `show:${id}:chat:more`,
      `show:${id}:`,
      `:show:${id}`,
      `Show:${id}`,
      `other:${id}`,
    ],
    ...[
      `show:${id} `,
      `show:${id.toUpperCase()}`,
      `auction:${auctions.open}:chat`,
      `user:${people.ann}:chat`,
    ],
    ...[
      `show:${randomUUID()}`,
      `auction:${randomUUID()}`,
      `auction:${id}`,
      `show:${auctions.open}`,
    ],
  ]) {
    expect(await listeners(topic, host), topic).toEqual([])
  }
})

test('presence is for nobody', async () => {
  const { id, host } = shows.live
  for (const caller of ['anon', people.ann ?? '', host]) {
    expect(await maySee(caller, `show:${id}`, 'presence')).toBe(false)
  }
})

test('nobody sends: no insert, no update, no realtime.send, not even the host (42501)', async () => {
  const { id, host } = shows.live
  const topic = `show:${id}`
  for (const caller of ['anon', people.ann ?? '', host]) {
    for (const extension of ['broadcast', 'presence']) {
      const forged = market.db.as(caller, async (tx) => {
        await tx`select set_config('realtime.topic', ${topic}, true)`
        return tx`
          insert into realtime.messages (topic, extension, event, payload, private)
          values (${topic}, ${extension}, 'auction', '{"price_cents": 1}', true)`
      })
      expect(await failureOf(forged)).toMatchObject({ code: '42501' })
    }
    await market.db.as(
      caller,
      (tx) => tx`select realtime.send('{"forged": true}', 'auction', ${topic}, true)`,
    )
    const changed = await market.db.as(caller, async (tx) => {
      await tx`select set_config('realtime.topic', ${topic}, true)`
      return tx`update realtime.messages set payload = '{"forged": true}' where topic = ${topic}`
    })
    expect(changed.count).toBe(0)
  }
  const forged = await market.db
    .admin`select 1 from realtime.messages where payload ? 'forged' or payload ->> 'price_cents' = '1'`
  expect(forged).toHaveLength(0)
})
