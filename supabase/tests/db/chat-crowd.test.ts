/** What a show says by itself, how a crowded chat is batched, and reactions. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { ChatMessage } from '../support/shapes.ts'

interface Batch {
  messages: (ChatMessage & { detail: Record<string, unknown> | null })[]
}

let market: Market
let room: Room
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  room = await openRoom(market)
  ann = await market.bidder()
})

const tick = () => market.db.sql`select private.tick_chat()`
const viewers = (count: number) =>
  market.db.sql`update public.shows set viewers = ${count} where id = ${room.show.id}`
const said = async () =>
  (await room.heard<Batch>('chat')).flatMap(({ messages }) => messages.map(({ detail }) => detail))

test('the show says what happens: start, lots, prices, end', async () => {
  const [first, second] = [await market.lot(room.show), await market.lot(room.show)]
  await call(market.db, room.show.host, 'open_lot', { p_auction_id: first })
  await market.bid(ann, first, 5000)
  await market.endIn(first, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: first })
  await call(market.db, room.show.host, 'open_lot', { p_auction_id: second })
  await market.endIn(second, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: second })
  await call(market.db, room.show.host, 'end_show', { p_show_id: room.show.id })
  const lot = { title: 'A thing' }
  expect(await said()).toMatchObject([
    { type: 'show_started' },
    {
      type: 'lot_open',
      auction_id: first,
      lot_number: 1,
      ...lot,
      price_cents: 1000,
      currency: 'USD',
    },
    { type: 'lot_sold', auction_id: first, lot_number: 1, ...lot, price_cents: 1000 },
    { type: 'lot_open', auction_id: second, lot_number: 2, ...lot },
    { type: 'lot_unsold', auction_id: second, lot_number: 2, ...lot },
    { type: 'show_ended' },
  ])
})

test('a bid, an extension or a silent raise says nothing', async () => {
  const lot = await market.lot(room.show)
  await call(market.db, room.show.host, 'open_lot', { p_auction_id: lot })
  const before = (await said()).length
  await market.bid(ann, lot, 5000)
  await market.bid(ann, lot, 9000)
  await call(market.db, room.show.host, 'extend_lot', { p_auction_id: lot, p_seconds: 5 })
  await market.db.sql`select private.tick()`
  expect(await said()).toHaveLength(before)
})

test('a crowd that comes in together is welcomed, but not in the first minute', async () => {
  await viewers(30)
  expect(await said()).toMatchObject([{ type: 'show_started' }])
  await market.db.sql`
    update public.shows set started_at = started_at - interval '5 minutes' where id = ${room.show.id}`
  await viewers(45)
  await viewers(64)
  await viewers(96)
  await viewers(97)
  await viewers(60)
  expect((await said()).slice(1)).toMatchObject([{ type: 'raid', viewers: 32 }])
})

test('up to 200 viewers hear each message at once, more of them once a second together', async () => {
  await viewers(200)
  await room.say(ann, 'at once')
  const before = (await room.heard<Batch>('chat')).length
  await viewers(201)
  const waiting = [await room.say(ann, 'one'), await room.say(ann, 'two')]
  expect(await room.heard<Batch>('chat')).toHaveLength(before)
  await tick()
  const batches = await room.heard<Batch>('chat')
  expect(batches).toHaveLength(before + 1)
  expect(batches.at(-1)?.messages).toEqual(waiting)
  await tick()
  expect(await room.heard<Batch>('chat')).toHaveLength(before + 1)
})

test('what is removed while it waits is never sent', async () => {
  await viewers(500)
  await room.say(ann, 'fine')
  const bad = await room.say(ann, 'bad')
  await call(market.db, room.show.host, 'remove_chat_message', { p_message_id: bad.id })
  await tick()
  const bodies = (await room.heard<Batch>('chat')).at(-1)?.messages.map(({ body }) => body)
  expect(bodies).toEqual(['fine'])
})

test('a batch holds a hundred messages at most, in order', async () => {
  await viewers(500)
  await market.db.sql`
    with said as (
      insert into public.chat_messages (show_id, user_id, body, client_id)
      select ${room.show.id}, ${ann}, n::text, gen_random_uuid() from generate_series(1, 150) n returning id, show_id)
    insert into private.chat_backlog (message_id, show_id) select id, show_id from said`
  await tick()
  const [first, second] = (await room.heard<Batch>('chat')).slice(-2)
  expect([first?.messages.length, second?.messages.length]).toEqual([100, 50])
  const [stored] = await market.db.sql<{ bodies: string[] }[]>`
    select array_agg(body order by created_at, id) as bodies from public.chat_messages
    where show_id = ${room.show.id} and kind = 'text'`
  const heard = [...(first?.messages ?? []), ...(second?.messages ?? [])].map(({ body }) => body)
  expect(heard).toEqual(stored?.bodies)
})

const react = (caller: string, args: Arguments = {}) =>
  call(market.db, caller, 'send_reaction', {
    p_show_id: room.show.id,
    p_kind: 'heart',
    p_count: 1,
    ...args,
  })

test('send_reaction is counted and broadcast once a second, and leaves nothing behind', async () => {
  await react(ann, { p_count: 3 })
  await react(await market.bidder(), { p_count: 2 })
  await react(ann, { p_kind: 'fire' })
  expect(await room.heard('reactions')).toEqual([])
  await tick()
  await tick()
  expect(await room.heard<{ counts: object }>('reactions')).toMatchObject([
    { counts: { heart: 5, fire: 1 } },
  ])
  const [left] = await market.db.sql<{ n: number }[]>`
    select count(*)::int as n from private.reaction_taps`
  expect(left?.n).toBe(0)
})

test.each<[string, Arguments, string]>([
  ['another sign', { p_kind: '💩' }, 'p_kind'],
  ['no sign', { p_kind: null }, 'p_kind'],
  ['no taps', { p_count: 0 }, 'p_count'],
  ['eleven taps', { p_count: 11 }, 'p_count'],
  ['no count', { p_count: null }, 'p_count'],
])('send_reaction refuses %s (INVAL)', async (_what, args, field) => {
  expect(await failureOf(react(ann, args))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('send_reaction refuses visitors (42501), the banned (KBANN), other shows (NOFND, STATE), floods (RTLIM)', async () => {
  expect(await failureOf(react('anon'))).toMatchObject({ code: '42501' })
  expect(await failureOf(react(ann, { p_show_id: randomUUID() }))).toMatchObject({ code: 'NOFND' })
  const scheduled = await market.show('scheduled')
  expect(await failureOf(react(ann, { p_show_id: scheduled.id }))).toMatchObject({ code: 'STATE' })
  const codes: unknown[] = []
  for (let i = 0; i < 20 && codes.length === 0; i++) {
    await react(ann).catch((error: unknown) => codes.push(Reflect.get(Object(error), 'code')))
  }
  expect(codes).toEqual(['RTLIM'])
  await room.moderate(room.show.host, ann, 'ban')
  expect(await failureOf(react(ann))).toMatchObject({ code: 'KBANN' })
})
