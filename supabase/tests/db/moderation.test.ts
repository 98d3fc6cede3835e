/** Moderation of a show: who may do what to whom, what it does, how it is undone, and the log of it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Arguments, call, failureOf } from '../support/call.ts'
import { openRoom, type Room, type Standing } from '../support/chat.ts'
import { type Market, openMarket } from '../support/market.ts'

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
const platformModerator = async () => {
  const id = await market.bidder()
  await on('set_user_role', 'service_role', { p_user_id: id, p_role: 'moderator' })
  return id
}

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

test('moderate_viewer times out for so many seconds, says so to the one concerned, and lets them write again', async () => {
  const before = Date.now()
  const standing = await room.moderate(mod, ann, 'timeout', { p_seconds: 60, p_reason: 'caps' })
  expect(standing).toMatchObject({ muted: true, banned: false, reason: 'caps' })
  expect(Date.parse(standing.muted_until ?? '')).toBeGreaterThan(before + 50_000)
  expect(await room.told(ann, 'moderation')).toMatchObject([
    {
      show_id: room.show.id,
      action: 'timeout',
      reason: 'caps',
      you: { role: 'viewer', banned: false, muted: true, chat_refusal: 'MUTED' },
    },
  ])
  expect(await failureOf(room.say(ann, 'hey'))).toMatchObject({ code: 'MUTED' })
  expect(await room.moderate(mod, ann, 'unmute')).toMatchObject({ muted: false })
  expect(await room.say(ann, 'hey')).toMatchObject({ body: 'hey' })
})

test('moderate_viewer mutes for good', async () => {
  expect(await room.moderate(mod, ann, 'mute')).toMatchObject({ muted: true, muted_until: null })
  expect(await failureOf(room.say(ann, 'hey'))).toMatchObject({
    code: 'MUTED',
    detail: { until: null },
  })
})

test('moderate_viewer bans: no chat, no joining, no channel, no messages left, and back again', async () => {
  const first = await room.say(ann, 'one')
  const second = await room.say(ann, 'two')
  await on('join_show', ann, { p_show_id: room.show.id })
  expect(await room.moderate(mod, ann, 'ban', { p_reason: 'spam' })).toMatchObject({
    banned: true,
    banned_until: null,
    shop_banned: false,
  })
  expect((await room.heard<{ ids: string[] }>('chat_removed')).at(-1)?.ids.sort()).toEqual(
    [first.id, second.id].sort(),
  )
  expect(await failureOf(room.say(ann, 'hey'))).toMatchObject({ code: 'KBANN' })
  expect(await failureOf(on('join_show', ann, { p_show_id: room.show.id }))).toMatchObject({
    code: 'KBANN',
  })
  const listens = async () => {
    const [row] = await market.db.as(
      ann,
      (tx) => tx<{ may: boolean }[]>`
          select private.may_listen(${`show:${room.show.id}`}) as may`,
    )
    return row?.may
  }
  expect(await listens()).toBe(false)
  const [viewers] = await market.db.sql<{ n: number }[]>`
      select count(*)::int as n from private.show_viewers where viewer = ${ann}`
  expect(viewers?.n).toBe(0)
  await room.moderate(host, ann, 'unban')
  expect(await listens()).toBe(true)
  expect(await room.say(ann, 'sorry')).toMatchObject({ body: 'sorry' })
})

test('moderate_viewer bans for a time', async () => {
  await room.moderate(mod, ann, 'ban', { p_seconds: 3600 })
  await market.db.sql`
      update public.show_moderation set banned_until = now() where user_id = ${ann}`
  expect(await room.say(ann, 'back')).toMatchObject({ body: 'back' })
})

test('moderate_viewer bans from the shop: from every show of the seller, and from bidding; the host alone', async () => {
  const refused = await failureOf(room.moderate(mod, ann, 'ban_from_shop'))
  expect(refused).toMatchObject({ code: '42501' })
  expect(await room.moderate(host, ann, 'ban_from_shop')).toMatchObject({ shop_banned: true })
  const lot = await market.lot(room.show)
  await on('open_lot', host, { p_auction_id: lot })
  expect(await market.bid(ann, lot, 5000)).toMatchObject({ outcome: 'refused', code: 'KBANN' })
  expect(await failureOf(room.say(ann, 'hey'))).toMatchObject({ code: 'KBANN' })
  expect(await room.moderate(host, ann, 'unban_from_shop')).toMatchObject({ shop_banned: false })
  expect(await market.bid(ann, lot, 5000)).toMatchObject({ outcome: 'leading' })
})

test('moderate_viewer appoints and dismisses moderators; a ban dismisses, too', async () => {
  expect(await room.moderate(host, ann, 'appoint')).toMatchObject({ rank: 1 })
  expect(await room.say(ann, 'I help here')).toMatchObject({ moderator: true })
  expect(await room.moderate(host, ann, 'dismiss')).toMatchObject({ rank: 0 })
  await room.moderate(host, ann, 'appoint')
  expect(await room.moderate(host, ann, 'ban')).toMatchObject({ rank: 0, banned: true })
  expect(await room.moderate(host, ann, 'appoint')).toMatchObject({ rank: 1, banned: false })
})

test('moderate_viewer refuses whoever has no say here, whatever they call themselves (42501)', async () => {
  const stranger = await openRoom(market)
  for (const caller of [ann, stranger.show.host, 'anon']) {
    expect(await failureOf(room.moderate(caller, mod, 'timeout', { p_seconds: 60 }))).toMatchObject(
      { code: '42501' },
    )
  }
  const forged = on('moderate_viewer', ann, {
    p_show_id: room.show.id,
    p_user_id: mod,
    p_action: 'ban',
  })
  expect(await failureOf(forged)).toMatchObject({ code: '42501' })
  const direct = market.db.as(
    ann,
    (tx) => tx`
        insert into public.show_moderation (show_id, user_id, moderator) values (${room.show.id}, ${ann}, true)`,
  )
  expect(await failureOf(direct)).toMatchObject({ code: '42501' })
})

test('moderate_viewer keeps moderators from the host, from each other, and from themselves (42501, INVAL)', async () => {
  const other = await room.moderator()
  for (const [actor, target] of [
    [mod, host],
    [mod, other],
    [mod, await platformModerator()],
    [await platformModerator(), host],
    [await platformModerator(), await platformModerator()],
  ] as const) {
    for (const action of ['ban', 'mute', 'unban'])
      expect(await failureOf(room.moderate(actor, target, action))).toMatchObject({
        code: '42501',
      })
  }
  for (const self of [mod, host])
    expect(await failureOf(room.moderate(self, self, 'mute'))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_user_id' },
    })
  expect(await room.moderate(await platformModerator(), other, 'mute')).toMatchObject({
    muted: true,
  })
  for (const action of ['appoint', 'dismiss', 'unban_from_shop'])
    expect(await failureOf(room.moderate(mod, ann, action))).toMatchObject({ code: '42501' })
})

test.each<[string, Arguments, string]>([
  ['an unknown action', { p_action: 'shout' }, 'p_action'],
  ['no action', { p_action: null }, 'p_action'],
  ['a timeout without a time', { p_action: 'timeout' }, 'p_seconds'],
  ['no time at all', { p_action: 'timeout', p_seconds: 0 }, 'p_seconds'],
  ['a negative time', { p_action: 'mute', p_seconds: -5 }, 'p_seconds'],
  ['more than a year', { p_action: 'ban', p_seconds: 31_536_001 }, 'p_seconds'],
  ['the longest number', { p_action: 'ban', p_seconds: 2_147_483_647 }, 'p_seconds'],
  ['a time for an undoing', { p_action: 'unban', p_seconds: 5 }, 'p_seconds'],
  ['a long reason', { p_action: 'mute', p_reason: 'x'.repeat(201) }, 'p_reason'],
])('moderate_viewer refuses %s (INVAL)', async (_what, args, field) => {
  const attempt = on('moderate_viewer', host, {
    p_show_id: room.show.id,
    p_user_id: ann,
    ...args,
  })
  expect(await failureOf(attempt)).toMatchObject({ code: 'INVAL', detail: { field } })
})

test('moderate_viewer refuses unknown people and shows, and another’s draft (NOFND)', async () => {
  const draft = await market.show('draft')
  for (const args of [
    { p_show_id: randomUUID(), p_user_id: ann },
    { p_show_id: draft.id, p_user_id: ann },
    { p_show_id: room.show.id, p_user_id: randomUUID() },
    { p_show_id: null, p_user_id: null },
  ]) {
    const attempt = on('moderate_viewer', host, { ...args, p_action: 'mute' })
    expect(await failureOf(attempt)).toMatchObject({ code: 'NOFND' })
  }
})

test('moderate_viewer refuses a flood (RTLIM)', async () => {
  const codes: unknown[] = []
  for (let i = 0; i < 90 && codes.length === 0; i++) {
    await room
      .moderate(mod, ann, 'unmute')
      .catch((error: unknown) => codes.push(Reflect.get(Object(error), 'code')))
  }
  expect(codes).toEqual(['RTLIM'])
})

test('show_people lists who wrote or is moderated, with their standing, latest first', async () => {
  const quiet = await openRoom(market)
  const [bea, bob] = [await market.bidder(), await market.bidder()]
  await quiet.say(bea, 'one')
  const second = await quiet.say(bea, 'two')
  await remove(quiet.show.host, second)
  await quiet.moderate(quiet.show.host, bob, 'mute', { p_reason: 'noise' })
  const people = await call<(Standing & { messages: number; removed: number })[]>(
    market.db,
    quiet.show.host,
    'show_people',
    { p_show_id: quiet.show.id },
  )
  expect(people).toMatchObject([
    { user_id: bea, messages: 1, removed: 1, muted: false, rank: 0 },
    { user_id: bob, messages: 0, removed: 0, muted: true, reason: 'noise' },
  ])
})

test('show_people and moderation_history are for the staff (42501), of shows there are (NOFND)', async () => {
  for (const name of ['show_people', 'moderation_history']) {
    for (const caller of ['anon', ann])
      expect(await failureOf(on(name, caller, { p_show_id: room.show.id }))).toMatchObject({
        code: '42501',
      })
    expect(await failureOf(on(name, host, { p_show_id: randomUUID() }))).toMatchObject({
      code: 'NOFND',
    })
  }
})

test('show_people and moderation_history refuse a flood (RTLIM)', async () => {
  const codes: unknown[] = []
  for (let i = 0; i < 90 && codes.length === 0; i++) {
    await on(i % 2 ? 'show_people' : 'moderation_history', host, {
      p_show_id: room.show.id,
    }).catch((error: unknown) => codes.push(Reflect.get(Object(error), 'code')))
  }
  expect(codes).toEqual(['RTLIM'])
})

test('moderation_history goes back by keyset', async () => {
  for (const action of ['mute', 'unmute', 'mute'])
    await room.moderate(mod, ann, action, { p_reason: action })
  const all = await logOf(host)
  const [first] = await logOf(host, { p_limit: 1 })
  expect(first).toEqual(all[0])
  expect(await logOf(host, { p_before: first?.id ?? 0, p_limit: 2 })).toEqual(all.slice(1, 3))
})

test('the log is seen by the staff only, and nobody changes or deletes it (42501)', async () => {
  await room.moderate(mod, ann, 'mute')
  const seen = async (caller: string) => {
    const rows = await market.db.as(
      caller,
      (tx) => tx`select 1 from public.moderation_log where show_id = ${room.show.id}`,
    )
    return rows.length > 0
  }
  for (const caller of [host, mod, await platformModerator()]) expect(await seen(caller)).toBe(true)
  expect(await seen(ann)).toBe(false)
  for (const statement of [
    'update public.moderation_log set reason = null',
    'delete from public.moderation_log',
    'truncate public.moderation_log',
  ]) {
    for (const attempt of [
      market.db.as(host, (tx) => tx.unsafe(statement)),
      market.db.sql.unsafe(statement),
      market.db.admin.unsafe(statement),
    ])
      expect(await failureOf(attempt)).toMatchObject({ code: '42501' })
  }
})
