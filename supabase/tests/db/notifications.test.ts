/** The bell: mentions and answers reach whom they name, once, and nobody else; marking as read. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
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

interface Row {
  id: string
  kind: string
  title: string
  body: string
  subject: Record<string, unknown>
  read_at: string | null
}

const bellOf = (user: string) =>
  market.db.as(
    user,
    (tx) => tx<Row[]>`select id, kind, title, body, subject, read_at
      from public.notifications order by created_at desc, id desc`,
  )

test('a mention tells whoever is named, with the way to the message', async () => {
  const message = await room.say(ann, `hey @${(await room.usernameOf(bob)).toUpperCase()}, look!`)
  const [row, ...more] = await bellOf(bob)
  expect(more).toEqual([])
  expect(row).toMatchObject({
    kind: 'mention',
    title: `@${await room.usernameOf(ann)} mentioned you`,
    body: message.body,
    subject: { show_id: room.show.id, message_id: message.id },
    read_at: null,
  })
  expect(await room.told(bob, 'notification')).toEqual([
    { id: row?.id, kind: 'mention', title: row?.title },
  ])
  expect(await bellOf(ann)).toEqual([])
})

test('an answer tells the one who is answered, once, even when it names them as well', async () => {
  const first = await room.say(bob, 'Is it real?')
  await room.say(ann, `@${await room.usernameOf(bob)} yes`, { p_reply_to: first.id })
  expect(await bellOf(bob)).toMatchObject([{ kind: 'reply' }])
})

test.each([
  ['an e-mail address', (name: string) => `mail me at x@${name}.example`],
  ['a longer name', (name: string) => `@${name}_and_more`],
  ['a name without the sign', (name: string) => name],
])('%s is no mention', async (_what, body) => {
  await room.say(ann, body(await room.usernameOf(bob)))
  expect(await bellOf(bob)).toEqual([])
})

test('nobody is told of their own words, and nobody who is banned from the show', async () => {
  await room.say(ann, `I am @${await room.usernameOf(ann)}`)
  expect(await bellOf(ann)).toEqual([])
  await room.moderate(room.show.host, bob, 'ban')
  await room.say(ann, `@${await room.usernameOf(bob)} still there?`)
  expect(await bellOf(bob)).toEqual([])
})

test('a message names five people at most', async () => {
  const crowd = await Promise.all(Array.from({ length: 7 }, () => market.bidder()))
  const names = await Promise.all(crowd.map((user) => room.usernameOf(user)))
  await room.say(ann, names.map((name) => `@${name}`).join(' '))
  const bells = await Promise.all(crowd.map(bellOf))
  expect(bells.filter((bell) => bell.length > 0)).toHaveLength(5)
})

test('who calls somebody again and again is heard three times', async () => {
  const name = await room.usernameOf(bob)
  for (let i = 0; i < 6; i++) await room.say(ann, `@${name} ${i}`)
  expect(await bellOf(bob)).toHaveLength(3)
})

test('mark_notifications_read marks some, or all, of one’s own only', async () => {
  const name = await room.usernameOf(bob)
  for (let i = 0; i < 3; i++) await room.say(ann, `@${name} ${i}`)
  const ids = (await bellOf(bob)).map(({ id }) => id)
  const mark = (caller: string, marked: string[] | null) =>
    call<number>(market.db, caller, 'mark_notifications_read', { p_ids: marked })
  expect(await mark(ann, ids)).toBe(0)
  expect(await mark(bob, ids.slice(0, 1))).toBe(1)
  expect(await mark(bob, null)).toBe(2)
  expect((await bellOf(bob)).filter(({ read_at }) => read_at === null)).toEqual([])
  expect(await failureOf(mark('anon', null))).toMatchObject({ code: '42501' })
  expect(
    await failureOf(
      mark(
        bob,
        Array.from({ length: 201 }, () => randomUUID()),
      ),
    ),
  ).toMatchObject({ code: 'INVAL', detail: { field: 'p_ids' } })
})

test('mark_notifications_read refuses a flood (RTLIM)', async () => {
  const codes: unknown[] = []
  for (let i = 0; i < 30 && codes.length === 0; i++) {
    await call(market.db, ann, 'mark_notifications_read').catch((error: unknown) =>
      codes.push(Reflect.get(Object(error), 'code')),
    )
  }
  expect(codes).toEqual(['RTLIM'])
})

test('old notifications are forgotten', async () => {
  await room.say(ann, `@${await room.usernameOf(bob)} hello`)
  await market.db.sql`
    update public.notifications set created_at = now() - interval '91 days' where user_id = ${bob}`
  await market.db.sql`select private.forget_notifications()`
  expect(await bellOf(bob)).toEqual([])
})
