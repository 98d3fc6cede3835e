/** Chat: what send_chat_message accepts, repeats and refuses. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'
import type { ChatMessage } from '../support/shapes.ts'

let market: Market
let show: Show
let ann: string

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  show = await market.show()
})
afterAll(() => market.db.drop())
beforeEach(() => market.forgetRates())

const send = (body: string | null, args: Arguments = {}, caller = ann): Promise<ChatMessage> =>
  call<ChatMessage>(market.db, caller, 'send_chat_message', {
    p_show_id: show.id,
    p_body: body,
    p_client_id: randomUUID(),
    ...args,
  })

const FOREVER = '2999-01-01T00:00:00+00:00'

const moderate = (user: string, column: 'muted_until' | 'banned_until', until: string) => market.db
  .sql`
  insert into public.show_moderation ${market.db.sql({ show_id: show.id, user_id: user, [column]: until })}`

const broadcasts = () => market.db.admin<{ payload: { messages: ChatMessage[] } }[]>`
  select payload from realtime.messages where topic = ${`show:${show.id}:chat`} and event = 'chat' order by inserted_at`

test('send_chat_message stores, returns and broadcasts one message', async () => {
  const clientId = randomUUID()
  const message = await send('Hello', { p_client_id: clientId })
  expect(message).toMatchObject({
    kind: 'text',
    body: 'Hello',
    user_id: ann,
    client_id: clientId,
    host: false,
  })
  expect((await broadcasts()).at(-1)?.payload.messages).toEqual([message])
  const rows = await market.db.as(
    'anon',
    (tx) => tx`select body from public.chat_messages where id = ${message.id}`,
  )
  expect(rows).toEqual([{ body: 'Hello' }])
})

test('send_chat_message marks the host', async () => {
  expect(await send('Welcome', {}, show.host)).toMatchObject({ host: true })
})

test('send_chat_message repeats the first message for the same client id', async () => {
  const args = { p_client_id: randomUUID() }
  const first = await send('Once', args)
  const sent = (await broadcasts()).length
  expect(await send('Once', args)).toEqual(first)
  expect(await broadcasts()).toHaveLength(sent)
})

test('send_chat_message raises when a client id comes back with other words (IDMPT)', async () => {
  const args = { p_client_id: randomUUID() }
  await send('One', args)
  expect(await failureOf(send('Two', args))).toMatchObject({ code: 'IDMPT' })
})

test('send_chat_message raises when a client id comes back in another show (IDMPT)', async () => {
  const args = { p_client_id: randomUUID() }
  await send('One', args)
  const elsewhere = await market.show()
  expect(await failureOf(send('One', { ...args, p_show_id: elsewhere.id }))).toMatchObject({
    code: 'IDMPT',
  })
})

test('two users may use the same client id', async () => {
  const args = { p_client_id: randomUUID() }
  await send('One', args)
  expect(await send('Two', args, await market.bidder())).toMatchObject({ body: 'Two' })
})

test.each<[string, string | null, Arguments, string]>([
  ['an empty body', '', {}, 'p_body'],
  ['nothing', null, {}, 'p_body'],
  ['white space', ' \n\t ', {}, 'p_body'],
  ['zero-width characters only', '\u200b\u2060\ufeff', {}, 'p_body'],
  ['501 characters', 'x'.repeat(501), {}, 'p_body'],
  ['no client id', 'Hello', { p_client_id: null }, 'p_client_id'],
])('send_chat_message refuses %s (INVAL)', async (_what, body, args, field) => {
  expect(await failureOf(send(body, args))).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('send_chat_message takes 500 characters, counted as people do', async () => {
  expect((await send('😀'.repeat(500))).body).toHaveLength(1000)
})

test.each([
  ['control characters', 'a\u0001b\u0008c\u001fd\u007fe\u009ff', 'abcdef'],
  ['bidirectional controls', '\u202egnp.exe\u2066\u200f', 'gnp.exe'],
  ['zero-width characters', 'sp\u200bam\ufeff', 'spam'],
  ['decomposed letters, composed', 'e\u0301', '\u00e9'],
  ['space around', '  hi \n', 'hi'],
  ['line breaks inside, kept', 'a\nb\tc', 'a\nb\tc'],
  ['joined emoji, kept', '👩\u200d🚀', '👩\u200d🚀'],
  ['markup, kept as text', '<b>"&\'</b>', '<b>"&\'</b>'],
])('send_chat_message cleans %s', async (_what, body, expected) => {
  expect((await send(body)).body).toBe(expected)
})

test('send_chat_message refuses a null byte', async () => {
  expect(await failureOf(send('a\u0000b'))).toMatchObject({ code: '22021' })
})

test('send_chat_message replies to messages of the same show only (NOFND)', async () => {
  const first = await send('Question')
  expect(await send('Answer', { p_reply_to: first.id })).toMatchObject({ reply_to: first.id })
  const elsewhere = await market.show()
  for (const args of [
    { p_reply_to: randomUUID() },
    { p_reply_to: first.id, p_show_id: elsewhere.id },
  ]) {
    expect(await failureOf(send('Answer', args))).toMatchObject({ code: 'NOFND' })
  }
  await market.db.sql`update public.chat_messages set removed_at = now() where id = ${first.id}`
  expect(await failureOf(send('Answer', { p_reply_to: first.id }))).toMatchObject({ code: 'NOFND' })
})

test('send_chat_message holds back in slow mode (SLOWM), but never the host or a repeat', async () => {
  const args = { p_client_id: randomUUID() }
  await market.db.sql`update public.shows set slow_mode_seconds = 60 where id = ${show.id}`
  const patient = await market.bidder()
  const first = await send('One', args, patient)
  const failure = await failureOf(send('Two', {}, patient))
  expect(failure).toMatchObject({ code: 'SLOWM', detail: { retry_after_ms: expect.any(Number) } })
  expect(await send('One', args, patient)).toEqual(first)
  await send('Mine', {}, show.host)
  await send('Mine too', {}, show.host)
  await market.db.sql`
    update public.chat_messages set created_at = created_at - interval '2 minutes' where id = ${first.id}`
  expect(await send('Two', {}, patient)).toMatchObject({ body: 'Two' })
  await market.db.sql`update public.shows set slow_mode_seconds = 0 where id = ${show.id}`
})

test('send_chat_message refuses the muted (MUTED) until their time is over', async () => {
  const loud = await market.bidder()
  await moderate(loud, 'muted_until', FOREVER)
  expect(await failureOf(send('!', {}, loud))).toMatchObject({
    code: 'MUTED',
    detail: { until: FOREVER },
  })
  await market.db.sql`update public.show_moderation set muted_until = now() where user_id = ${loud}`
  expect(await send('!', {}, loud)).toMatchObject({ body: '!' })
})

test('send_chat_message refuses those banned from the show, by the seller or everywhere (KBANN)', async () => {
  const [removed, banned, outlawed] = [
    await market.bidder(),
    await market.bidder(),
    await market.bidder(),
  ]
  await moderate(removed, 'banned_until', FOREVER)
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${banned})`
  await call(market.db, 'service_role', 'ban_user', { p_user_id: outlawed })
  for (const user of [removed, banned, outlawed]) {
    expect(await failureOf(send('Hello', {}, user))).toMatchObject({ code: 'KBANN' })
  }
})

test('send_chat_message refuses a flood (RTLIM)', async () => {
  const hasty = await market.bidder()
  const codes: string[] = []
  for (let i = 0; i < 40 && codes.length === 0; i++) {
    await send(`${i}`, {}, hasty).catch((error: unknown) =>
      codes.push(String(Reflect.get(Object(error), 'code'))),
    )
  }
  expect(codes).toEqual(['RTLIM'])
})

test('send_chat_message refuses visitors (42501), unknown shows and drafts (NOFND), ended ones (STATE)', async () => {
  expect(await failureOf(send('Hello', {}, 'anon'))).toMatchObject({ code: '42501' })
  const draft = await market.show('draft')
  for (const id of [randomUUID(), draft.id, null]) {
    expect(await failureOf(send('Hello', { p_show_id: id }))).toMatchObject({ code: 'NOFND' })
  }
  const ended = await market.show()
  await call(market.db, ended.host, 'end_show', { p_show_id: ended.id })
  expect(await failureOf(send('Hello', { p_show_id: ended.id }))).toMatchObject({ code: 'STATE' })
})
