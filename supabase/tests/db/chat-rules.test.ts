/** Rules of a chat: slow mode, audience, the line of rules, the pinned message; and reading back. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { ChatMessage } from '../support/shapes.ts'

interface Rules {
  version: number
  slow_mode_seconds: number
  audience: string
  rules: string | null
  pinned: ChatMessage | null
}

let market: Market
let room: Room
let host: string
let mod: string
let ann: string

beforeAll(async () => {
  market = await openMarket()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  room = await openRoom(market)
  host = room.show.host
  mod = await room.moderator()
  ann = await market.bidder()
})

const set = (caller: string, args: Arguments, show = room.show.id) =>
  call<Rules>(market.db, caller, 'set_chat_rules', { p_show_id: show, ...args })
const pin = (caller: string, message: string | null, show = room.show.id) =>
  call<Rules>(market.db, caller, 'pin_chat_message', { p_show_id: show, p_message_id: message })
const snapshot = (caller: string) =>
  call<{ chat_rules: Rules; you: { chat_refusal: string | null } | null }>(
    market.db,
    caller,
    'show_snapshot',
    { p_show_id: room.show.id },
  )

test('set_chat_rules changes what is named, broadcasts it, and it is in the snapshot', async () => {
  const first = await set(mod, { p_slow_mode_seconds: 30, p_rules: ' Be kind.\u202e ' })
  expect(first).toEqual({
    version: 1,
    slow_mode_seconds: 30,
    audience: 'everyone',
    rules: 'Be kind.',
    pinned: null,
  })
  const second = await set(host, { p_audience: 'followers' })
  expect(second).toEqual({ ...first, version: 2, audience: 'followers' })
  expect(await set(host, { p_rules: '' })).toEqual({ ...second, version: 3, rules: null })
  const heard = await room.heard<Rules>('chat_rules')
  expect(heard.map(({ version }) => version)).toEqual([1, 2, 3])
  expect((await snapshot('anon')).chat_rules).toMatchObject({ version: 3, audience: 'followers' })
})

test.each<[string, Arguments, string, string | null]>([
  ['too slow a chat', { p_slow_mode_seconds: 301 }, 'INVAL', 'p_slow_mode_seconds'],
  ['a negative pause', { p_slow_mode_seconds: -1 }, 'INVAL', 'p_slow_mode_seconds'],
  ['a long line', { p_rules: 'x'.repeat(201) }, 'INVAL', 'p_rules'],
  ['an unknown audience', { p_audience: 'friends' }, '22P02', null],
])('set_chat_rules refuses %s (INVAL)', async (_what, args, code, field) => {
  expect(await failureOf(set(host, args))).toMatchObject(
    field === null ? { code } : { code, detail: { field } },
  )
})

test('set_chat_rules and pin_chat_message refuse viewers and strangers (42501), and what is not there (NOFND)', async () => {
  const elsewhere = await openRoom(market)
  const message = await room.say(ann, 'hi')
  for (const caller of ['anon', ann, elsewhere.show.host]) {
    expect(await failureOf(set(caller, {}))).toMatchObject({ code: '42501' })
    expect(await failureOf(pin(caller, message.id))).toMatchObject({ code: '42501' })
  }
  expect(await failureOf(set(host, {}, randomUUID()))).toMatchObject({ code: 'NOFND' })
  const foreign = await elsewhere.say(ann, 'hi')
  for (const id of [randomUUID(), foreign.id])
    expect(await failureOf(pin(host, id))).toMatchObject({ code: 'NOFND' })
})

test('set_chat_rules has no use after the show (STATE)', async () => {
  await call(market.db, host, 'end_show', { p_show_id: room.show.id })
  expect(await failureOf(set(host, { p_slow_mode_seconds: 5 }))).toMatchObject({ code: 'STATE' })
})

test('set_chat_rules and pin_chat_message refuse a flood (RTLIM)', async () => {
  const codes: unknown[] = []
  for (let i = 0; i < 90 && codes.length === 0; i++) {
    await (i % 2 ? set(host, {}) : pin(host, null)).catch((error: unknown) =>
      codes.push(Reflect.get(Object(error), 'code')),
    )
  }
  expect(codes).toEqual(['RTLIM'])
})

test('pin_chat_message keeps one message in sight until it is unpinned or removed', async () => {
  const message = await room.say(ann, 'Free shipping tonight?')
  expect(await pin(mod, message.id)).toMatchObject({ pinned: { id: message.id } })
  expect((await snapshot('anon')).chat_rules.pinned).toMatchObject({ body: message.body })
  expect(await pin(mod, null)).toMatchObject({ pinned: null })
  await pin(mod, message.id)
  await call(market.db, mod, 'remove_chat_message', { p_message_id: message.id })
  expect((await snapshot('anon')).chat_rules.pinned).toBeNull()
  expect((await room.heard<Rules>('chat_rules')).at(-1)).toMatchObject({ version: 4, pinned: null })
  expect(await failureOf(pin(mod, message.id))).toMatchObject({ code: 'NOFND' })
})

test('followers only: send_chat_message refuses others (NAUDI), never the staff', async () => {
  await set(host, { p_audience: 'followers' })
  expect(await failureOf(room.say(ann, 'hi'))).toMatchObject({
    code: 'NAUDI',
    detail: { audience: 'followers' },
  })
  expect((await snapshot(ann)).you).toMatchObject({ chat_refusal: 'NAUDI' })
  await market.db.as(ann, (tx) => tx`insert into public.follows (seller_id) values (${host})`)
  expect(await room.say(ann, 'hi')).toMatchObject({ body: 'hi' })
  expect((await snapshot(ann)).you).toMatchObject({ chat_refusal: null })
  for (const staff of [host, mod]) expect(await room.say(staff, 'hi')).toMatchObject({ body: 'hi' })
})

test('buyers only: who has bought anything before the show, so that no winner of this one is unmasked', async () => {
  await set(host, { p_audience: 'buyers' })
  const old = await market.auction()
  await market.bid(ann, old, 5000)
  await market.endIn(old, -1)
  await call(market.db, ann, 'close_auction', { p_auction_id: old })
  expect(await failureOf(room.say(ann, 'I have just won'))).toMatchObject({
    code: 'NAUDI',
    detail: { audience: 'buyers' },
  })
  await market.db.sql`
    update public.orders set created_at = created_at - interval '1 hour' where buyer_id = ${ann}`
  expect(await room.say(ann, 'hi')).toMatchObject({ body: 'hi' })
  await market.db
    .sql`update public.orders set status = 'cancelled', cancelled_at = now(), cancel_reason = 'unpaid'
    where buyer_id = ${ann}`
  expect(await failureOf(room.say(ann, 'hi'))).toMatchObject({ code: 'NAUDI' })
})

test('two messages at the same instant do not both pass slow mode', async () => {
  await set(host, { p_slow_mode_seconds: 60 })
  const results = await Promise.allSettled([room.say(ann, 'one'), room.say(ann, 'two')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('chat_history goes back by keyset, past what was removed', async () => {
  const sent: ChatMessage[] = []
  for (let i = 0; i < 7; i++) {
    sent.push(await room.say(ann, `${i}`))
  }
  const page = (caller: string, before: string | null, limit: number) =>
    call<ChatMessage[]>(market.db, caller, 'chat_history', {
      p_show_id: room.show.id,
      p_before: before,
      p_limit: limit,
    })
  const bodies = (messages: ChatMessage[]) => messages.map(({ body }) => body)
  const latest = await page('anon', null, 3)
  expect(bodies(latest)).toEqual(['4', '5', '6'])
  await call(market.db, mod, 'remove_chat_message', { p_message_id: latest[0]?.id ?? '' })
  expect(bodies(await page(ann, latest[0]?.id ?? '', 3))).toEqual(['1', '2', '3'])
  // "The show has started" came first.
  expect(await page(ann, sent[0]?.id ?? '', 3)).toMatchObject([{ kind: 'system' }])
  const { chat } = await call<{ chat: ChatMessage[] }>(market.db, ann, 'show_snapshot', {
    p_show_id: room.show.id,
  })
  expect(await page(ann, null, 100)).toEqual(chat)
})

test('chat_history refuses unknown shows, drafts and messages of other shows (NOFND)', async () => {
  const draft = await market.show('draft')
  const elsewhere = await openRoom(market)
  const foreign = await elsewhere.say(ann, 'hi')
  for (const args of [
    { p_show_id: randomUUID() },
    { p_show_id: draft.id },
    { p_show_id: room.show.id, p_before: foreign.id },
    { p_show_id: room.show.id, p_before: randomUUID() },
  ])
    expect(await failureOf(call(market.db, ann, 'chat_history', args))).toMatchObject({
      code: 'NOFND',
    })
})
