/** Who enters the room of a show, and as what. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, failureOf } from '../support/call.ts'
import { type Market, openMarket, type Show } from '../support/market.ts'

interface Access {
  room: string
  role: string
  identity: string
  name: string
}

const GUEST = 'ab'.repeat(32)

let market: Market
let ann: string
let show: Show

beforeAll(async () => {
  market = await openMarket()
  ann = await market.bidder()
  show = await market.show()
})
afterAll(() => market.db.drop())

const enter = (caller: string, showId = show.id, guest: string | null = null): Promise<Access> =>
  call<Access>(market.db, caller, 'stream_access', { p_show_id: showId, p_guest: guest })

async function moderation(user: string, column: string, value: string): Promise<void> {
  await market.db.sql.unsafe(
    `insert into public.show_moderation (show_id, user_id, ${column}) values ($1, $2, ${value})
     on conflict (show_id, user_id) do update set ${column} = excluded.${column}`,
    [show.id, user],
  )
}

test('stream_access gives the host and co-hosts one identity, and viewers one for each device', async () => {
  expect(await enter(show.host)).toMatchObject({
    ...{ room: show.id, role: 'host', identity: show.host },
  })
  const cohost = await market.bidder()
  await market.db
    .sql`insert into public.stage_guests (show_id, user_id, joined_at) values (${show.id}, ${cohost}, now())`
  expect(await enter(cohost)).toMatchObject({ role: 'co-host', identity: cohost })
  const [phone, desk] = [await enter(ann), await enter(ann)]
  expect(phone.role).toBe('viewer')
  for (const { identity } of [phone, desk])
    expect(identity).toMatch(new RegExp(`^${ann}\\.\\w{16}$`))
  expect(phone.identity).not.toBe(desk.identity)
})

test('stream_access makes nobody a co-host who was only asked', async () => {
  const asked = await market.bidder()
  await market.db
    .sql`insert into public.stage_guests (show_id, user_id) values (${show.id}, ${asked})`
  expect(await enter(asked)).toMatchObject({ role: 'viewer' })
})

test('stream_access knows moderators, who are not on the stage', async () => {
  const moderator = await market.bidder()
  await moderation(moderator, 'moderator', 'true')
  expect(await enter(moderator)).toMatchObject({ role: 'moderator' })
})

test('stream_access lets visitors watch without an account, counted by what the function says of them', async () => {
  const guest = await enter('anon', show.id, GUEST)
  expect(guest).toMatchObject({ role: 'viewer', name: 'guest' })
  expect(guest.identity).toMatch(/^guest\.\w{16}$/)
  for (const wrong of [null, '', 'AB'.repeat(32), `${GUEST}0`]) {
    expect(await failureOf(enter('anon', show.id, wrong))).toMatchObject({
      code: 'INVAL',
      detail: { field: 'p_guest' },
    })
  }
})

test.each(['scheduled', 'ended', 'cancelled'] as const)(
  'stream_access refuses a show that is %s (STATE), also to its host',
  async (status) => {
    const other = await market.show(status === 'ended' ? 'live' : 'scheduled')
    if (status === 'ended') await call(market.db, other.host, 'end_show', { p_show_id: other.id })
    if (status === 'cancelled')
      await call(market.db, other.host, 'cancel_show', { p_show_id: other.id })
    for (const caller of [ann, other.host]) {
      expect(await failureOf(enter(caller, other.id))).toMatchObject({
        code: 'STATE',
        detail: { status },
      })
    }
  },
)

test('stream_access hides drafts and what does not exist (NOFND)', async () => {
  const draft = await market.show('draft')
  expect(await failureOf(enter(ann, draft.id))).toMatchObject({ code: 'NOFND' })
  expect(await failureOf(enter(draft.host, draft.id))).toMatchObject({ code: 'STATE' })
  expect(await failureOf(enter(ann, randomUUID()))).toMatchObject({ code: 'NOFND' })
})

test('stream_access refuses who is banned from the show, by its seller or by the platform (KBANN)', async () => {
  const here = await market.bidder()
  await moderation(here, 'banned_until', `'infinity'`)
  const bySeller = await market.bidder()
  await market.db
    .sql`insert into private.seller_bans (seller_id, user_id) values (${show.host}, ${bySeller})`
  const everywhere = await market.bidder()
  await call(market.db, 'service_role', 'ban_user', { p_user_id: everywhere })
  for (const banned of [here, bySeller, everywhere]) {
    expect(await failureOf(enter(banned))).toMatchObject({ code: 'KBANN' })
  }
  await moderation(here, 'banned_until', `'2020-01-01'`)
  expect(await enter(here)).toMatchObject({ role: 'viewer' })
})

test('stream_access refuses a banned moderator and a banned co-host (KBANN)', async () => {
  const staff = await market.bidder()
  await moderation(staff, 'moderator', 'true')
  await market.db
    .sql`insert into public.stage_guests (show_id, user_id, joined_at) values (${show.id}, ${staff}, now())`
  await moderation(staff, 'banned_until', `'infinity'`)
  expect(await failureOf(enter(staff))).toMatchObject({ code: 'KBANN' })
})

test('stream_access slows down who asks all the time (RTLIM)', async () => {
  const eager = await market.bidder()
  const attempts = Array.from({ length: 80 }, () =>
    enter(eager).then(
      () => null,
      (error) => error,
    ),
  )
  const refused = (await Promise.all(attempts)).filter((error) => error !== null)
  expect(refused.length).toBeGreaterThan(0)
  expect(refused[0]).toMatchObject({ code: 'RTLIM' })
})
