/** Reports: what can be reported, by whom, with which evidence, and who reads it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { openRoom, type Room } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'

let market: Market
let room: Room
let ann: string
let bob: string

beforeAll(async () => {
  market = await openMarket()
  room = await openRoom(market)
})
afterAll(() => market.db.drop())
beforeEach(async () => {
  await market.forgetRates()
  ann = await market.bidder()
  bob = await market.bidder()
})

const report = (caller: string, args: Arguments) =>
  call<string>(market.db, caller, 'report_content', {
    p_subject_kind: 'message',
    p_reason: 'spam',
    ...args,
  })
const read = (caller: string) =>
  market.db.as(
    caller,
    (tx) => tx<{ id: string; evidence: Record<string, unknown> }[]>`
    select id, evidence from public.reports`,
  )

test('report_content keeps a message as it was, also when it is removed afterwards', async () => {
  const message = await room.say(bob, 'send me money')
  const id = await report(ann, { p_subject_id: message.id, p_note: 'twice already' })
  await call(market.db, room.show.host, 'remove_chat_message', { p_message_id: message.id })
  expect(await read(ann)).toMatchObject([
    { id, evidence: { body: 'send me money', user_id: bob, show_id: room.show.id } },
  ])
})

test('report_content takes people, shows and auctions', async () => {
  const auction = await market.auction()
  for (const [kind, subject] of [
    ['user', bob],
    ['show', room.show.id],
    ['auction', auction],
  ] as const)
    expect(await report(ann, { p_subject_kind: kind, p_subject_id: subject })).toMatch(/-/)
  expect(await read(ann)).toHaveLength(3)
})

test('report_content returns the first report when the same is reported again', async () => {
  const message = await room.say(bob, 'hm')
  const first = await report(ann, { p_subject_id: message.id })
  expect(await report(ann, { p_subject_id: message.id, p_reason: 'abuse' })).toBe(first)
})

test('reports are read by the reporter and platform moderators, never by the reported or the host', async () => {
  const message = await room.say(bob, 'hm')
  await report(ann, { p_subject_id: message.id })
  const moderator = await market.bidder()
  await call(market.db, 'service_role', 'set_user_role', {
    p_user_id: moderator,
    p_role: 'moderator',
  })
  const mine = async (caller: string) => (await read(caller)).length > 0
  for (const caller of [ann, moderator]) expect(await mine(caller)).toBe(true)
  for (const caller of [bob, room.show.host]) expect(await mine(caller)).toBe(false)
  expect(await failureOf(read('anon'))).toMatchObject({ code: '42501' })
})

test.each<[string, Arguments, string]>([
  ['another kind', { p_subject_kind: 'order' }, 'p_subject_kind'],
  ['no kind', { p_subject_kind: null }, 'p_subject_kind'],
  ['another reason', { p_reason: 'dislike' }, 'p_reason'],
  ['no reason', { p_reason: null }, 'p_reason'],
  ['a long note', { p_note: 'x'.repeat(501) }, 'p_note'],
])('report_content refuses %s (INVAL)', async (_what, args, field) => {
  const attempt = report(ann, { p_subject_id: bob, ...args })
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('report_content refuses oneself (INVAL), what is not there or not to be seen (NOFND), visitors (42501)', async () => {
  const own = await room.say(ann, 'mine')
  expect(await failureOf(report(ann, { p_subject_id: own.id }))).toMatchObject({ code: 'INVAL' })
  const draft = await market.show('draft')
  const removed = await room.say(bob, 'gone')
  await call(market.db, bob, 'remove_chat_message', { p_message_id: removed.id })
  const system = await market.db.sql<{ id: string }[]>`
    select id from public.chat_messages where kind = 'system' limit 1`
  for (const args of [
    { p_subject_id: randomUUID() },
    { p_subject_id: removed.id },
    { p_subject_id: system[0]?.id ?? '' },
    { p_subject_id: null },
    { p_subject_kind: 'show', p_subject_id: draft.id },
    { p_subject_kind: 'auction', p_subject_id: await market.draftAuction() },
  ])
    expect(await failureOf(report(ann, args))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(report('anon', { p_subject_id: own.id }))).toMatchObject({ code: '42501' })
})

test('report_content refuses a flood (RTLIM)', async () => {
  const codes: unknown[] = []
  for (let i = 0; i < 30 && codes.length === 0; i++) {
    await report(ann, { p_subject_kind: 'user', p_subject_id: bob }).catch((error: unknown) =>
      codes.push(Reflect.get(Object(error), 'code')),
    )
  }
  expect(codes).toEqual(['RTLIM'])
})
