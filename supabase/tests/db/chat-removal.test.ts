/** Taking messages out of a chat: whose, by whom, and what remains. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'
import type { ChatMessage } from '../support/shapes.ts'

let market: Market
let room: Room
let host: string
let mod: string
let ann: string

beforeAll(async () => {
  market = await openMarket()
  room = await openRoom(market)
  host = room.show.host
  mod = await room.moderator()
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
})

const on = (name: string, caller: string, args: Arguments) =>
  call<unknown>(market.db, caller, name, args)
const remove = (caller: string, message: { id: string }, reason: string | null = null) =>
  on('remove_chat_message', caller, { p_message_id: message.id, p_reason: reason })
interface LogEntry {
  id: number
  action: string
  actor: string
  username: string | null
  reason: string | null
  until: string | null
  detail: Record<string, unknown>
}
const logOf = (caller: string, args: Arguments = {}) =>
  call<LogEntry[]>(market.db, caller, 'moderation_history', { p_show_id: room.show.id, ...args })

test('remove_chat_message takes a message out of every reader’s sight, once', async () => {
  const message = await room.say(ann, 'buy my stuff elsewhere')
  await remove(mod, message, 'spam')
  expect((await room.heard<{ ids: string[] }>('chat_removed')).at(-1)).toMatchObject({
    ids: [message.id],
  })
  for (const caller of ['anon', ann, mod, host]) {
    const { chat } = await call<{ chat: ChatMessage[] }>(market.db, caller, 'show_snapshot', {
      p_show_id: room.show.id,
    })
    expect(chat.map(({ id }) => id)).not.toContain(message.id)
  }
  const entries = (await logOf(host)).length
  await remove(mod, message)
  expect(await logOf(host)).toHaveLength(entries)
  const [entry] = await logOf(mod)
  expect(entry).toMatchObject({
    action: 'remove_message',
    actor: await room.usernameOf(mod),
    username: await room.usernameOf(ann),
    reason: 'spam',
    detail: { body: 'buy my stuff elsewhere' },
  })
})

test('remove_chat_message lets people take back their own words', async () => {
  const message = await room.say(ann, 'oops')
  await remove(ann, message)
  expect((await room.heard<{ ids: string[] }>('chat_removed')).at(-1)?.ids).toEqual([message.id])
})

test('remove_chat_message takes the quotation out of the answers, too', async () => {
  const first = await room.say(ann, 'a rude thing')
  const answer = await room.say(mod, 'no', { p_reply_to: first.id })
  expect(answer).toMatchObject({ reply: { body: 'a rude thing' } })
  await remove(mod, first)
  const { chat } = await call<{ chat: ChatMessage[] }>(market.db, 'anon', 'show_snapshot', {
    p_show_id: room.show.id,
  })
  expect(chat.find(({ id }) => id === answer.id)).toMatchObject({ reply: null })
})

test('remove_chat_message refuses others, and moderators the host’s and each other’s words (42501)', async () => {
  const other = await room.moderator()
  const messages = [
    await room.say(ann, 'mine'),
    await room.say(host, 'welcome'),
    await room.say(other, 'hello'),
  ] as const
  const stranger = await market.bidder()
  for (const caller of ['anon', stranger, (await openRoom(market)).show.host])
    expect(await failureOf(remove(caller, messages[0]))).toMatchObject({ code: '42501' })
  for (const message of [messages[1], messages[2]])
    expect(await failureOf(remove(mod, message))).toMatchObject({ code: '42501' })
  await remove(host, messages[2])
})

test('remove_chat_message refuses what is not there (NOFND), a long reason (INVAL) and a flood (RTLIM)', async () => {
  expect(await failureOf(remove(host, { id: randomUUID() }))).toMatchObject({ code: 'NOFND' })
  const message = await room.say(ann, 'hi')
  expect(await failureOf(remove(host, message, 'x'.repeat(201)))).toMatchObject({
    code: 'INVAL',
    detail: { field: 'p_reason' },
  })
  const codes: unknown[] = []
  for (let i = 0; i < 90 && codes.length === 0; i++) {
    await remove(ann, message).catch((error: unknown) =>
      codes.push(Reflect.get(Object(error), 'code')),
    )
  }
  expect(codes).toEqual(['RTLIM'])
})
