/** Giveaways and polls under real concurrency: many connections at the same instant. */
import type { Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verifyDraw } from '../../../web/lib/giveaway/verify.ts'
import { type Arguments, call, rowsOf } from '../support/call.ts'
import { enterRequest } from '../support/caller.ts'
import {
  arrive,
  closeEntries,
  type Giveaway,
  giveawayEvents,
  openGiveaway,
  recordOf,
} from '../support/giveaways.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import { waitsForLock } from '../support/waiting.ts'

let market: Market
let connections: Sql[]
let show: Show

beforeAll(async () => {
  market = await openMarket()
  connections = Array.from({ length: 10 }, () => market.db.connect('authenticator'))
  // Connected before the race, so that it is one.
  await Promise.all(connections.map((connection) => connection`select 1`))
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  show = await market.show()
})

/** One call on each of the ten connections at once. */
function atOnce<T>(calls: readonly { caller: string; name: string; args: Arguments }[]) {
  return Promise.allSettled(
    calls.map(async ({ caller, name, args }, index) => {
      const connection = connections[index]
      if (!connection) throw new Error('ten at once')
      let reply: T | undefined
      await connection.begin(async (tx) => {
        await enterRequest(tx, caller, {})
        ;[reply] = await rowsOf<T>(tx, name, args)
      })
      if (reply === undefined) throw new Error('no reply')
      return reply
    }),
  )
}

const repliesOf = <T>(settled: PromiseSettledResult<T>[]): T[] =>
  settled.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })

const failuresOf = (settled: PromiseSettledResult<unknown>[]): unknown[] =>
  settled.flatMap((result) =>
    result.status === 'rejected' ? [Reflect.get(result.reason, 'code')] : [],
  )

const ten = <T>(of: (index: number) => T): T[] =>
  Array.from({ length: 10 }, (_, index) => of(index))

test('the same person entering ten times at once has one entry', async () => {
  const ann = await market.bidder()
  await arrive(market, show, ann)
  const giveaway = await openGiveaway(market, show)
  const args = { p_giveaway_id: giveaway.id }
  const replies = repliesOf(
    await atOnce<Giveaway>(ten(() => ({ caller: ann, name: 'enter_giveaway', args }))),
  )
  expect(new Set(replies.map(({ you }) => you?.position))).toEqual(new Set([1]))
  expect((await recordOf(market, giveaway)).entries).toHaveLength(1)
})

test('ten people entering at once stand in one unbroken chain', async () => {
  const viewers = await Promise.all(ten(() => market.bidder()))
  await arrive(market, show, ...viewers)
  const giveaway = await openGiveaway(market, show)
  const args = { p_giveaway_id: giveaway.id }
  const replies = repliesOf(
    await atOnce<Giveaway>(viewers.map((caller) => ({ caller, name: 'enter_giveaway', args }))),
  )
  expect(replies.map(({ you }) => you?.position).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
    ten((index) => index + 1),
  )
  await closeEntries(market, giveaway)
  await call(market.db, show.host, 'draw_giveaway', args)
  expect(await verifyDraw(await recordOf(market, giveaway))).toMatchObject({
    ok: true,
    entries: 10,
  })
})

test('ten draws at once, and the tick among them, have one result and one announcement', async () => {
  const ann = await market.bidder()
  const bob = await market.bidder()
  await arrive(market, show, ann, bob)
  const giveaway = await openGiveaway(market, show)
  for (const viewer of [ann, bob]) {
    await call(market.db, viewer, 'enter_giveaway', { p_giveaway_id: giveaway.id })
  }
  await closeEntries(market, giveaway)
  const told = (await giveawayEvents(market, show)).length
  const args = { p_giveaway_id: giveaway.id }
  const [settled] = await Promise.all([
    atOnce<Giveaway>(ten(() => ({ caller: show.host, name: 'draw_giveaway', args }))),
    market.db.sql`select private.engage()`,
  ])
  const replies = repliesOf(settled)
  expect(new Set(replies.map(({ winner, seed }) => `${winner} ${seed}`)).size).toBe(1)
  const events = (await giveawayEvents(market, show)).slice(told)
  expect(events.filter(({ payload }) => payload.status === 'drawn')).toHaveLength(1)
})

test('a draw and a calling-off at once: one of them happens, the others are told which', async () => {
  const ann = await market.bidder()
  await arrive(market, show, ann)
  const giveaway = await openGiveaway(market, show)
  await call(market.db, ann, 'enter_giveaway', { p_giveaway_id: giveaway.id })
  await closeEntries(market, giveaway)
  const args = { p_giveaway_id: giveaway.id }
  const settled = await atOnce<Giveaway>(
    ten((index) => ({
      caller: show.host,
      name: index % 2 === 0 ? 'draw_giveaway' : 'cancel_giveaway',
      args,
    })),
  )
  expect(failuresOf(settled)).toEqual(Array.from({ length: 5 }, () => 'STATE'))
  const outcomes = settled.flatMap((each) =>
    each.status === 'fulfilled' ? [each.value.status] : [],
  )
  expect(new Set(outcomes).size).toBe(1)
})

test('ten openings at once open one giveaway', async () => {
  const args = { p_show_id: show.id, p_prize: 'A print' }
  const settled = await atOnce<Giveaway>(
    ten(() => ({ caller: show.host, name: 'open_giveaway', args })),
  )
  expect(failuresOf(settled)).toEqual(Array.from({ length: 9 }, () => 'STATE'))
})

test('entries that meet the end of the show are in the chain or refused, never half', async () => {
  const viewers = await Promise.all(Array.from({ length: 9 }, () => market.bidder()))
  await arrive(market, show, ...viewers)
  const giveaway = await openGiveaway(market, show)
  const settled = await atOnce<Giveaway>([
    ...viewers.map((caller) => ({
      caller,
      name: 'enter_giveaway',
      args: { p_giveaway_id: giveaway.id },
    })),
    { caller: show.host, name: 'end_show', args: { p_show_id: show.id } },
  ])
  const refused = failuresOf(settled)
  expect(new Set([...refused, 'STATE'])).toEqual(new Set(['STATE']))
  const record = await recordOf(market, giveaway)
  expect(record.entries).toHaveLength(9 - refused.length)
  expect(record.giveaway).toMatchObject({ status: 'cancelled', entries: 9 - refused.length })
})

test('ten votes of one person at once count once, and the close loses none', async () => {
  const [ann, ...others] = await Promise.all(ten(() => market.bidder()))
  if (!ann) throw new Error('nobody')
  const poll = await call<{ id: string }>(market.db, show.host, 'open_poll', {
    p_show_id: show.id,
    p_question: 'Which one?',
    p_options: ['This', 'That'],
  })
  const vote = (caller: string, choice: number) => ({
    caller,
    name: 'vote_in_poll',
    args: { p_poll_id: poll.id, p_choice: choice },
  })
  const mine = await atOnce(ten((index) => vote(ann, (index % 2) + 1)))
  expect(mine.some(({ status }) => status === 'fulfilled')).toBe(true)
  const close = { caller: show.host, name: 'close_poll', args: { p_poll_id: poll.id } }
  const settled = await atOnce(
    [...others.map((caller) => vote(caller, 2)), close].sort(() => Math.random() - 0.5),
  )
  const refused = failuresOf(settled)
  const [row] = await market.db.sql<{ tallies: number[] }[]>`
    select tallies from public.polls where id = ${poll.id}`
  expect(row?.tallies.reduce((sum, votes) => sum + votes, 0)).toBe(
    1 + others.length - refused.length,
  )
  expect(new Set([...refused, 'STATE'])).toEqual(new Set(['STATE']))
})

test('the end of a show takes polls before giveaways, as the second’s count does: neither waits in a circle', async () => {
  const giveaway = await openGiveaway(market, show)
  const poll = await call<{ id: string }>(market.db, show.host, 'open_poll', {
    p_show_id: show.id,
    p_question: 'Which next?',
    p_options: ['This', 'That'],
  })
  const counting = market.db.connect()
  const ended = await counting.begin(async (tx) => {
    await tx`select 1 from public.polls where id = ${poll.id} for update`
    const done = call(market.db, show.host, 'end_show', { p_show_id: show.id })
    await waitsForLock(market.db, 'end_show')
    await tx`select private.lock_giveaway(${giveaway.id})`
    return { done }
  })
  expect(await ended.done).toMatchObject({ status: 'ended' })
  expect((await recordOf(market, giveaway)).giveaway.status).toBe('cancelled')
})
